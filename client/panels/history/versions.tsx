import type { Person } from '../../sync/session.ts'
import { nextItem } from '../../ui/menu-keys.ts'
import { peopleWords, troubleWords, whenWords, words } from './history-words.ts'
import type { VersionList } from './version-list.ts'

interface VersionsProps {
  readonly list: VersionList
  /** Everybody here: they may have another name by now. */
  readonly people: readonly Person[]
  readonly now: number
}

/** Who wrote when, newest first. */
export function Versions({ list, people, now }: VersionsProps) {
  const versions = list.versions.value
  const trouble = list.trouble.value
  const isAsking = list.isAsking.value
  const hasEarlier = list.hasEarlier.value
  const chosen = list.chosen.value
  const nameOf = (person: string): string | undefined => people.find(({ id }) => id === person)?.name
  const isEmpty = versions !== null && versions.length === 0 && !hasEarlier
  return (
    <div class="history-versions">
      <ol class="history-list" aria-label={words.versions} onKeyDown={moveFocus}>
        {(versions ?? []).map((version, index) => (
          <li key={version.sequence}>
            <button
              type="button"
              class="history-item"
              aria-current={version.sequence === chosen?.sequence ? 'true' : undefined}
              onClick={() => void list.choose(version)}
            >
              <span class="history-when">
                {whenWords(version, now)}
                {index === 0 && <span class="history-latest">{words.latest}</span>}
              </span>
              <span class="history-people" dir="auto">
                {peopleWords(version.people, nameOf)}
              </span>
            </button>
          </li>
        ))}
      </ol>
      <p class="history-note" role="status">
        {isAsking ? words.asking : isEmpty ? words.nothing : ''}
      </p>
      {trouble !== null && (
        <div class="history-trouble" role="alert">
          <p>{troubleWords(trouble)}</p>
        </div>
      )}
      {trouble !== null ? (
        <button type="button" class="button" onClick={() => void list.more()}>
          {words.tryAgain}
        </button>
      ) : (
        hasEarlier && (
          <button type="button" class="button" aria-disabled={isAsking} onClick={() => void list.more()}>
            {words.earlier}
          </button>
        )
      )}
    </div>
  )
}

/** The arrows go from one version to the next. */
function moveFocus(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
  if (!/^(Arrow(Up|Down)|Home|End)$/.test(event.key)) return
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('button')]
  const current = items.findIndex((item) => item === document.activeElement)
  const next = nextItem(
    items.map(() => ''),
    current,
    event.key,
  )
  if (next === null) return
  event.preventDefault()
  items[next]?.focus()
}
