import { copyLineDown, copyLineUp, moveLineDown, moveLineUp } from '@codemirror/commands'
import { type EditorState, StateEffect, type StateCommand } from '@codemirror/state'
import { describe, expect, it } from 'vitest'
import { countedLines } from '../../../../client/editor/list-numbers.ts'
import { markedTextOf, readState, stateOf } from '../../../support/marked-text.ts'

/** What the command makes of it in the page's editor, in one transaction. */
function run(command: StateCommand, marked: string): string {
  const state = readState(stateOf(marked)).update({ effects: StateEffect.appendConfig.of(countedLines) }).state
  const made: EditorState[] = []
  command({ state, dispatch: (transaction) => made.push(transaction.state) })
  expect(made).toHaveLength(1)
  return markedTextOf(made[0] ?? state)
}

/** As CodeMirror's own, which needs a view for the cursor. */
const deleteLine: StateCommand = ({ state, dispatch }) => {
  const { from, to } = state.doc.lineAt(state.selection.main.head)
  const changes = from > 0 ? { from: from - 1, to } : { from, to: Math.min(to + 1, state.doc.length) }
  dispatch(state.update({ changes, userEvent: 'delete.line' }))
  return true
}

describe('the numbers of a list', () => {
  it.each([
    ['up', moveLineUp, '1. a\n2. b‸\n3. c', '1. b‸\n2. a\n3. c'],
    ['down', moveLineDown, '5. a‸\n6. b\n7. c', '5. b\n6. a‸\n7. c'],
    ['up, in a quote', moveLineUp, '> 1. a\n> 2. b‸', '> 1. b‸\n> 2. a'],
    ['up, out of the list', moveLineUp, 'text\n\n1. a‸\n2. b', 'text\n1. a‸\n\n2. b'],
    ['copied', copyLineDown, '1. a‸\n2. b', '1. a\n2. a‸\n3. b'],
    ['copied up', copyLineUp, '1. a‸\n2. b', '1. a‸\n2. a\n3. b'],
    ['deleted first', deleteLine, '5. a‸\n6. b\n7. c', '‸5. b\n6. c'],
    ['deleted', deleteLine, '1. a\n2. b‸\n3. c', '1. a‸\n2. c'],
    ['deleted behind a paragraph', deleteLine, 'text\n1. a‸\n2. b', 'text‸\n1. b'],
    ['deleted in a quote', deleteLine, 'text\n> 1. a‸\n> 2. b', 'text‸\n> 1. b'],
    ['below which is more', deleteLine, '1. a‸\n2. b\n   1. x\n   2. y\n3. c', '‸1. b\n   1. x\n   2. y\n2. c'],
  ])('count on when a line is moved %s', (_how, command, before, after) => {
    expect(run(command, before)).toBe(after)
  })

  it.each([
    ['foo‸\nIt was in\n1986. What a year\n1988. next', '‸It was in\n1986. What a year\n1988. next'],
    ['1. one\n3. three (sic)\n\ntext‸', '1. one\n3. three (sic)\n‸'],
    ['1. one\n2. two\n2. two\n\ntext‸', '1. one\n2. two\n2. two\n‸'],
    ['1. a\n1. b‸\n1. c', '1. a‸\n1. c'],
    ['```\n5. a\n7. b\n```‸', '```\n5. a\n7. b‸'],
    ['```‸\n5. a\n6. b\n\n6. c\n```', '‸5. a\n6. b\n\n6. c\n```'],
    ['text\nbye‸\n\n    5. code\n    9. code', 'text‸\n\n    5. code\n    9. code'],
    ['$$\nfoo‸\n3. a\n5. b\n$$', '$$‸\n3. a\n5. b\n$$'],
  ])('are left alone where a line beside them goes: %j', (before, after) => {
    expect(run(deleteLine, before)).toBe(after)
  })

  it('count on where what parted two lists goes', () => {
    expect(run(deleteLine, '1. a\n2. b\n# x‸\n1. c\n2. d')).toBe('1. a\n2. b‸\n3. c\n4. d')
  })

  it.each([
    [moveLineDown, 'x‸\n\n```\n5. a\n7. b‸\n9. c\n```', '\nx‸\n```\n5. a\n9. c\n7. b‸\n```'],
    [moveLineUp, '1. a\n\n```\n1. b‸\n```', '1. a\n\n1. b‸\n```\n```'],
    [copyLineDown, '```\n5. a\n6. b‸\n7. c\n```', '```\n5. a\n6. b\n6. b‸\n7. c\n```'],
  ])('are left alone in code, also with several cursors: %#', (command, before, after) => {
    expect(run(command, before)).toBe(after)
  })

  it('count on for a hundred items behind a line that is deleted, again and again', () => {
    const lines = Array.from({ length: 3000 }, (_, at) => `${at + 1}. item`)
    lines[1499] += '‸'
    const once = run(deleteLine, lines.join('\n'))
    const numbers = (text: string): number[] => text.split('\n').map((line) => Number.parseInt(line, 10))
    expect(numbers(once).slice(1497, 1501)).toEqual([1498, 1499, 1500, 1501])
    expect(numbers(once).slice(1597, 1601)).toEqual([1598, 1599, 1601, 1602])
    const twice = run(deleteLine, once)
    expect(numbers(twice).slice(1496, 1500)).toEqual([1497, 1498, 1499, 1500])
    expect(numbers(twice).at(-1)).toBe(3000)
  })

  it.each([
    ['```\n1. a\n5. b‸\n```', '```\n5. b‸\n1. a\n```'],
    ['text\n\n    1. a\n    5. b‸', 'text\n\n    5. b‸\n    1. a'],
  ])('are left alone in code: %j', (before, after) => {
    expect(run(moveLineUp, before)).toBe(after)
  })
})
