import '../themes/surroundings.css'
import { ConfirmDialog } from '../ui/dialog.tsx'

/** Somebody is about to leave text that exists nowhere else. */
export interface LeaveQuestion {
  readonly answer: (leave: boolean) => void
}

/** Asks whether they mean it. */
export function LeaveDialog({ question, onClose }: { readonly question: LeaveQuestion; readonly onClose: () => void }) {
  return (
    <ConfirmDialog
      title="Leave unsaved text?"
      confirmLabel="Leave and lose it"
      destroys
      onConfirm={() => question.answer(true)}
      onClose={() => {
        onClose()
        question.answer(false)
      }}
    >
      <p>
        What you wrote last is not confirmed by the server and not kept on this device. If you leave now, it may be
        lost.
      </p>
    </ConfirmDialog>
  )
}
