import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { ConfirmDialog } from '../ui/dialog.tsx'
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
  /** Whether something was typed that is in this page alone: who changes the language is asked first. */
  readonly holdsTyped?: () => boolean
}

/** What goes from one language to the next while the list of them is closed. With Alt, arrows open it. */
function isPassingKey({ key, altKey }: KeyboardEvent): boolean {
  return !altKey && /^(?:Arrow\w+|Home|End|Page\w+|\S)$/u.test(key)
}

/** Whether the page speaks so already. */
function isSpoken(chosen: string): boolean {
  return languageOf(chosen === '' ? navigator.languages : [chosen]) === language
}

/** Which language the page speaks. For another one it is loaded anew, once nothing is in it that would be lost. */
export function LanguageChoice({ awaits = null, leave, holdsTyped }: LanguageChoiceProps) {
  const id = useId()
  const storage = localStorageOrNull()
  const [chosen, setChosen] = useState(storage?.getItem(LANGUAGE_KEY) ?? '')
  /** Only then: the page also speaks another language than was chosen where the words of that one cannot be fetched. */
  const [hasChosen, setHasChosen] = useState(false)
  const [isKept, setKept] = useState(true)
  const [isAsking, setAsking] = useState(false)
  /** Shown in the list, where keys came by it on their way or a question is open; null for the one that is chosen. */
  const [passed, setPassed] = useState<string | null>(null)
  const isPassing = useRef(false)
  const isChanged = hasChosen && isKept && !isSpoken(chosen)
  useEffect(() => {
    if (isChanged && awaits === null) void reload(leave)
  }, [isChanged, awaits])

  function choose(next: string): void {
    remember(storage, LANGUAGE_KEY, next)
    setPassed(null)
    setChosen(next)
    setHasChosen(true)
    setKept((storage?.getItem(LANGUAGE_KEY) ?? null) === next)
  }

  function askToChoose(next: string): void {
    if (isSpoken(next) || holdsTyped?.() !== true) return choose(next)
    setPassed(next)
    setAsking(true)
  }

  function press(event: KeyboardEvent): void {
    isPassing.current = isPassingKey(event)
    if (passed === null) return
    // Who turns away wants none of them.
    if (event.key === 'Escape') setPassed(null)
    if (event.key !== 'Enter') return
    event.preventDefault()
    askToChoose(passed)
  }

  return (
    <>
      <label for={id}>{words.language}</label>
      <select
        id={id}
        class="edit-field"
        value={passed ?? chosen}
        aria-describedby={`${id}-state`}
        onPointerDown={() => (isPassing.current = false)}
        onKeyDown={press}
        onChange={({ currentTarget: { value } }) => {
          if (isPassing.current) setPassed(value === chosen ? null : value)
          else askToChoose(value)
        }}
        onBlur={({ currentTarget }) => {
          // Not when only the window was left.
          if (passed !== null && document.activeElement !== currentTarget) askToChoose(passed)
        }}
      >
        <option value="">{words.asBrowser}</option>
        {LANGUAGES.map((each) => (
          <option key={each} value={each} lang={each}>
            {NAMES[each]}
          </option>
        ))}
      </select>
      <p id={`${id}-state`} class="language-note" role="status">
        {passed !== null && !isAsking
          ? words.onEnter
          : !isKept
            ? words.notKept
            : isChanged && awaits !== null && WAITS[awaits]}
      </p>
      {isAsking && passed !== null && (
        <ConfirmDialog
          title={words.losesTyped}
          confirmLabel={words.loseTyped}
          destroys
          onConfirm={() => choose(passed)}
          onClose={() => {
            setAsking(false)
            setPassed(null)
          }}
        >
          <p>{words.typed}</p>
        </ConfirmDialog>
      )}
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
