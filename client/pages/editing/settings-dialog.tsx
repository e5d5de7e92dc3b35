import type { Signal } from '@preact/signals'
import { useId } from 'preact/hooks'
import { Dialog } from '../../ui/dialog.tsx'
import { together } from '../../words/en/together.ts'
import { wordsOf as areaWords } from '../../words/words.ts'
import { CHOICES, type SettingName, type Settings } from '../settings.ts'

const { spoken, spokenOn, spokenOff } = areaWords('together', together)

/** In the words of people; the choices stand in `settings.ts`. */
const WORDS: {
  readonly [Name in SettingName]: { readonly label: string; readonly choices: Record<Settings[Name], string> }
} = {
  theme: {
    label: 'Colours',
    choices: { system: 'As the system', light: 'Light', dark: 'Dark', contrast: 'High contrast' },
  },
  size: {
    label: 'Size of the text',
    choices: { normal: 'Normal', small: 'Small', large: 'Large', largest: 'Very large' },
  },
  measure: {
    label: 'Width of the text',
    choices: { normal: 'Normal', narrow: 'Narrow', wide: 'Wide', full: 'As the window' },
  },
  lines: { label: 'Line numbers', choices: { plain: 'Hidden', numbered: 'Shown' } },
  spelling: { label: 'Spelling', choices: { checked: 'Checked', unchecked: 'Not checked' } },
  indentation: { label: 'Tab indents by', choices: { '2': 'Two spaces', '4': 'Four spaces', tab: 'A tab' } },
  keys: {
    label: 'Keys as in',
    choices: { default: 'Weft', vscode: 'VS Code', vim: 'Vim', emacs: 'Emacs' },
  },
  news: { label: spoken, choices: { spoken: spokenOn, silent: spokenOff } },
}

interface SettingsDialogProps {
  readonly settings: Signal<Settings>
  readonly onClose: () => void
}

/** How this browser shows every document. Each choice counts at once. */
export function SettingsDialog({ settings, onClose }: SettingsDialogProps) {
  return (
    <Dialog title="Settings" class="settings-dialog" onClose={onClose}>
      <p class="settings-note">For all documents in this browser. Nobody else sees them.</p>
      <div class="settings-list">
        {(Object.keys(CHOICES) as SettingName[]).map((name) => (
          <Choice
            key={name}
            label={WORDS[name].label}
            choices={CHOICES[name].map((value) => [value, wordsOf(name, value)])}
            value={settings.value[name]}
            onChange={(value) => (settings.value = { ...settings.peek(), [name]: value })}
          />
        ))}
      </div>
    </Dialog>
  )
}

function wordsOf(name: SettingName, value: string): string {
  const choices: Readonly<Record<string, string>> = WORDS[name].choices
  return choices[value] ?? value
}

interface ChoiceProps {
  readonly label: string
  readonly choices: readonly (readonly [value: string, words: string])[]
  readonly value: string
  readonly onChange: (value: string) => void
}

function Choice({ label, choices, value, onChange }: ChoiceProps) {
  const id = useId()
  return (
    <>
      <label for={id}>{label}</label>
      <select id={id} class="edit-field" value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        {choices.map(([choice, words]) => (
          <option key={choice} value={choice}>
            {words}
          </option>
        ))}
      </select>
    </>
  )
}
