import { Dialog } from '../../ui/dialog.tsx'
import { slides as english } from '../../words/en/slides.ts'
import { wordsOf } from '../../words/words.ts'

const words = wordsOf('slides', english)
const { keys, keyNames } = words

const ROWS: readonly { readonly keys: readonly string[]; readonly does: string }[] = [
  { keys: ['→', '↓', keyNames.space, keyNames.pageDown], does: keys.forward },
  { keys: ['←', '↑', keyNames.pageUp], does: keys.back },
  { keys: [keyNames.home, keyNames.end], does: keys.ends },
  { keys: [words.numberThenEnter], does: keys.number },
  { keys: ['O'], does: keys.list },
  { keys: ['F'], does: keys.fullScreen },
  { keys: ['S'], does: keys.speaker },
  { keys: ['B'], does: keys.black },
  { keys: ['?'], does: keys.help },
  { keys: [keyNames.escape], does: keys.leave },
]

/** What the keys do while slides are shown. */
export function SlideHelp({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title={words.help} onClose={onClose}>
      <table class="slides-keys">
        <tbody>
          {ROWS.map((row) => (
            <tr key={row.does}>
              <th scope="row">
                {row.keys.map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </th>
              <td>{row.does}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  )
}
