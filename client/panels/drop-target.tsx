import { useEffect, useState } from 'preact/hooks'

/** Files, and as entries of a file system what may be a folder. */
export interface Dropped {
  readonly files: readonly File[]
  readonly entries: readonly FileSystemEntry[]
}

/** Takes files dropped anywhere on the page, before the editor would insert them into the open document. */
export function DropTarget({ onDrop }: { readonly onDrop: (dropped: Dropped) => void }) {
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
          event.preventDefault()
          event.stopPropagation()
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
    listen('drop', (event) => {
      depth = 0
      setOver(false)
      // Now: later the browser gives neither any more.
      const { files = [], items = [] } = event.dataTransfer ?? {}
      onDrop({ files: [...files], entries: [...items].flatMap((item) => item.webkitGetAsEntry() ?? []) })
    })
    return () => controller.abort()
  }, [onDrop])

  if (!over) return null
  return (
    <div class="drop-target" aria-hidden="true">
      <p>Drop files or a folder to open them as documents</p>
    </div>
  )
}
