import { insertNewlineContinueMarkupCommand } from '@codemirror/lang-markdown'
import {
  ChangeSet,
  type ChangeSpec,
  EditorSelection,
  type EditorState,
  type StateCommand,
  type Transaction,
} from '@codemirror/state'
import { withNumbers } from './list-numbers.ts'
import { listMark, numberOf } from './lists.ts'

/** An empty item ends its list. */
const continueMarkup = insertNewlineContinueMarkupCommand({ nonTightLists: false })

/**
 * Enter in a list or a quote. What the library makes of it, but for its numbers: it counts for each cursor by itself, and no farther
 * than to a number that is wrong. It knows nothing of selections, nor of tasks that are numbered.
 */
export const enterInMarkup: StateCommand = ({ state, dispatch }) => {
  if (state.readOnly) return false
  const { ranges, mainIndex } = state.selection
  const boxes = state.changes(emptyBoxes(state))
  const ends = EditorSelection.create(
    ranges.map(({ to }) => EditorSelection.cursor(to)),
    mainIndex,
  )
  const bare = state.update({ changes: boxes, selection: ends.map(boxes) })
  const made = transactionOf(continueMarkup, bare.state)
  if (made === null) return false
  const continued = withBoxes(bare.state, withoutNumbers(made))
  const whole = boxes.compose(continued)
  const selected = state.changes(ranges.filter(({ empty }) => !empty).map(({ from, to }) => ({ from, to })))
  const changes = withNumbers(state, whole.compose(selected.map(whole)))
  const places = ranges.map(({ to }) => EditorSelection.cursor(changes.mapPos(to, 1)))
  dispatch(
    state.update({
      changes,
      selection: EditorSelection.create(places, mainIndex),
      scrollIntoView: true,
      userEvent: 'input',
    }),
  )
  return true
}

function transactionOf(command: StateCommand, state: EditorState): Transaction | null {
  const made: Transaction[] = []
  command({ state, dispatch: (transaction) => made.push(transaction) })
  return made[0] ?? null
}

/** The boxes of numbered tasks without a text, at the cursors: for the library they would be one. */
function emptyBoxes(state: EditorState): ChangeSpec[] {
  return state.selection.ranges.flatMap(({ from, empty }) => {
    const line = state.doc.lineAt(from)
    const mark = numberedTask(line.text)
    if (!empty || mark === null || line.text.slice(mark.length).trim() !== '') return []
    const box = line.from + mark.indent.length + mark.bullet.length
    return from < box + mark.box.length ? [] : [{ from: box, to: box + mark.box.length }]
  })
}

function withoutNumbers({ startState, changes }: Transaction): ChangeSet {
  const kept: ChangeSpec[] = []
  changes.iterChanges((from, to, _from, _to, insert) => {
    const isNumber = /^\d+$/.test(startState.sliceDoc(from, to)) && /^\d+$/.test(insert.toString())
    if (!isNumber) kept.push({ from, to, insert })
  }, true)
  return startState.changes(kept)
}

/** What follows a numbered task is one. */
function withBoxes(state: EditorState, changes: ChangeSet): ChangeSet {
  const after = changes.apply(state.doc)
  const boxes = state.selection.ranges.flatMap(({ to }) => {
    const line = state.doc.lineAt(to)
    const mark = numberedTask(line.text)
    const at = changes.mapPos(to, 1)
    const begun = after.sliceString(after.lineAt(at).from, at)
    const isItem = at > to + 1 && listMark(begun)?.length === begun.length
    return mark !== null && to - line.from >= mark.length && isItem ? [{ from: at, insert: '[ ] ' }] : []
  })
  return changes.compose(ChangeSet.of(boxes, after.length))
}

function numberedTask(line: string): ReturnType<typeof listMark> {
  const mark = listMark(line)
  return mark === null || mark.box === '' || numberOf(mark) === null ? null : mark
}
