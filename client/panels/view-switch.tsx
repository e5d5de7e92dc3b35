import { Icon, type IconName } from '../ui/icon.tsx'
import { type View, VIEWS } from './views.ts'

const LOOKS: Readonly<Record<View, { readonly label: string; readonly icon: IconName }>> = {
  write: { label: 'Write', icon: 'pencil' },
  split: { label: 'Split', icon: 'columns' },
  read: { label: 'Read', icon: 'book' },
}

interface ViewSwitchProps {
  readonly view: View
  /** On a phone there is no room for two. */
  readonly canSplit: boolean
  readonly onChange: (view: View) => void
}

export function ViewSwitch({ view, canSplit, onChange }: ViewSwitchProps) {
  return (
    <div class="view-switch" role="group" aria-label="View">
      {VIEWS.map((each, index) =>
        each === 'split' && !canSplit ? null : (
          <button
            key={each}
            type="button"
            class="icon-button"
            aria-pressed={each === view}
            aria-label={LOOKS[each].label}
            aria-keyshortcuts={`Alt+Shift+${index + 1}`}
            title={`${LOOKS[each].label} (Alt+Shift+${index + 1})`}
            onClick={() => onChange(each)}
          >
            <Icon name={LOOKS[each].icon} />
          </button>
        ),
      )}
    </div>
  )
}
