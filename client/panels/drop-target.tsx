import { useEffect, useState } from 'preact/hooks'
import { words } from './document-words.ts'

/** Takes files dropped anywhere on the page, before the editor would insert them into the open document. */
export function DropTarget({ onDrop }: { readonly onDrop: (files: readonly File[]) => void }) {
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
      onDrop([...(event.dataTransfer?.files ?? [])])
    })
    return () => controller.abort()
  }, [onDrop])

  if (!over) return null
  return (
    <div class="drop-target" aria-hidden="true">
      <p>{words.drop}</p>
    </div>
  )
}
