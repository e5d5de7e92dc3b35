import type { ReadonlySignal } from '@preact/signals'
import type { Preview } from '../../preview/preview.ts'

/** Alone they do nothing to the text. */
const MODIFIERS = ['Alt', 'AltGraph', 'Control', 'Meta', 'Shift']

/** Calls `onMove` when the person scrolls, clicks or types in the text or the page, or presses Escape. The returned function ends it. */
export function watchOwnMoves(preview: ReadonlySignal<Preview | null>, onMove: () => void): () => void {
  const moved = (event: Event): void => {
    if (isInText(event)) onMove()
  }
  const pressed = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      // What is open over the text is closed by it first.
      if (document.querySelector('dialog[open], :popover-open') === null) onMove()
      return
    }
    // Alt and Shift choose views and panels.
    if (!MODIFIERS.includes(event.key) && !(event.altKey && event.shiftKey)) moved(event)
  }
  const options = { capture: true, passive: true }
  for (const type of ['wheel', 'pointerdown', 'touchstart']) window.addEventListener(type, moved, options)
  window.addEventListener('keydown', pressed, options)
  let stopPreview: (() => void) | undefined
  const stopSignal = preview.subscribe((shown) => {
    stopPreview?.()
    stopPreview = shown?.onActive(onMove)
  })
  return () => {
    for (const type of ['wheel', 'pointerdown', 'touchstart']) window.removeEventListener(type, moved, options)
    window.removeEventListener('keydown', pressed, options)
    stopSignal()
    stopPreview?.()
  }
}

function isInText({ target }: Event): boolean {
  return target instanceof Element && target.closest('.views') !== null
}
