import { useState } from 'preact/hooks'
import type { DeviceCopies } from '../sync/device-copies.ts'
import { ConfirmDialog } from '../ui/dialog.tsx'
import { words } from './account-words.ts'

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
      title={words.signOutTitle}
      confirmLabel={losing ? words.signOutAndLose : words.signOut}
      destroys={losing}
      onConfirm={() => onConfirm(removes)}
      onClose={onClose}
    >
      <p>{words.keeps(documents)}</p>
      <p role="status">{unsaved > 0 && (removes ? words.unsavedLost : words.unsavedSent)(unsaved)}</p>
      <label class="account-choice">
        <input type="checkbox" checked={removes} onChange={({ currentTarget }) => setRemoves(currentTarget.checked)} />
        {words.removeFromDevice}
      </label>
    </ConfirmDialog>
  )
}
