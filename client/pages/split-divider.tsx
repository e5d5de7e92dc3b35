import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { localStorageOrNull, remember } from '../panels/own-name.ts'
import { preview } from '../words/en/preview.ts'
import { wordsOf } from '../words/words.ts'

const words = wordsOf('preview', preview)

const STORAGE_KEY = 'weft.split'

/** The text's share of the width, in percent. Beyond these the smaller side is too narrow to be of use. */
const MIN = 25
const MAX = 75
const HALF = 50
/** What one press of an arrow moves it by. */
const STEP = 5

/**
 * Between text and page, which stand beside each other in `.views`: moved by pointer, or by keys as the window splitter of the ARIA
 * Authoring Practices is; a double click or Enter makes the two alike. Where it is stays in this browser.
 */
export function SplitDivider() {
  const divider = useRef<HTMLDivElement>(null)
  const storage = localStorageOrNull()
  const [share, setShare] = useState(() => shareFrom(storage?.getItem(STORAGE_KEY) ?? null))

  useLayoutEffect(() => {
    const views = divider.current?.closest<HTMLElement>('.views')
    views?.style.setProperty('--split', `${share}%`)
    return () => views?.style.removeProperty('--split')
  }, [share])

  function move(next: number): void {
    const within = Math.min(MAX, Math.max(MIN, next))
    setShare(within)
    remember(storage, STORAGE_KEY, String(within))
  }

  function drag(event: PointerEvent): void {
    const { currentTarget: element, pointerId, clientX } = event
    if (!(element instanceof HTMLElement) || !element.hasPointerCapture(pointerId)) return
    const { left, width } = element.closest('.views')?.getBoundingClientRect() ?? { left: 0, width: 0 }
    if (width === 0) return
    const fromLeft = ((clientX - left) / width) * 100
    move(Math.round(isLeftToRight(element) ? fromLeft : 100 - fromLeft))
  }

  function press(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || divider.current === null) return
    const towardsEnd = isLeftToRight(divider.current) ? STEP : -STEP
    const next = new Map([
      ['ArrowRight', share + towardsEnd],
      ['ArrowLeft', share - towardsEnd],
      ['Home', MIN],
      ['End', MAX],
      ['Enter', HALF],
    ]).get(event.key)
    if (next === undefined) return
    event.preventDefault()
    move(next)
  }

  return (
    <div
      ref={divider}
      class="split-divider"
      role="separator"
      tabIndex={0}
      aria-label={words.divider}
      aria-orientation="vertical"
      aria-valuemin={MIN}
      aria-valuemax={MAX}
      aria-valuenow={share}
      title={words.dividerTitle}
      onPointerDown={(event) => {
        if (event.button === 0) event.currentTarget.setPointerCapture(event.pointerId)
      }}
      onPointerMove={drag}
      onDblClick={() => move(HALF)}
      onKeyDown={press}
    />
  )
}

function shareFrom(kept: string | null): number {
  const share = Number(kept ?? HALF)
  return share >= MIN && share <= MAX ? share : HALF
}

function isLeftToRight(element: HTMLElement): boolean {
  return getComputedStyle(element).direction === 'ltr'
}
