import '../themes/surroundings.css'
import { ConfirmDialog } from '../ui/dialog.tsx'
import { files } from '../words/en/files.ts'
import { leave } from '../words/en/leave.ts'
import { wordsOf } from '../words/words.ts'

const words = wordsOf('leave', leave)
const fileWords = wordsOf('files', files)

/** Somebody is about to leave files that are on their way, text that exists nowhere else, or both. */
export interface LeaveQuestion {
  readonly losesText: boolean
  /** What ends the uploads; null while nothing is uploaded. */
  readonly stopUploads: (() => void) | null
  readonly answer: (leave: boolean) => void
}

/** Asks whether they mean it: once, about all that they would lose. */
export function LeaveDialog({ question, onClose }: { readonly question: LeaveQuestion; readonly onClose: () => void }) {
  const { losesText, stopUploads } = question
  return (
    <ConfirmDialog
      title={losesText ? words.title : fileWords.leaveTitle}
      confirmLabel={losesText ? words.confirm : fileWords.leave}
      destroys
      onConfirm={() => {
        stopUploads?.()
        question.answer(true)
      }}
      onClose={() => {
        onClose()
        question.answer(false)
      }}
    >
      {losesText && <p>{words.words}</p>}
      {stopUploads !== null && <p>{fileWords.leaveWords}</p>}
    </ConfirmDialog>
  )
}
