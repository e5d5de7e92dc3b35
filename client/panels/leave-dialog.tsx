import '../themes/surroundings.css'
import { ConfirmDialog } from '../ui/dialog.tsx'
import { files } from '../words/en/files.ts'
import { leave } from '../words/en/leave.ts'
import { wordsOf } from '../words/words.ts'

const words = wordsOf('leave', leave)
const fileWords = wordsOf('files', files)

/** Somebody is about to leave files that are on their way, or text that exists nowhere else. */
export interface LeaveQuestion {
  /** What ends the uploads; null when it is text that would be lost. */
  readonly stopUploads: (() => void) | null
  readonly answer: (leave: boolean) => void
}

/** Asks whether they mean it. */
export function LeaveDialog({ question, onClose }: { readonly question: LeaveQuestion; readonly onClose: () => void }) {
  const { stopUploads } = question
  if (stopUploads !== null)
    return (
      <ConfirmDialog
        title={fileWords.leaveTitle}
        confirmLabel={fileWords.leave}
        destroys
        onConfirm={() => {
          stopUploads()
          question.answer(true)
        }}
        onClose={() => {
          onClose()
          question.answer(false)
        }}
      >
        <p>{fileWords.leaveWords}</p>
      </ConfirmDialog>
    )
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
