import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { copyText } from '../../panels/clipboard.ts'
import { Dialog } from '../../ui/dialog.tsx'

interface LinkDialogProps {
  readonly email: string
  /** Without the address of the server. */
  readonly path: string
  readonly onClose: () => void
}

/** The link by which somebody gives themselves a password: shown once, to be sent by hand. */
export function LinkDialog({ email, path, onClose }: LinkDialogProps) {
  const [words, setWords] = useState('')
  const field = useRef<HTMLTextAreaElement>(null)
  const address = new URL(path, document.baseURI).href
  useLayoutEffect(() => {
    field.current?.focus()
    field.current?.select()
  }, [])
  const copy = async (): Promise<void> =>
    setWords((await copyText(address)) ? 'Copied.' : 'This browser does not let the page copy: copy it by hand.')
  return (
    <Dialog title="A link to a new password" class="dialog-narrow" onClose={onClose}>
      <p>
        Send it to {email}, and to nobody else: whoever has it can choose the password. It works once, for seven days,
        and is not shown again.
      </p>
      <textarea ref={field} class="copy-field" readOnly rows={3} aria-label="The link" value={address} />
      <p role="status">{words}</p>
      <div class="dialog-footer">
        <button type="button" class="button" onClick={onClose}>
          Done
        </button>
        <button type="button" class="button button-primary" onClick={() => void copy()}>
          Copy
        </button>
      </div>
    </Dialog>
  )
}
