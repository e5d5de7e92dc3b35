import { Icon, type IconName } from '../ui/icon.tsx'

/** The text, the page that it makes, or both beside each other. */
export type View = 'write' | 'split' | 'read'

const VIEWS: readonly { readonly view: View; readonly label: string; readonly icon: IconName }[] = [
  { view: 'write', label: 'Write', icon: 'pencil' },
  { view: 'split', label: 'Split', icon: 'columns' },
  { view: 'read', label: 'Read', icon: 'book' },
]

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
        each.view === 'split' && !canSplit ? null : (
          <button
            key={each.view}
            type="button"
            class="icon-button"
            aria-pressed={each.view === view}
            aria-label={each.label}
            aria-keyshortcuts={`Alt+Shift+${index + 1}`}
            title={`${each.label} (Alt+Shift+${index + 1})`}
            onClick={() => onChange(each.view)}
          >
            <Icon name={each.icon} />
          </button>
        ),
      )}
    </div>
  )
}

/** The view that a key asks for; null for every other key. By place, since Alt and Shift make other signs of the digits. */
export function viewOfKey(
  event: Pick<KeyboardEvent, 'altKey' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'code'>,
): View | null {
  if (!event.altKey || !event.shiftKey || event.ctrlKey || event.metaKey) return null
  return viewOfCode(event.code)
}

export function viewOfCode(code: string): View | null {
  return VIEWS[Number(/^Digit([123])$/.exec(code)?.[1] ?? 0) - 1]?.view ?? null
}

/** As it was kept for the next visit; null when it is none. */
export function viewFrom(kept: string | null): View | null {
  return VIEWS.find(({ view }) => view === kept)?.view ?? null
}
