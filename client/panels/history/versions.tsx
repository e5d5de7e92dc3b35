import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Person } from '../../sync/session.ts'
import { nextItem } from '../../ui/menu-keys.ts'
import { mayTryAgain, peopleWords, troubleWords, whenWords, words } from './history-words.ts'
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
  const element = useRef<HTMLOListElement>(null)
  /** The version that Tab comes to; the arrows go on from there. */
  const [stop, setStop] = useState<number | null>(null)
  const tabStop = stop ?? chosen?.sequence ?? versions?.[0]?.sequence
  /** The first of the versions that are on their way. */
  const coming = useRef<number | null>(null)
  const isEmpty = versions !== null && versions.length === 0 && !hasEarlier

  useLayoutEffect(() => {
    const first = coming.current
    if (first === null || isAsking) return
    coming.current = null
    // With the last of them the button goes that had the focus.
    const hasFocus = document.activeElement !== null && document.activeElement !== document.body
    if (!hasFocus) element.current?.querySelectorAll('button')[first]?.focus()
  }, [isAsking, versions])

  function more(): void {
    coming.current = versions?.length ?? 0
    void list.more()
  }

  return (
    <div class="history-versions">
      <ol ref={element} class="history-list" aria-label={words.versions} onKeyDown={moveFocus}>
        {(versions ?? []).map((version, index) => (
          <li key={version.sequence}>
            <button
              type="button"
              class="history-item"
              tabIndex={version.sequence === tabStop ? 0 : -1}
              onFocus={() => setStop(version.sequence)}
              aria-current={version.sequence === chosen?.sequence ? 'true' : undefined}
              onClick={() => void list.choose(version)}
            >
              <span class="history-when">
                {whenWords(version, now)}
                {index === 0 && <span class="history-latest">{words.latest}</span>}
              </span>
              <span class="history-people" dir="auto">
                {peopleWords(version, nameOf)}
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
      {trouble !== null
        ? mayTryAgain(trouble) && (
            <button type="button" class="button" onClick={more}>
              {words.tryAgain}
            </button>
          )
        : hasEarlier && (
            <button type="button" class="button" aria-disabled={isAsking} onClick={more}>
              {words.earlier}
            </button>
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
