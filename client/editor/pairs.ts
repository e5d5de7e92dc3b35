import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete'
import { language } from '@codemirror/language'
import { EditorState, type Extension } from '@codemirror/state'
import { keymap } from '@codemirror/view'

/** Quotes are closed in code alone: in other text most of them are apostrophes. */
const OF_WORDS = [{ closeBrackets: { brackets: ['(', '[', '{'] } }]

function isWords(state: EditorState): boolean {
  return ['markdown', 'plain'].includes(state.facet(language)?.name ?? 'markdown')
}

/** A bracket brings the one that closes it, which is typed over or goes with it; around what is selected stand both. */
export const pairs: Extension = [
  closeBrackets(),
  keymap.of(closeBracketsKeymap),
  EditorState.languageData.of((state) => (isWords(state) ? OF_WORDS : [])),
]
