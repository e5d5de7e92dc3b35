import { describe, expect, it } from 'vitest'
import {
  addColumn,
  addRow,
  alignColumn,
  deleteColumn,
  deleteRow,
  isInTable,
  nextCell,
  nextRow,
  tidyTable,
  typeOverBar,
} from '../../../../client/editor/tables.ts'
import { runOn, stateOf } from '../../../support/marked-text.ts'

const HEAD = '| a | b |\n| --- | --- |\n'

/** Key by key, as the editor takes them. */
function typedOn(marked: string, typed: string): string {
  let text = marked
  for (const key of typed) text = (key === '|' ? runOn(typeOverBar, text) : null) ?? text.replace('‸', `${key}‸`)
  return text
}

describe('a table', () => {
  it.each([
    [`${HEAD}|  | ‸ |`, `${HEAD}|  |  |‸`],
    [`${HEAD}| 1 ‸ |  |`, `${HEAD}| 1  | ‸ |`],
    [`${HEAD}| 1 | 2‸ |`, `${HEAD}| 1 | 2 |‸`],
    [`${HEAD}| 1 | 2 |‸`, null],
    [`${HEAD}| 1\\‸ | 2 |`, null],
    [`${HEAD}| 1‸ 2 | 3 |`, null],
    ['| a ‸| b |\n| --- | --- |', null],
  ])('a bar that is there already is typed over: %j', (before, after) => {
    expect(runOn(typeOverBar, before)).toBe(after)
  })

  it.each([
    ['| 1 | 2 |', '| 1   |  2  |‸'],
    ['| | 5 |', '|   |  5  |‸'],
    ['|1|2|', '|1  | 2 |‸'],
    ['||5|', '|  | 5 |‸'],
  ])('a row that was just added is written with its bars: %j', (typed, row) => {
    expect(typedOn(`${HEAD}| ‸ |  |`, typed)).toBe(`${HEAD}${row}`)
  })

  it.each([
    ['| ‸a | b |\n| --- | --- |\n| 1 | 2 |', '| a | ‹b› |\n| --- | --- |\n| 1 | 2 |'],
    ['| a | b‸ |\n| --- | --- |\n| 1 | 2 |', `${HEAD}| ‹1› | 2 |`],
    [`${HEAD}| 1 | 2‸ |`, `${HEAD}| 1 | 2 |\n| ‸ |  |`],
    ['| a | b |\n| --- | ---‸ |', `${HEAD}| ‸ |  |`],
    ['a | ‸b\n--- | ---\n1 | 2', 'a | b\n--- | ---\n‹1› | 2'],
    [`${HEAD}| 1 \\| 2‸ | 3 |`, `${HEAD}| 1 \\| 2 | ‹3› |`],
    [`${HEAD}| \`x\`‸ | c |`, `${HEAD}| \`x\` | ‹c› |`],
    [`${HEAD}| \`x‸y\` | c |`, `${HEAD}| \`xy\` | ‹c› |`],
  ])('Tab goes on to the next cell, and behind the last one adds a row: %j', (before, after) => {
    expect(runOn(nextCell(1), before)).toBe(after)
  })

  it('Shift-Tab goes back, and stays in the first cell', () => {
    expect(runOn(nextCell(-1), `${HEAD}| ‸1 | 2 |`)).toBe('| a | ‹b› |\n| --- | --- |\n| 1 | 2 |')
    expect(runOn(nextCell(-1), '| ‸a | b |\n| --- | --- |')).toBe('| ‸a | b |\n| --- | --- |')
  })

  it.each([
    ['| a | b‸ |\n| --- | --- |\n| 1 | 2 |', `${HEAD}| 1 | 2‸ |`],
    [`${HEAD}| 1 | 2‸ |`, `${HEAD}| 1 | 2 |\n| ‸ |  |`],
    [`${HEAD}| 1 | 2 |\n| ‸ |  |`, `${HEAD}| 1 | 2 |\n\n‸`],
    [`${HEAD}| ‸ |  |\nend`, `${HEAD}\n‸\nend`],
    ['| ‸a | b |\n| --- | --- |', `${HEAD}| ‸ |  |`],
    [`${HEAD}| \`x\`‸ | c |`, `${HEAD}| \`x\` | c |\n| ‸ |  |`],
  ])('Enter goes to the row below, adds one, and leaves behind an empty one: %j', (before, after) => {
    expect(runOn(nextRow, before)).toBe(after)
  })

  it.each(['‸| a | b |\n| --- | --- |', `${HEAD}‸| 1 | 2 |`, '‸a | b\n--- | ---', '> ‸| a | b |\n> | --- | --- |'])(
    'leaves Enter before a row to whoever writes above it: %j',
    (before) => expect(runOn(nextRow, before)).toBeNull(),
  )

  const ITEM = '- one\n\n  | a | b |\n  | --- | --- |\n'
  const QUOTE = '> | a | b |\n> | --- | --- |\n'
  it.each([
    ['Tab', `${ITEM}  | 1 | 2‸ |`, `${ITEM}  | 1 | 2 |\n  | ‸ |  |`],
    ['Enter', `${ITEM}  | 1 | 2‸ |`, `${ITEM}  | 1 | 2 |\n  | ‸ |  |`],
    ['Enter', `${ITEM}  | ‸ |  |`, `${ITEM}\n  ‸`],
    ['Tab', '- | a | b‸ |\n  | --- | --- |', '- | a | b |\n  | --- | --- |\n  | ‸ |  |'],
    ['Tab', '- | ‸a | b |\n  | --- | --- |', '- | a | ‹b› |\n  | --- | --- |'],
    ['Tab', `${QUOTE}> | ‸1 | 2 |`, `${QUOTE}> | 1 | ‹2› |`],
    ['Tab', `${QUOTE}> | 1 | 2‸ |`, `${QUOTE}> | 1 | 2 |\n> | ‸ |  |`],
    ['Enter', '> | a‸ | b |\n> | --- | --- |\n> | 1 | 2 |', `${QUOTE}> | 1‸ | 2 |`],
    ['Enter', `${QUOTE}> | 1 | 2‸ |`, `${QUOTE}> | 1 | 2 |\n> | ‸ |  |`],
    ['Enter', `${QUOTE}> | ‸ |  |`, `${QUOTE}>\n> ‸`],
    ['Tab', '> a | b‸\n> --- | ---', '> a | b\n> --- | ---\n> | ‸ |  |'],
  ])('stays in its list or quote with %s: %j', (key, before, after) => {
    expect(runOn(key === 'Tab' ? nextCell(1) : nextRow, before)).toBe(after)
  })

  it('ends where a list or a quote begins', () => {
    expect(runOn(nextRow, `${HEAD}| 1 | 2‸ |\n- x | y`)).toBe(`${HEAD}| 1 | 2 |\n| ‸ |  |\n- x | y`)
    expect(runOn(nextRow, `${HEAD}| 1 | 2‸ |\n> x | y`)).toBe(`${HEAD}| 1 | 2 |\n| ‸ |  |\n> x | y`)
    expect(isInTable(stateOf('> | a‸ | b |\n| --- | --- |'))).toBe(false)
  })

  it('is tidied, and takes its bars over, within a quote', () => {
    expect(runOn(tidyTable, '> |long|b‸|\n> |-|-|\n> |1|2|')).toBe(
      '> | long | b‸   |\n> | ---- | --- |\n> | 1    | 2   |',
    )
    expect(runOn(typeOverBar, `${QUOTE}> | ‸ |  |`)).toBe(`${QUOTE}> |‸  |  |`)
    expect(runOn(addColumn, `${QUOTE}> | ‸1 | 2 |`)).toBe('> | a |  | b |\n> | --- | --- | --- |\n> | 1 | ‸ | 2 |')
    expect(runOn(deleteColumn, '> a | ‸b\n> --- | ---')).toBe('> a ‸\n> --- ')
  })

  it('gets and loses rows and columns', () => {
    expect(runOn(addRow, '| ‸a | b |\n| --- | --- |\n| 1 | 2 |')).toBe(`${HEAD}| ‸ |  |\n| 1 | 2 |`)
    expect(runOn(addColumn, `${HEAD}| ‸1 | 2 |`)).toBe('| a |  | b |\n| --- | --- | --- |\n| 1 | ‸ | 2 |')
    expect(runOn(deleteRow, `${HEAD}| ‸1 | 2 |\n| 3 | 4 |`)).toBe('| a‸ | b |\n| --- | --- |\n| 3 | 4 |')
    expect(runOn(deleteRow, '| ‸a | b |\n| --- | --- |')).toBeNull()
    expect(runOn(deleteColumn, `${HEAD}| ‸1 | 2 |`)).toBe('| b |\n| --- |\n|‸ 2 |')
    expect(runOn(deleteColumn, 'a | ‸b\n--- | ---\n1 | 2')).toBe('a ‸\n--- \n1 ')
  })

  it('aligns a column, and no more', () => {
    expect(runOn(alignColumn('right'), `${HEAD}| 1 | ‸2 |`)).toBe('| a | b |\n| --- | --: |\n| 1 | ‸2 |')
    expect(runOn(alignColumn('right'), '| a‸ |\n| --: |')).toBe('| a‸ |\n| --- |')
  })

  it('is tidied, also where cells are missing or wide', () => {
    expect(runOn(tidyTable, '|long|b‸|\n|-|:-:|\n|1|\n|日本|three|')).toBe(
      '| long |   b‸   |\n| ---- | :---: |\n| 1    |       |\n| 日本 | three |',
    )
    const tidy = '| long |  b‸  |\n| ---- | :-: |\n| 1    |     |'
    expect(runOn(tidyTable, tidy)).toBe(tidy)
  })

  it('is none without its rule, nor in a block of code', () => {
    expect(isInTable(stateOf('| ‸a | b |\n| 1 | 2 |'))).toBe(false)
    expect(isInTable(stateOf(`a‸ | b\n---${' '.repeat(100_000)}x`))).toBe(false)
    expect(isInTable(stateOf(`a‸ | b\n${' '.repeat(100_000)}x`))).toBe(false)
    expect(isInTable(stateOf(`a‸ | b\n${'- | '.repeat(2_000)}x`))).toBe(false)
    for (const rule of ['---|---', '|:-:|-', ' - | :- |', '|-|'])
      expect(isInTable(stateOf(`a‸ | b\n${rule}`))).toBe(true)
    expect(isInTable(stateOf('```\n| ‸a |\n| --- |\n```'))).toBe(false)
    expect(runOn(nextCell(1), 'a ‸ b')).toBeNull()
    expect(runOn(nextRow, 'a | ‸ b')).toBeNull()
  })
})
