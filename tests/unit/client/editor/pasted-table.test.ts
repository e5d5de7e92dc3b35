import { expect, it } from 'vitest'
import { cellsOfTable, filled } from '../../../../client/editor/pasted-table.ts'
import { markedTextOf, stateOf } from '../../../support/marked-text.ts'

const HEAD = '| a | b |\n| --- | :-- |\n'

function filledWith(marked: string, cells: readonly (readonly string[])[]): string {
  const state = stateOf(marked)
  return markedTextOf(state.update(filled(state, cells)).state)
}

const FOUR = [
  ['1', '2'],
  ['3', '4'],
]

it.each([
  [`${HEAD}| ‸ |  |\n|  |  |\n| x | y |`, `${HEAD}| 1 | 2 |\n| 3 | 4‸ |\n| x | y |`],
  [`${HEAD}| ‹old› | y |\n| x | y |`, `${HEAD}| 1 | 2 |\n| 3 | 4‸ |`],
  [`${HEAD}| x | ‸y |\n| x | y |`, '| a | b |  |\n| --- | :-- | --- |\n| x | 1 | 2 |\n| x | 3 | 4‸ |'],
  [`${HEAD}| x | y |\n| ‸x | y |`, `${HEAD}| x | y |\n| 1 | 2 |\n| 3 | 4‸ |`],
  [`${HEAD}| x | ‸ |`, '| a | b |  |\n| --- | :-- | --- |\n| x | 1 | 2 |\n|  | 3 | 4‸ |'],
  ['| ‸a | b | c |\n| --- | --- | --- |', '| 1 | 2 | c |\n| --- | --- | --- |\n| 3 | 4‸ |  |'],
  ['| a | b‸ |\n| --- | --- |\n| x | y |', '| a | 1 | 2 |\n| --- | --- | --- |\n| x | 3 | 4‸ |'],
  ['| a | b |\n| --- | -‸-- |\n| x | y |', '| a | b |  |\n| --- | --- | --- |\n| x | 1 | 2 |\n|  | 3 | 4‸ |'],
  [`${HEAD}| ‸x |`, `${HEAD}| 1 | 2 |\n| 3 | 4‸ |`],
  ['a | ‸b\n--- | ---\nx | y', 'a | 1 | 2\n--- | --- | ---\nx | 3 | 4‸'],
  ['a | b\n--- | ---\nx | y‸', 'a | b |  |\n--- | --- | ---\nx | 1 | 2\n|  | 3 | 4‸ |'],
  ['> - | a | b |\n>   | --- | --- |\n>   | ‸ |  |', '> - | a | b |\n>   | --- | --- |\n>   | 1 | 2 |\n>   | 3 | 4‸ |'],
  [`${HEAD}| ‸a \\| b | y |\n\nwords`, `${HEAD}| 1 | 2 |\n| 3 | 4‸ |\n\nwords`],
])('cells fill those from the cursor on, with rows and columns added: %j', (before, after) => {
  expect(filledWith(before, FOUR)).toBe(after)
})

it('a row and a column of them do, too', () => {
  expect(filledWith(`${HEAD}| ‸x | y |`, [['1', '2', '3']])).toBe('| a | b |  |\n| --- | :-- | --- |\n| 1 | 2 | 3‸ |')
  expect(filledWith(`${HEAD}| ‸x | y |`, [['1'], ['2']])).toBe(`${HEAD}| 1 | y |\n| 2‸ |  |`)
})

it('only the cells that are filled change', () => {
  const state = stateOf(`${HEAD}| ‸x | y |\n| x | y |`)
  const changed: string[] = []
  state
    .update(
      filled(
        state,
        FOUR.map(([first = '']) => [first]),
      ),
    )
    .changes.iterChanges((from, to) => {
      changed.push(state.sliceDoc(from, to))
    })
  expect(changed).toEqual(['x', 'x'])
})

it.each([
  [
    '| a | b\\|c |\n| --- | --- |\n|  | 1<br>2 |',
    [
      ['a', 'b\\|c'],
      ['', '1<br>2'],
    ],
  ],
  ['| a |\n| --- |\n| b |', [['a'], ['b']]],
  ['words\n\n| a |\n| --- |', null],
  ['| a |\n| --- |\n\nwords', null],
  ['a', null],
  ['| a |', null],
])('the cells of a table are known where it is all there is: %j', (markdown, cells) => {
  expect(cellsOfTable(markdown)).toEqual(cells)
})
