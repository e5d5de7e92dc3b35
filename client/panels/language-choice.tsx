import { useEffect, useId, useState } from 'preact/hooks'
import { languages } from '../words/en/languages.ts'
import { LANGUAGE_KEY, LANGUAGES, type Language, languageOf } from '../words/language.ts'
import { language, wordsOf } from '../words/words.ts'
import './language-choice.css'
import { localStorageOrNull, remember } from './own-name.ts'

const words = wordsOf('languages', languages)

/** Each by its own name: who looks for theirs reads no other. */
const NAMES: Readonly<Record<Language, string>> = { en: 'English', de: 'Deutsch', ar: 'العربية' }

const WAITS = { text: words.waits, files: words.waitsForFiles } as const

interface LanguageChoiceProps {
  /** What the page must not be left for. */
  readonly awaits?: keyof typeof WAITS | null
  /** Resolves once all that was written is where the page finds it again. */
  readonly leave?: () => Promise<void> | undefined
}

/** Which language the page speaks. For another one it is loaded anew, once nothing is in it that would be lost. */
export function LanguageChoice({ awaits = null, leave }: LanguageChoiceProps) {
  const id = useId()
  const storage = localStorageOrNull()
  const [chosen, setChosen] = useState(storage?.getItem(LANGUAGE_KEY) ?? '')
  /** Only then: the page also speaks another language than was chosen where the words of that one cannot be fetched. */
  const [hasChosen, setHasChosen] = useState(false)
  const [isKept, setKept] = useState(true)
  const isChanged = hasChosen && isKept && languageOf(chosen === '' ? navigator.languages : [chosen]) !== language
  useEffect(() => {
    if (isChanged && awaits === null) void reload(leave)
  }, [isChanged, awaits])

  function choose(next: string): void {
    remember(storage, LANGUAGE_KEY, next)
    setChosen(next)
    setHasChosen(true)
    setKept((storage?.getItem(LANGUAGE_KEY) ?? null) === next)
  }

  return (
    <>
      <label for={id}>{words.language}</label>
      <select
        id={id}
        class="edit-field"
        value={chosen}
        aria-describedby={`${id}-state`}
        onChange={({ currentTarget }) => choose(currentTarget.value)}
      >
        <option value="">{words.asBrowser}</option>
        {LANGUAGES.map((each) => (
          <option key={each} value={each} lang={each}>
            {NAMES[each]}
          </option>
        ))}
      </select>
      <p id={`${id}-state`} class="language-note" role="status">
        {isKept ? (isChanged && awaits !== null ? WAITS[awaits] : '') : words.notKept}
      </p>
    </>
  )
}

/** The same in one line, at the end of a page that has no settings. */
export function LanguageLine(props: LanguageChoiceProps) {
  return (
    <div class="language-line">
      <LanguageChoice {...props} />
    </div>
  )
}

/** There is nothing to ask once `leave` has resolved. */
async function reload(leave: LanguageChoiceProps['leave']): Promise<void> {
  await leave?.()
  window.addEventListener('beforeunload', (event) => event.stopImmediatePropagation(), { capture: true })
  window.location.reload()
}
