import { useState } from 'preact/hooks'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import type { HelpProps } from '../sharing/getting-in.tsx'
import { libraryApi } from './library-api.ts'

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
      title="Delete this document?"
      confirmLabel="Move to the trash"
      destroys
      onClose={onClose}
      onConfirm={onConfirm}
    >
      <p>
        “{title}” closes for everybody who has it open, and nobody can open it any more. You can restore it for 30 days.
        If it is published, its page is gone meanwhile as well.
      </p>
    </ConfirmDialog>
  )
}

/** For a document in somebody's trash: whoever it belongs to can bring it back here. */
export function DeletedDocument({ session, onIn }: HelpProps) {
  const role = session.lastKnownRole.value
  const [failure, setFailure] = useState('')
  // Nobody but the owner is told so much by a server that does not let them in.
  const isOwner = role === null || role === 'owner'
  if (!isOwner) return <p>If it is in its owner’s trash, it can be restored for 30 days. Then its links work again.</p>
  return (
    <>
      <p>If you moved it to the trash, it is there for 30 days. Nobody can open it meanwhile.</p>
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
          Undo: restore it
        </button>
      </div>
    </>
  )
}
