import '../themes/surroundings.css'
import { ConfirmDialog } from '../ui/dialog.tsx'
import { files as english } from '../words/en/files.ts'
import { wordsOf } from '../words/words.ts'

const words = wordsOf('files', english)

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
        title={words.leaveTitle}
        confirmLabel={words.leave}
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
        <p>{words.leaveWords}</p>
      </ConfirmDialog>
    )
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
