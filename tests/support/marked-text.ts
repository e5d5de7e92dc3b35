import { ensureSyntaxTree, indentUnit } from '@codemirror/language'
import { EditorSelection, EditorState, type Extension, type StateCommand } from '@codemirror/state'
import { markdownLanguage } from '../../client/editor/languages.ts'

/** A state from text in which `‹` and `›` stand around each selection, and `‸` where a cursor is. */
export function stateOf(marked: string, more: Extension = []): EditorState {
  const ranges = []
  let doc = ''
  let anchor = 0
  for (const sign of marked) {
    if (sign === '‹') anchor = doc.length
    else if (sign === '›') ranges.push(EditorSelection.range(anchor, doc.length))
    else if (sign === '‸') ranges.push(EditorSelection.cursor(doc.length))
    else doc += sign
  }
  return EditorState.create({
    doc,
    selection: EditorSelection.create(ranges),
    extensions: [EditorState.allowMultipleSelections.of(true), indentUnit.of('  '), more, markdownLanguage],
  })
}

/** The state with all of its text read, as it is in the page a moment later. */
export function readState(state: EditorState): EditorState {
  if (ensureSyntaxTree(state, state.doc.length, 60_000) === null) throw new Error('the text was not read in a minute')
  return state.update({}).state
}

/** The other way. */
export function markedTextOf(state: EditorState): string {
  let text = state.sliceDoc()
  for (const { from, to, empty } of state.selection.ranges.toReversed())
    text = empty
      ? `${text.slice(0, from)}‸${text.slice(from)}`
      : `${text.slice(0, from)}‹${text.slice(from, to)}›${text.slice(to)}`
  return text
}

/** What a command makes of marked text, in one transaction at most; null when it does nothing. */
export function runOn(command: StateCommand, marked: string, more: Extension = []): string | null {
  let state = stateOf(marked, more)
  let count = 0
  const done = command({
    state,
    dispatch: (transaction) => {
      state = transaction.state
      count++
    },
  })
  if (count > 1) throw new Error('more than one transaction would be more than one step to undo')
  return done ? markedTextOf(state) : null
}
