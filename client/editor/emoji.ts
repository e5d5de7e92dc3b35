import type { Completion } from '@codemirror/autocomplete'
import emoji from 'markdown-it-emoji/lib/data/full.mjs'

/** As far as a completion may be put before others that match as well. */
const MOST = 99

/** Every emoji with the name that GitHub gives it. Of those that begin as what is typed, short names come first, and then as they are listed. */
export const EMOJI: readonly Completion[] = Object.entries(emoji).map(([name, sign], index) => ({
  label: `:${name}:`,
  displayLabel: `${sign} ${name}`,
  apply: sign,
  boost: MOST - name.length,
  sortText: String(index).padStart(4, '0'),
}))
