import { useLayoutEffect, useRef } from 'preact/hooks'
import type { SlideState } from '../../preview/messages.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { slides as english } from '../../words/en/slides.ts'
import { wordsOf } from '../../words/words.ts'

const words = wordsOf('slides', english)

interface SlideListProps {
  readonly state: SlideState
  readonly onGo: (slide: number) => void
  readonly onClose: () => void
}

/** All slides by their headings, to go to. */
export function SlideList({ state, onGo, onClose }: SlideListProps) {
  const list = useRef<HTMLOListElement>(null)
  useLayoutEffect(() => list.current?.querySelector<HTMLElement>('[aria-current]')?.focus(), [])
  return (
    <Dialog title={words.list} onClose={onClose}>
      <ol ref={list} class="slides-list">
        {state.titles.map((title, slide) => (
          <li key={slide}>
            <button
              type="button"
              aria-current={slide === state.slide ? 'page' : undefined}
              onClick={() => {
                onClose()
                onGo(slide)
              }}
            >
              <span>{slide + 1}</span> {title === '' ? words.noTitle : title}
            </button>
          </li>
        ))}
      </ol>
    </Dialog>
  )
}
