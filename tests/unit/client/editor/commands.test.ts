import { EditorSelection, type StateCommand } from '@codemirror/state'
import type { EditorView } from '@codemirror/view'
import { describe, expect, it } from 'vitest'
import { sameText } from '../../../../client/editor/collab.ts'
import { COMMANDS } from '../../../../client/editor/commands.ts'
import { markedTextOf, stateOf } from '../../../support/marked-text.ts'

function commandOf(id: string): StateCommand {
  const run = COMMANDS.find((command) => command.id === id)!.run
  return (target) => run(target as unknown as EditorView)
}

/** With the last of the selections as the main one. */
function runWithLast(id: string, marked: string): { after: string; main: number; count: number } {
  let state = stateOf(marked, sameText)
  const { ranges } = state.selection
  state = state.update({ selection: EditorSelection.create(ranges, ranges.length - 1) }).state
  let count = 0
  const isDone = commandOf(id)({
    state,
    dispatch: (transaction) => {
      state = transaction.state
      count++
    },
  })
  expect(isDone).toBe(true)
  return { after: markedTextOf(state), main: state.selection.mainIndex, count }
}

describe('lines that are moved', () => {
  it.each([
    ['line-up', 'a‸\nb\nc‸'],
    ['line-up', '‹a\nb›\nc\nd‸'],
    ['line-up', 'a‸\nb'],
    ['line-down', 'a‸\nb\nc‸'],
    ['line-down', 'a‸\nb\n‸'],
  ])('stay where they are when one is at the edge: %s %j', (id, marked) => {
    const { after, count } = runWithLast(id, marked)
    expect([after, count]).toEqual([marked, 0])
  })

  it.each([
    ['line-up', 'x\na‸\nb\nc‸', 'a‸\nx\nc‸\nb', 1],
    ['line-down', 'a‸\nb\nc‸\nx', 'b\na‸\nx\nc‸', 1],
    ['line-down', '‹a\n›b', 'b\n‹a›', 0],
  ])('go with their cursors: %s %j', (id, before, after, main) => {
    expect(runWithLast(id, before)).toEqual({ after, main, count: 1 })
  })
})
