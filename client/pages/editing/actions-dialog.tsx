import { type Action, matchingActions } from './actions.ts'
import { words } from './editing-words.ts'
import { FindDialog } from './find-dialog.tsx'

interface ActionsDialogProps {
  readonly actions: readonly Action[]
  readonly onClose: () => void
}

/** Everything one can do here. */
export function ActionsDialog({ actions, onClose }: ActionsDialogProps) {
  return (
    <FindDialog
      title={words.actionsTitle}
      find={words.find}
      list={words.actions}
      none={words.nothingFound}
      matching={(typed) => matchingActions(actions, typed)}
      onClose={onClose}
    />
  )
}
