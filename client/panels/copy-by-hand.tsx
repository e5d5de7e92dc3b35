import { useLayoutEffect, useRef } from 'preact/hooks'
import { Dialog } from '../ui/dialog.tsx'
import { words } from './header-words.ts'

interface CopyByHandProps {
  readonly title: string
  readonly text: string
  readonly onClose: () => void
}

/** Where the browser keeps the clipboard from the page: the text, selected, for the person's own copy command. */
export function CopyByHand({ title, text, onClose }: CopyByHandProps) {
  const field = useRef<HTMLTextAreaElement>(null)
  useLayoutEffect(() => {
    field.current?.focus()
    field.current?.select()
  }, [])
  return (
    <Dialog title={title} class="dialog-narrow" onClose={onClose}>
      <p>{words.copyByHand}</p>
      <textarea ref={field} class="copy-field" readOnly rows={4} aria-label={words.toCopy} dir="auto" value={text} />
    </Dialog>
  )
}
