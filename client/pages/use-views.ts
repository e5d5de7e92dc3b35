import { type ReadonlySignal, useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { Editor } from '../editor/create-editor.ts'
import { type View, viewOfCode, viewOfKey } from '../panels/view-switch.tsx'
import type { Preview } from '../preview/preview.ts'
import { useMedia } from '../ui/use-media.ts'
import type { Services } from './services.ts'

/** From here on text and page fit beside each other. */
const TWO_COLUMNS = '(min-width: 48rem)'

interface Views {
  readonly view: View
  readonly canSplit: boolean
  /** Once it is there it stays, hidden: with its undo steps, and the place one was at. */
  readonly hasEditor: boolean
  readonly change: (view: View) => void
  /** A key that was pressed in the preview. */
  readonly key: (code: string) => void
  readonly onPreview: (preview: Preview | null) => void
}

/** How the document is shown, by buttons and by keys. */
export function useViews(services: Services, isReadOnly: boolean, editor: ReadonlySignal<Editor | null>): Views {
  const canSplit = useMedia(TWO_COLUMNS)
  const readerView = useSignal<View>('read')
  const hadEditor = useRef(false)
  const preview = useRef<Preview | null>(null)
  const chosen = isReadOnly ? readerView : services.view
  const view = chosen.value === 'split' && !canSplit ? 'write' : chosen.value
  hadEditor.current ||= !isReadOnly || view !== 'read'

  function key(code: string): void {
    if (code === 'KeyP') preview.current?.print()
    const next = viewOfCode(code)
    if (next === null) return
    chosen.value = next
    // The focus must not stay in what is hidden now.
    requestAnimationFrame(() => {
      if (next === 'read') document.querySelector<HTMLElement>('.preview-frame')?.focus()
      else editor.peek()?.focus()
    })
  }

  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const prints = event.code === 'KeyP' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey
      if (viewOfKey(event) === null && !(prints && preview.current !== null)) return
      event.preventDefault()
      key(event.code)
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  })

  return {
    view,
    canSplit,
    hasEditor: hadEditor.current,
    change: (next) => (chosen.value = next),
    key,
    onPreview: (made) => (preview.current = made),
  }
}
