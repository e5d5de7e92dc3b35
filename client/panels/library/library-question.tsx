import { ConfirmDialog } from '../../ui/dialog.tsx'
import type { LibraryActions } from './library-actions.ts'
import type { Question } from './library-row.tsx'
import { words } from './question-words.ts'
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
          title={words.purgeTitle}
          confirmLabel={words.purge}
          destroys
          onClose={onClose}
          onConfirm={() => void actions.purge(row)}
        >
          <p>{words.purgeWords(title)}</p>
          {isUnsaved && <p>{words.losesEdits}</p>}
        </ConfirmDialog>
      )
    case 'give-up':
      return (
        <ConfirmDialog
          title={words.giveUpTitle}
          confirmLabel={words.giveUp}
          destroys
          onClose={onClose}
          onConfirm={() => void actions.giveUp(row)}
        >
          <p>{words.giveUpWords(title)}</p>
          {isUnsaved && <p>{words.losesEdits}</p>}
        </ConfirmDialog>
      )
    case 'forget':
      return (
        <ConfirmDialog
          title={words.forgetTitle}
          confirmLabel={words.forget}
          destroys
          onClose={onClose}
          onConfirm={() => actions.forget(row)}
        >
          <p>{words.forgetWords(title)}</p>
        </ConfirmDialog>
      )
  }
}
