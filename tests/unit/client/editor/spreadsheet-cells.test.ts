import { expect, it } from 'vitest'
import { htmlToMarkdown } from '../../../../client/editor/html-to-markdown.ts'
import { cellsAsHtml } from '../../../../client/editor/spreadsheet-cells.ts'

it.each([
  ['a\tb\r\n1\t2\r\n', '| a | b |\n| --- | --- |\n| 1 | 2 |'],
  ['a\tb\n\t2', '| a | b |\n| --- | --- |\n|  | 2 |'],
  ['a\t"x\ny ""z"""\n1\t"2', '| a | x<br>y "z" |\n| --- | --- |\n| 1 | "2 |'],
  ['a|b\t<b>\n*c*\t&amp;', '| a\\|b | \\<b> |\n| --- | --- |\n| \\*c\\* | &amp; |'],
])('cells of a spreadsheet become a table: %j', (text, table) => {
  expect(htmlToMarkdown(cellsAsHtml(text, false) ?? '')).toBe(table)
})

it.each(['a\tb', 'a\nb', 'a\tb\nc', 'a\tb\nc\td\te', '\tif a\n\tb', 'a', '', `a\tb\n${'1\t2\n'.repeat(200_000)}`])(
  'any other text stays as it is',
  (text) => {
    expect(cellsAsHtml(text, false)).toBe(null)
  },
)

it.each([
  '-\tone\n-\ttwo',
  '•\tone\no\tinner\n•\ttwo',
  '\uF0B7\tone\n\uF0B7\ttwo',
  '1.\tone\n2.\ttwo',
  '1.\tone\n1.1.\tinner',
  'a)\tone\nb)\ttwo',
  'iii.\tone\nviii.\ttwo',
  '(1)\tone\n(2)\ttwo',
])('the items of a list are no cells: %j', (text) => {
  expect(cellsAsHtml(text, false)).toBe(null)
})

it.each(['No.\tName\n1.\tAda', '1\ta\n2\tb', '-1\ta\n-2\tb'])('cells that look like it are: %j', (text) => {
  expect(cellsAsHtml(text, false)).not.toBe(null)
})

it('quotes that nothing closes are read soon', () => {
  const started = performance.now()
  for (const cell of ['"\t', '"""\t', '"a""\t', '"a\t', '""\t"']) cellsAsHtml(`${cell.repeat(80_000)}\na`, false)
  expect(performance.now() - started).toBeLessThan(5_000)
})

it('one row of them is enough where they come into a table', () => {
  expect(htmlToMarkdown(cellsAsHtml('a\tb', true) ?? '')).toBe('| a | b |\n| --- | --- |')
  expect(cellsAsHtml('a', true)).toBe(null)
})
