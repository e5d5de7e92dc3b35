import { useState } from 'preact/hooks'
import type { DeviceCopies } from '../sync/device-copies.ts'
import { ConfirmDialog } from '../ui/dialog.tsx'

interface SignOutDialogProps {
  readonly copies: DeviceCopies
  readonly onConfirm: (removes: boolean) => void
  readonly onClose: () => void
}

/** Asked where this browser keeps documents of the account: whoever uses it next could read them. */
export function SignOutDialog({ copies, onConfirm, onClose }: SignOutDialogProps) {
  const [removes, setRemoves] = useState(true)
  const { documents, unsaved } = copies
  const losing = removes && unsaved > 0
  return (
    <ConfirmDialog
      title="Sign out?"
      confirmLabel={losing ? 'Sign out and lose edits' : 'Sign out'}
      destroys={losing}
      onConfirm={() => onConfirm(removes)}
      onClose={onClose}
    >
      <p>
        This browser keeps {documents === 1 ? 'a document' : `${documents} documents`} of your account, with the links
        to {documents === 1 ? 'it' : 'them'}.
      </p>
      <p role="status">
        {unsaved > 0 &&
          `${unsaved === 1 ? 'One has' : `${unsaved} have`} edits that the server does not have. ${
            removes ? 'They are lost if you go on.' : 'They are sent when you sign in here again.'
          }`}
      </p>
      <label class="account-choice">
        <input type="checkbox" checked={removes} onChange={({ currentTarget }) => setRemoves(currentTarget.checked)} />
        Remove from this device
      </label>
    </ConfirmDialog>
  )
}
