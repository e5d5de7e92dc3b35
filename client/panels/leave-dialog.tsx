import '../themes/surroundings.css'
import { ConfirmDialog } from '../ui/dialog.tsx'
import { leave } from '../words/en/leave.ts'
import { wordsOf } from '../words/words.ts'

const words = wordsOf('leave', leave)

/** Somebody is about to leave text that exists nowhere else. */
export interface LeaveQuestion {
  readonly answer: (leave: boolean) => void
}

/** Asks whether they mean it. */
export function LeaveDialog({ question, onClose }: { readonly question: LeaveQuestion; readonly onClose: () => void }) {
  return (
    <ConfirmDialog
      title={words.title}
      confirmLabel={words.confirm}
      destroys
      onConfirm={() => question.answer(true)}
      onClose={() => {
        onClose()
        question.answer(false)
      }}
    >
      <p>{words.words}</p>
    </ConfirmDialog>
  )
}
