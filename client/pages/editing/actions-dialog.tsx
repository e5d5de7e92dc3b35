import { type Action, matchingActions } from './actions.ts'
import { FindDialog } from './find-dialog.tsx'

interface ActionsDialogProps {
  readonly actions: readonly Action[]
  readonly onClose: () => void
}

/** Everything one can do here. */
export function ActionsDialog({ actions, onClose }: ActionsDialogProps) {
  return (
    <FindDialog
      title="All actions"
      find="Find an action"
      list="Actions"
      none="Nothing is called that."
      matching={(words) => matchingActions(actions, words)}
      onClose={onClose}
    />
  )
}
