import { copyLineUp, cursorMatchingBracket, insertBlankLine, selectLine } from '@codemirror/commands'
import { gotoLine, selectSelectionMatches } from '@codemirror/search'
import { EditorSelection, type Extension, type StateCommand } from '@codemirror/state'
import { keymap } from '@codemirror/view'
import { openReplacing } from './search.ts'

const insertLineAbove: StateCommand = ({ state, dispatch }) => {
  if (state.readOnly) return false
  const change = state.changeByRange(({ head }) => {
    const { from } = state.doc.lineAt(head)
    return { changes: { from, insert: '\n' }, range: EditorSelection.cursor(from) }
  })
  dispatch(state.update(change, { userEvent: 'input', scrollIntoView: true }))
  return true
}

/** What fingers from there know and the usual keys do not do already. */
export const vscodeKeys: Extension = keymap.of([
  { key: 'Mod-l', run: selectLine, preventDefault: true },
  { key: 'Ctrl-g', run: gotoLine, preventDefault: true },
  { mac: 'Mod-Alt-f', run: openReplacing, preventDefault: true },
  { key: 'Mod-F2', run: selectSelectionMatches, preventDefault: true },
  { key: 'Mod-Enter', run: insertBlankLine, preventDefault: true },
  { key: 'Mod-Shift-Enter', run: insertLineAbove, preventDefault: true },
  { key: 'Shift-Alt-ArrowUp', run: copyLineUp, preventDefault: true },
  { key: 'Mod-Shift-\\', run: cursorMatchingBracket, preventDefault: true },
])
