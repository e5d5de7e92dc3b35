import { Icon, type IconName } from '../ui/icon.tsx'
import { words } from './header-words.ts'
import { type View, VIEWS } from './views.ts'

const ICONS: Readonly<Record<View, IconName>> = { write: 'pencil', split: 'columns', read: 'book' }

interface ViewSwitchProps {
  readonly view: View
  /** On a phone there is no room for two. */
  readonly canSplit: boolean
  readonly onChange: (view: View) => void
}

export function ViewSwitch({ view, canSplit, onChange }: ViewSwitchProps) {
  return (
    <div class="view-switch" role="group" aria-label={words.views}>
      {VIEWS.map((each, index) =>
        each === 'split' && !canSplit ? null : (
          <button
            key={each}
            type="button"
            class="icon-button"
            aria-pressed={each === view}
            aria-label={words[each]}
            aria-keyshortcuts={`Alt+Shift+${index + 1}`}
            title={words.withKey(words[each], words.viewKey(index + 1))}
            onClick={() => onChange(each)}
          >
            <Icon name={ICONS[each]} />
            <span class="view-word">{words[each]}</span>
          </button>
        ),
      )}
    </div>
  )
}
