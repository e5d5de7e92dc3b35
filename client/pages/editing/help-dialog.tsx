import { COMMANDS, type EditorCommand } from '../../editor/commands.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { actionsKey, isMac, keyWords } from './key-words.ts'
import { help } from '../../words/en/help.ts'
import { wordsOf } from '../../words/words.ts'

const words = wordsOf('help', help)

/** Markdown that no command writes. */
const ALSO_WRITTEN: readonly { readonly label: string; readonly markdown: string }[] = [
  { label: words.emoji, markdown: ':tada:' },
  { label: words.slides, markdown: words.slidesExample },
]

/** Keys that are no command's. */
const PAGE_KEYS: readonly { readonly label: string; readonly key: string }[] = [
  { label: words.allActions, key: actionsKey() },
  { label: words.thisHelp, key: 'F1' },
  { label: words.views, key: 'Alt-Shift-1…3' },
  { label: words.outline, key: 'Alt-Shift-O' },
  { label: words.focusMode, key: 'Alt-Shift-F' },
  { label: words.share, key: 'Mod-Shift-s' },
  { label: words.print, key: 'Mod-p' },
  { label: words.cells, key: 'Tab, Enter' },
  { label: words.cursorByPointer, key: `Mod-${words.click}` },
  { label: words.column, key: `Alt-${words.drag}` },
  { label: words.complete, key: ': ]( ``` /' },
  { label: words.leave, key: 'Escape, Tab' },
]

/** Markdown and keys on one sheet. */
export function HelpDialog({ onClose }: { readonly onClose: () => void }) {
  const mac = isMac()
  const written = COMMANDS.filter(({ markdown }) => markdown !== undefined)
  const others = COMMANDS.filter(({ key, markdown }) => key !== undefined && markdown === undefined)
  return (
    <Dialog title={words.title} class="dialog-wide help-dialog" onClose={onClose}>
      {/* So that the keyboard can scroll it. */}
      <div class="help-sheet" tabIndex={0} role="group" aria-label={words.title}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.what}</th>
              <th scope="col">{words.write}</th>
              <th scope="col">{words.key}</th>
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
            {ALSO_WRITTEN.map(({ label, markdown }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td>
                  <code>{markdown}</code>
                </td>
                <td />
              </tr>
            ))}
          </tbody>
        </table>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.what}</th>
              <th scope="col">{words.key}</th>
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
