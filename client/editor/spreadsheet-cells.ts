/** Longer text is pasted as it is: to make a table of it would hold the page up. */
const MAX_LENGTH = 500_000

/** A cell, in quotes where there are tabs or line breaks in it, and what ends it. */
const CELL = /(?:"((?:[^"]|"")*)"|([^\t\n]*))(\t|\n|$)/y

/** How word processors begin an item in plain text, with a tab behind it. What is in no font of ours is a sign of Word's. */
const LIST_MARK = /^(?:[-*+•·–—‣⁃▪■●○◦o§\uF0A7\uF0B7\uF0D8]|\(?(?:(?:\d{1,3}\.)*\d{1,3}|[a-z]|[ivxlcdm]{1,6})[.)])$/i

/** Text that is clearly the cells of a spreadsheet as a table of HTML; null for any other. Within a table one row of them is. */
export function cellsAsHtml(text: string, isInTable: boolean): string | null {
  if (text.length > MAX_LENGTH || !text.includes('\t')) return null
  const rows = rowsOf(text.replaceAll(/\r\n?/g, '\n').replace(/\n$/, ''))
  const [{ length: width } = []] = rows
  // A first column without words is how lines are indented.
  const isTable = (rows.length > 1 || isInTable) && width > 1 && rows.every(({ length }) => length === width)
  if (!isTable || rows.every(([first = '']) => first === '' || LIST_MARK.test(first.trim()))) return null
  return `<table>${rows.map((cells) => `<tr>${cells.map(cellOf).join('')}</tr>`).join('')}</table>`
}

function rowsOf(text: string): string[][] {
  const rows: string[][] = [[]]
  CELL.lastIndex = 0
  for (let end = '\t'; end !== '';) {
    const [, quoted, plain = '', sign = ''] = CELL.exec(text) ?? []
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain)
    if (sign === '\n') rows.push([])
    end = sign
  }
  return rows
}

function cellOf(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return `<td>${escaped.replaceAll('\n', '<br>')}</td>`
}
