import { expect, it } from 'vitest'
import { inCell, isInCell, wordsForCell } from '../../../../client/editor/paste-cell.ts'
import { markedTextOf, stateOf } from '../../../support/marked-text.ts'

const HEAD = '| a | b |\n| --- | --- |\n'

it.each([
  ['one\n\ntwo', 'one\n\ntwo', 'one<br>two'],
  ['**one**  \ntwo', 'one\ntwo', '**one**<br>two'],
  ['a|b \\| `c`', 'a|b | c', 'a\\|b \\| `c`'],
  ['- one\n- two', 'one\r\ntwo\r\n', 'one<br>two'],
  ['## x', 'x', 'x'],
  ['| 1 | 2 |\n| --- | --- |\n| 3 | 4 |', '1\t2\n3\t4\n', '1 2<br>3 4'],
])('a cell holds the words in one line: %j', (markdown, plain, words) => {
  expect(wordsForCell(markdown, plain)).toBe(words)
})

it('and the cursor is behind them', () => {
  const state = stateOf(`${HEAD}| x | ‸ |`)
  const { state: after } = state.update(state.changeByRange((range) => inCell(range, 'one<br>two')))
  expect(markedTextOf(after)).toBe(`${HEAD}| x | one<br>two‸ |`)
})

it.each([
  `${HEAD}| x | ‸ |`,
  `${HEAD}| ‹x› | y |`,
  `${HEAD}| x | ‸`,
  '| a ‸| b |\n| --- | --- |',
  '> | a | b‸ |\n> | --- | --- |',
  '‸a | b\n--- | ---',
  'a | b‸\n--- | ---',
])('within a row one is in a cell: %j', (marked) => {
  expect(isInCell(stateOf(marked))).toBe(true)
})

it.each([
  `‸${HEAD}| x | y |`,
  `${HEAD}| x | y |‸`,
  `‹${HEAD}| x | y |›`,
  `${HEAD}| ‹x | y |\n| z› | |`,
  'a | b‸',
  '> ‸| a | b |\n> | --- | --- |',
])('elsewhere not: %j', (marked) => {
  expect(isInCell(stateOf(marked))).toBe(false)
})
