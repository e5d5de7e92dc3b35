import { useId } from 'preact/hooks'
import { LanguageChoice } from '../../panels/language-choice.tsx'
import { isKeptOrSaved } from '../../panels/status-words.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { together } from '../../words/en/together.ts'
import type { Services } from '../services.ts'
import { CHOICES, type SettingName, type Settings } from '../settings.ts'
import { settings as english } from '../../words/en/settings.ts'
import { wordsOf } from '../../words/words.ts'

const words = wordsOf('settings', english)

const { spoken, spokenOn, spokenOff } = wordsOf('together', together)

/** In the words of people; the choices stand in `settings.ts`. */
const WORDS: {
  readonly [Name in SettingName]: { readonly label: string; readonly choices: Record<Settings[Name], string> }
} = {
  theme: { label: words.theme, choices: words.themes },
  size: { label: words.size, choices: words.sizes },
  measure: { label: words.measure, choices: words.measures },
  lines: { label: words.lines, choices: words.linesShown },
  spelling: { label: words.spelling, choices: words.spellings },
  indentation: { label: words.indentation, choices: words.indentations },
  // Names of programs are the same in every language.
  keys: { label: words.keys, choices: { default: 'Weft', vscode: 'VS Code', vim: 'Vim', emacs: 'Emacs' } },
  news: { label: spoken, choices: { spoken: spokenOn, silent: spokenOff } },
}

interface SettingsDialogProps {
  readonly services: Services
  readonly onClose: () => void
}

/** How this browser shows every document. Each choice counts at once. */
export function SettingsDialog({ services, onClose }: SettingsDialogProps) {
  const { settings } = services
  return (
    <Dialog title={words.title} class="settings-dialog" onClose={onClose}>
      <p class="settings-note">{words.note}</p>
      <div class="settings-list">
        {(Object.keys(CHOICES) as SettingName[]).map((name) => (
          <Choice
            key={name}
            label={WORDS[name].label}
            choices={CHOICES[name].map((value) => [value, labelOf(name, value)])}
            value={settings.value[name]}
            onChange={(value) => (settings.value = { ...settings.peek(), [name]: value })}
          />
        ))}
        <SafeLanguageChoice services={services} />
      </div>
    </Dialog>
  )
}

/** Another one waits until nothing is in this page alone: neither what was written nor a file that is on its way. */
function SafeLanguageChoice({ services }: { readonly services: Services }) {
  const session = services.navigation.session.value
  const isSafe = session === null || isKeptOrSaved(session.status.value)
  const awaits = services.stopUploads.value !== null ? 'files' : isSafe ? null : 'text'
  return <LanguageChoice awaits={awaits} leave={() => session?.close()} />
}

function labelOf(name: SettingName, value: string): string {
  const choices: Readonly<Record<string, string>> = WORDS[name].choices
  return choices[value] ?? value
}

interface ChoiceProps {
  readonly label: string
  readonly choices: readonly (readonly [value: string, label: string])[]
  readonly value: string
  readonly onChange: (value: string) => void
}

function Choice({ label, choices, value, onChange }: ChoiceProps) {
  const id = useId()
  return (
    <>
      <label for={id}>{label}</label>
      <select id={id} class="edit-field" value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        {choices.map(([choice, label]) => (
          <option key={choice} value={choice}>
            {label}
          </option>
        ))}
      </select>
    </>
  )
}
