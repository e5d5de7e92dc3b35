import type { ReadonlySignal } from '@preact/signals'
import { useEffect, useState } from 'preact/hooks'
import { words } from './document-words.ts'

/** What is to be imported: files, and as entries of a file system what may be a folder. */
export interface Dropped {
  readonly kind: 'import'
  readonly files: readonly File[]
  readonly entries: readonly FileSystemEntry[]
}

/** Takes files into the text that is open. */
export interface Intake {
  /** What is said while files are over the page. */
  readonly words: string
  /** Answers with those that are none for it. To be called while the event is handled. */
  take(data: DataTransfer, point: { readonly x: number; readonly y: number }): readonly File[]
}

interface DropTargetProps {
  readonly intake: ReadonlySignal<Intake | null>
  readonly onDrop: (dropped: Dropped) => void
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
      // Now: later the browser gives neither files nor entries any more.
      const all = [...dataTransfer.files]
      const entries = [...dataTransfer.items].flatMap((item) => item.webkitGetAsEntry() ?? [])
      // A folder is imported with all that is in it.
      const isFolder = entries.some(({ isDirectory }) => isDirectory)
      const files = (isFolder ? null : intake.peek()?.take(dataTransfer, { x, y })) ?? all
      // What was taken is no concern of anybody else.
      if (files.length > 0) onDrop({ kind: 'import', files, entries: isFolder ? entries : [] })
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
