import { useState } from 'preact/hooks'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import type { HelpProps } from '../sharing/getting-in.tsx'
import { libraryApi } from './library-api.ts'
import { words } from './question-words.ts'

interface TrashDialogProps {
  /** Of the document. */
  readonly title: string
  readonly onConfirm: () => void
  readonly onClose: () => void
}

/** Asks before a document is closed to everybody. */
export function TrashDialog({ title, onConfirm, onClose }: TrashDialogProps) {
  return (
    <ConfirmDialog
      title={words.deleteTitle}
      confirmLabel={words.moveToTrash}
      destroys
      onClose={onClose}
      onConfirm={onConfirm}
    >
      <p>{words.deleteWords(title)}</p>
    </ConfirmDialog>
  )
}

/** For a document in somebody's trash: whoever it belongs to can bring it back here. */
export function DeletedDocument({ session, onIn }: HelpProps) {
  const role = session.lastKnownRole.value
  const [failure, setFailure] = useState('')
  // Nobody but the owner is told so much by a server that does not let them in.
  const isOwner = role === null || role === 'owner'
  if (!isOwner) return <p>{words.othersTrash}</p>
  return (
    <>
      <p>{words.ownTrash}</p>
      <p role="alert">{failure}</p>
      <div class="message-actions">
        <button
          type="button"
          class="button button-primary"
          onClick={() => {
            void libraryApi.restore(session.document).then((outcome) => {
              if (outcome.ok) onIn()
              else setFailure(outcome.sentence)
            })
          }}
        >
          {words.restore}
        </button>
      </div>
    </>
  )
}
