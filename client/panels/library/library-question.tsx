import { ConfirmDialog } from '../../ui/dialog.tsx'
import type { LibraryActions } from './library-actions.ts'
import type { Question } from './library-row.tsx'
import { TrashDialog } from './trash.tsx'

interface LibraryQuestionProps {
  readonly question: Question
  readonly actions: LibraryActions
  readonly onClose: () => void
}

/** Asks before something is done that others would notice, or that cannot be undone. */
export function LibraryQuestion({ question: { about, row }, actions, onClose }: LibraryQuestionProps) {
  const { title, isUnsaved } = row
  switch (about) {
    case 'trash':
      return <TrashDialog title={title} onClose={onClose} onConfirm={() => void actions.trash(row)} />
    case 'purge':
      return (
        <ConfirmDialog
          title="Delete for ever?"
          confirmLabel="Delete for ever"
          destroys
          onClose={onClose}
          onConfirm={() => void actions.purge(row)}
        >
          <p>“{title}” will be gone, with its history and its links. It cannot be brought back.</p>
          {isUnsaved && <p>It has edits that are on this device only. They would be lost.</p>}
        </ConfirmDialog>
      )
    case 'give-up':
      return (
        <ConfirmDialog
          title="Remove it from your list?"
          confirmLabel="Give up access"
          destroys
          onClose={onClose}
          onConfirm={() => void actions.giveUp(row)}
        >
          <p>
            You give up your access to “{title}”, and what this device keeps of it goes. For everybody else it stays as
            it is. To come back you need a link, or its owner.
          </p>
          {isUnsaved && <p>It has edits that are on this device only. They would be lost.</p>}
        </ConfirmDialog>
      )
    case 'forget':
      return (
        <ConfirmDialog
          title="Forget unsaved edits?"
          confirmLabel="Forget them"
          destroys
          onClose={onClose}
          onConfirm={() => actions.forget(row)}
        >
          <p>
            “{title}” has edits that are on this device only. Forgetting it deletes them. They cannot be brought back.
          </p>
        </ConfirmDialog>
      )
  }
}
