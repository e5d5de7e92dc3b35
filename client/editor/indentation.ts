import { indentLess, indentMore } from '@codemirror/commands'
import type { ChangeSpec, EditorState, Line, StateCommand } from '@codemirror/state'
import { shifted } from './list-nesting.ts'
import { withNumbers } from './list-numbers.ts'
import { walkLists } from './list-walk.ts'
import { listMark, type PlacedMark } from './lists.ts'
import { selectedLines } from './selected-lines.ts'

/** Tab. A list item goes into the one above it, on its level. */
export const indent: StateCommand = (target) => indentListItems(target, 1) || indentMore(target)

/** Shift-Tab: it goes beside the one that it is in. */
export const outdent: StateCommand = (target) => indentListItems(target, -1) || indentLess(target)

type Direction = 1 | -1

/** An item where it was, and how far it goes; null when it stays. */
interface MovedItem {
  readonly column: number
  readonly content: number
  readonly by: number | null
}

function indentListItems({ state, dispatch }: Parameters<StateCommand>[0], direction: Direction): boolean {
  if (state.readOnly) return false
  const lines = selectedLines(state)
  if (lines.some(({ text }) => listMark(text) === null)) return false
  dispatch(
    state.update({
      changes: withNumbers(state, state.changes(moves(state, lines, direction))),
      userEvent: direction === 1 ? 'input.indent' : 'delete.dedent',
    }),
  )
  return true
}

function moves(state: EditorState, lines: readonly Line[], direction: Direction): ChangeSpec[] {
  const selected = new Set(lines.map(({ number }) => number))
  const changes = new Map<number, ChangeSpec>()
  for (const first of lines) {
    if (changes.has(first.number)) continue
    let start = 0
    walkLists<MovedItem>(state.doc, first, first.number, {
      line: (_line, behindQuotes) => (start = behindQuotes),
      item(line, mark, parent, sibling) {
        const by = selected.has(line.number) ? distance(mark, parent, sibling, direction) : null
        // Of several items that a line begins the first takes the others along.
        if (by !== null && !changes.has(line.number)) changes.set(line.number, shifted(line, start, by))
        return { column: mark.column, content: mark.content, by }
      },
    })
  }
  return [...changes.values()]
}

/** Items that go together stay to each other as they are. */
function distance(mark: PlacedMark, parent: MovedItem | null, sibling: MovedItem | null, direction: Direction): number {
  if (parent !== null && parent.by !== null) return parent.by
  // With nothing to go into, or out of, by the width of its own marker; a task's box is part of its text.
  const width = mark.bullet.length + 1
  if (direction === -1) return parent === null ? -width : parent.column - mark.column
  return sibling === null ? width : (sibling.by ?? sibling.content - mark.column)
}
