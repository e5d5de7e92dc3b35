import { COMMANDS, type EditorCommand } from '../../editor/commands.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { isMac, keyWords } from './key-words.ts'

/** Keys that are no command's. */
const PAGE_KEYS: readonly { readonly label: string; readonly key: string }[] = [
  { label: 'All actions', key: 'Mod-Shift-p' },
  { label: 'This help', key: 'F1' },
  { label: 'Write, Split, Read', key: 'Alt-Shift-1…3' },
  { label: 'Outline', key: 'Alt-Shift-O' },
  { label: 'Focus mode', key: 'Alt-Shift-F' },
  { label: 'Share', key: 'Mod-Shift-s' },
  { label: 'Complete a name: emoji, heading or address, language, command', key: ': ]( ``` /' },
  { label: 'Leave the text by keyboard', key: 'Escape, Tab' },
]

/** Markdown and keys on one sheet. */
export function HelpDialog({ onClose }: { readonly onClose: () => void }) {
  const mac = isMac()
  const written = COMMANDS.filter(({ markdown }) => markdown !== undefined)
  const others = COMMANDS.filter(({ key, markdown }) => key !== undefined && markdown === undefined)
  return (
    <Dialog title="Markdown and keys" class="dialog-wide help-dialog" onClose={onClose}>
      {/* So that the keyboard can scroll it. */}
      <div class="help-sheet" tabIndex={0} role="group" aria-label="Markdown and keys">
        <table>
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">Write</th>
              <th scope="col">Key</th>
            </tr>
          </thead>
          <tbody>
            {written.map((command) => (
              <tr key={command.id}>
                <th scope="row">{command.label}</th>
                <td>
                  <code>{command.markdown}</code>
                </td>
                <td>
                  <Key command={command} mac={mac} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <table>
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">Key</th>
            </tr>
          </thead>
          <tbody>
            {others.map((command) => (
              <tr key={command.id}>
                <th scope="row">{command.label}</th>
                <td>
                  <Key command={command} mac={mac} />
                </td>
              </tr>
            ))}
            {PAGE_KEYS.map(({ label, key }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td>
                  <kbd>{keyWords(key, mac)}</kbd>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Dialog>
  )
}

function Key({ command, mac }: { readonly command: EditorCommand; readonly mac: boolean }) {
  return command.key === undefined ? null : <kbd>{keyWords(command.key, mac)}</kbd>
}
