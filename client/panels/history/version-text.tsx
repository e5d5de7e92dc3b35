import { useMemo } from 'preact/hooks'
import { PassageView } from '../passage-view.tsx'
import { compare } from './comparison.ts'
import { mayTryAgain, troubleWords, words } from './history-words.ts'
import { MAX_SHOWN, shownPassages } from './shown-passages.ts'
import type { VersionText as Shown } from './version-list.ts'

interface VersionTextProps {
  /** Null while it is on its way. */
  readonly shown: Shown | null
  /** The text that it is compared with. */
  readonly now: string
  readonly mayEdit: boolean
  readonly onAgain: () => void
}

/** One version, and what restoring it would change. */
export function VersionText({ shown, now, mayEdit, onAgain }: VersionTextProps) {
  if (shown === null)
    return (
      <p class="history-note" role="status">
        {words.reading}
      </p>
    )
  if ('trouble' in shown)
    return (
      <>
        <p class="history-trouble" role="alert">
          {troubleWords(shown.trouble)}
        </p>
        {mayTryAgain(shown.trouble) && (
          <button type="button" class="button" onClick={onAgain}>
            {words.tryAgain}
          </button>
        )}
      </>
    )
  return (
    <>
      <Compared version={shown.text} now={now} />
      {!mayEdit && <p>{words.mayNotChange}</p>}
    </>
  )
}

function Compared({ version, now }: { readonly version: string; readonly now: string }) {
  const passages = useMemo(() => {
    const all = compare(now, version)
    return all && shownPassages(all)
  }, [now, version])
  if (passages === null) {
    const start = version.slice(0, MAX_SHOWN)
    return (
      <>
        <p>{start === version ? words.tooLong : words.tooLongShortened}</p>
        <div class="difference" tabIndex={0} role="group" aria-label={words.text} dir="auto">
          {start}
        </div>
      </>
    )
  }
  return (
    <>
      {version === '' && <p>{words.empty}</p>}
      <p role="status">
        {now === version
          ? words.same
          : words.compared(
              (mark) => <ins class="difference-aside">{mark}</ins>,
              (mark) => <del class="difference-document">{mark}</del>,
            )}
      </p>
      {passages.length > 0 && (
        <div class="difference" tabIndex={0} role="group" aria-label={words.changes} dir="auto">
          {passages.map((passage, index) => (
            <PassageView key={index} passage={passage} />
          ))}
        </div>
      )}
    </>
  )
}
