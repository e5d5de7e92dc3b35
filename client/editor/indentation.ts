import { indentLess, indentMore } from '@codemirror/commands'
import { type ChangeSpec, type StateCommand } from '@codemirror/state'
import { withNumbers } from './list-numbers.ts'
import { listMark } from './lists.ts'
import { selectedLines } from './selected-lines.ts'

/** Tab. A list item goes in by the width of its own marker, so that it becomes a child of one like it above. */
export const indent: StateCommand = (target) => indentListItems(target, 1) || indentMore(target)

/** Shift-Tab, the other way. */
export const outdent: StateCommand = (target) => indentListItems(target, -1) || indentLess(target)

function indentListItems({ state, dispatch }: Parameters<StateCommand>[0], direction: 1 | -1): boolean {
  if (state.readOnly) return false
  const lines = selectedLines(state)
  const changes: ChangeSpec[] = []
  for (const line of lines) {
    const mark = listMark(line.text)
    if (mark === null) return false
    // A task's box is part of its text: what stands below it goes below the marker.
    const width = mark.bullet.length + 1
    if (direction === 1) {
      changes.push({ from: line.from, insert: ' '.repeat(width) })
    } else {
      const [space = ''] = /^(?:\t| *)/.exec(line.text) ?? []
      changes.push({ from: line.from, to: line.from + Math.min(space.length, width) })
    }
  }
  dispatch(
    state.update({
      changes: withNumbers(state, state.changes(changes)),
      userEvent: direction === 1 ? 'input.indent' : 'delete.dedent',
    }),
  )
  return true
}
