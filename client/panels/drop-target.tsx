import type { ReadonlySignal } from '@preact/signals'
import { useEffect, useState } from 'preact/hooks'
import { words } from './document-words.ts'

/** Takes files into the text that is open. */
export interface Intake {
  /** What is said while files are over the page. */
  readonly words: string
  /** Answers with those that are none for it. To be called while the event is handled. */
  take(data: DataTransfer, point: { readonly x: number; readonly y: number }): readonly File[]
}

interface DropTargetProps {
  readonly intake: ReadonlySignal<Intake | null>
  readonly onDrop: (files: readonly File[]) => void
}

/** Takes files dropped anywhere on the page: into the open text, or as documents of their own. */
export function DropTarget({ intake, onDrop }: DropTargetProps) {
  const [over, setOver] = useState(false)

  useEffect(() => {
    // Entering a child comes before leaving its parent, so only the difference tells whether the pointer has left.
    let depth = 0
    const controller = new AbortController()
    const listen = (name: 'dragenter' | 'dragover' | 'dragleave' | 'drop', listener: (event: DragEvent) => void) =>
      window.addEventListener(
        name,
        (event) => {
          if (event.dataTransfer?.types.includes('Files') !== true) return
          // The editor hears of it, too: it shows where in the text that would be.
          event.preventDefault()
          listener(event)
        },
        { capture: true, signal: controller.signal },
      )
    listen('dragenter', () => {
      depth++
      setOver(true)
    })
    listen('dragover', () => undefined)
    listen('dragleave', () => {
      depth--
      if (depth <= 0) setOver(false)
    })
    listen('drop', ({ dataTransfer, x, y }) => {
      depth = 0
      setOver(false)
      if (dataTransfer === null) return
      const files = intake.peek()?.take(dataTransfer, { x, y })
      // What was taken is no concern of anybody else.
      if (files?.length !== 0) onDrop(files ?? [...dataTransfer.files])
    })
    return () => controller.abort()
  }, [onDrop])

  if (!over) return null
  return (
    <div class={`drop-target ${intake.value ? 'drop-into' : ''}`} aria-hidden="true">
      <p>{intake.value?.words ?? words.drop}</p>
    </div>
  )
}
