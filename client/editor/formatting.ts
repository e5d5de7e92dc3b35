import { indentLess, indentMore } from '@codemirror/commands'
import { type ChangeSpec, EditorSelection, type StateCommand } from '@codemirror/state'

/** `*` for emphasis, `**` for strong: around each selection or the word at the cursor, or away where they stand already. */
export function toggleStars(count: 1 | 2): StateCommand {
  return ({ state, dispatch }) => {
    if (state.readOnly) return false
    const stars = '*'.repeat(count)
    const change = state.changeByRange((range) => {
      const { from, to } = range.empty ? (state.wordAt(range.head) ?? range) : range
      const before = /\**$/.exec(state.sliceDoc(Math.max(0, from - 3), from))?.[0].length ?? 0
      const after = /^\**/.exec(state.sliceDoc(to, to + 3))?.[0].length ?? 0
      const around = Math.min(before, after)
      // Three are both, so one of two is not emphasis.
      const marked = count === 1 ? around % 2 === 1 : around >= 2
      const shift = marked ? -count : count
      return {
        changes: marked
          ? [
              { from: from - count, to: from },
              { from: to, to: to + count },
            ]
          : [
              { from, insert: stars },
              { from: to, insert: stars },
            ],
        range: EditorSelection.range(range.anchor + shift, range.head + shift),
      }
    })
    dispatch(state.update(change, { userEvent: 'input.format', scrollIntoView: true }))
    return true
  }
}

const LIST_ITEM = /^[\t ]*((?:[-*+]|\d{1,9}[.)])[\t ]+)/

/** Tab. A list item goes in by the width of its own marker, so that it becomes a child of one like it above. */
export const indent: StateCommand = (target) => indentListItem(target, 1) || indentMore(target)

/** Shift-Tab, the other way. */
export const outdent: StateCommand = (target) => indentListItem(target, -1) || indentLess(target)

function indentListItem({ state, dispatch }: Parameters<StateCommand>[0], direction: 1 | -1): boolean {
  if (state.readOnly) return false
  const { from, to } = state.selection.main
  const changes: ChangeSpec[] = []
  for (let line = state.doc.lineAt(from); ; line = state.doc.line(line.number + 1)) {
    const marker = LIST_ITEM.exec(line.text)?.[1]
    if (marker === undefined) return false
    if (direction === 1) {
      changes.push({ from: line.from, insert: ' '.repeat(marker.length) })
    } else {
      const [space = ''] = /^(?:\t| *)/.exec(line.text) ?? []
      changes.push({ from: line.from, to: line.from + Math.min(space.length, marker.length) })
    }
    if (line.to >= to) break
  }
  dispatch(state.update({ changes, userEvent: direction === 1 ? 'input.indent' : 'delete.dedent' }))
  return true
}
