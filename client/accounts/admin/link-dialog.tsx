import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { copyText } from '../../panels/clipboard.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { words } from './admin-words.ts'

interface LinkDialogProps {
  readonly email: string
  /** Without the address of the server. */
  readonly path: string
  readonly onClose: () => void
}

/** The link by which somebody gives themselves a password: shown once, to be sent by hand. */
export function LinkDialog({ email, path, onClose }: LinkDialogProps) {
  const [said, say] = useState('')
  const field = useRef<HTMLTextAreaElement>(null)
  const address = new URL(path, document.baseURI).href
  useLayoutEffect(() => {
    field.current?.focus()
    field.current?.select()
  }, [])
  const copy = async (): Promise<void> => say((await copyText(address)) ? words.copied : words.notCopied)
  return (
    <Dialog title={words.linkTitle} class="dialog-narrow" onClose={onClose}>
      <p>{words.linkWords(email)}</p>
      <textarea ref={field} class="copy-field" readOnly rows={3} dir="ltr" aria-label={words.theLink} value={address} />
      <p role="status">{said}</p>
      <div class="dialog-footer">
        <button type="button" class="button" onClick={onClose}>
          {words.done}
        </button>
        <button type="button" class="button button-primary" onClick={() => void copy()}>
          {words.copy}
        </button>
      </div>
    </Dialog>
  )
}
