import { useEffect, useId, useState } from 'preact/hooks'
import { localStorageOrNull, remember } from '../../panels/own-name.ts'
import { isKeptOrSaved } from '../../panels/status-words.ts'
import { languages } from '../../words/en/languages.ts'
import { LANGUAGE_KEY, LANGUAGES, type Language, languageOf } from '../../words/language.ts'
import { language, wordsOf } from '../../words/words.ts'
import type { Services } from '../services.ts'

const words = wordsOf('languages', languages)

/** Each by its own name: who looks for theirs reads no other. */
const NAMES: Readonly<Record<Language, string>> = { en: 'English', de: 'Deutsch', ar: 'العربية' }

/**
 * Which language the page speaks. For another one it is loaded anew, once nothing that was written is in it alone, and no file is
 * on its way.
 */
export function LanguageChoice({ services }: { readonly services: Services }) {
  const id = useId()
  const storage = localStorageOrNull()
  const [chosen, setChosen] = useState(storage?.getItem(LANGUAGE_KEY) ?? '')
  const [isKept, setKept] = useState(true)
  const session = services.navigation.session.value
  const isChanged = isKept && languageOf(chosen === '' ? navigator.languages : [chosen]) !== language
  const isUploading = services.stopUploads.value !== null
  const isSafe = !isUploading && (session === null || isKeptOrSaved(session.status.value))
  useEffect(() => {
    if (isChanged && isSafe) void reload(() => session?.close())
  }, [isChanged, isSafe])

  function choose(next: string): void {
    remember(storage, LANGUAGE_KEY, next)
    setChosen(next)
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
      <p id={`${id}-state`} class="settings-note" role="status">
        {isKept ? (isChanged ? (isUploading ? words.waitsForFiles : words.waits) : '') : words.notKept}
      </p>
    </>
  )
}

/** `leave` resolves once all that was written is where the page finds it again: there is nothing to ask then. */
async function reload(leave: () => Promise<void> | undefined): Promise<void> {
  await leave()
  window.addEventListener('beforeunload', (event) => event.stopImmediatePropagation(), { capture: true })
  window.location.reload()
}
