import { type ChangeSpec, EditorSelection, type EditorState, type Line, type StateCommand } from '@codemirror/state'
import { isLineOfCode } from './code-places.ts'
import { innerMarginOf, marginOf } from './line-margin.ts'

/** What stands between two bars. `start` and `end` are the places of the bars' inner sides; `from` and `to` those of the words. */
interface Cell {
  readonly start: number
  readonly end: number
  readonly from: number
  readonly to: number
}

export interface Row {
  readonly line: Line
  /** Where it begins, behind the signs of the quote or the list that it stands in. */
  readonly start: number
  readonly cells: readonly Cell[]
}

/** Rows from the head on; the second one says how columns are aligned. `row` and `column` are where the cursor is. */
interface Table {
  readonly rows: readonly Row[]
  readonly row: number
  readonly column: number
}

export type Alignment = 'left' | 'center' | 'right'

/** No two stretches of spaces beside each other: on a long line each would be tried with each length of the other. */
export const RULE = /^\s*(?:\|\s*)?:?-+:?(?:\s*\|\s*:?-+:?)*\s*(?:\|\s*)?$/
/** As `addRow` leaves it. */
const NEW_ROW = /^\|(?: {2}\|)+$/
/** The toolbar asks after each key: nobody waits for the top of a table that is as long as a book. */
const MAX_ROWS_ABOVE = 2_000
/** Signs that are as wide as two. */
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}]/u

/** Of the state that was asked about last, since a toolbar asks for each of its commands. */
const known = new WeakMap<EditorState, boolean>()

export function isInTable(state: EditorState): boolean {
  const answer = known.get(state) ?? topOfTable(state) !== null
  known.set(state, answer)
  return answer
}

/** To the next cell, or the one before; behind the last one a row is added. */
export function nextCell(direction: 1 | -1): StateCommand {
  return ({ state, dispatch }) => {
    const table = tableAt(state)
    if (table === null) return false
    const cells = table.rows.flatMap(({ cells }, row) => (row === 1 ? [] : cells))
    // From the rule on, the next one is the first below it.
    const here = table.row === 1 ? table.rows[0]?.cells.at(-1) : table.rows[table.row]?.cells[table.column]
    const at = cells.indexOf(here ?? NO_CELL) + direction
    const cell = cells[at]
    if (cell !== undefined) {
      dispatch(
        state.update({
          selection: EditorSelection.range(cell.from, cell.to),
          scrollIntoView: true,
          userEvent: 'select',
        }),
      )
      return true
    }
    // Before the first cell and where nothing may be added, the key is the table's all the same.
    return direction === -1 || state.readOnly || addRow({ state, dispatch })
  }
}

/** To the row below; from the last one to a new one, and from an empty last one out of the table. */
export const nextRow: StateCommand = ({ state, dispatch }) => {
  const table = tableAt(state)
  if (table === null || state.readOnly || !state.selection.main.empty) return false
  // Before a row one writes something above it.
  if (state.selection.main.head <= (table.rows[table.row]?.start ?? 0)) return false
  const next = table.rows[table.row === 0 ? 2 : table.row + 1]
  if (next !== undefined) {
    const cell = next.cells[Math.min(table.column, next.cells.length - 1)] ?? NO_CELL
    dispatch(state.update({ selection: EditorSelection.cursor(cell.to), scrollIntoView: true, userEvent: 'select' }))
    return true
  }
  const row = table.rows[table.row]
  if (row === undefined || table.row < 2 || row.cells.some(({ from, to }) => from < to))
    return addRow({ state, dispatch })
  // What follows a table without an empty line is one more row of it.
  const margin = innerMarginOf(row.line.text)
  const insert = `${margin.trimEnd()}\n${margin}`
  dispatch(
    state.update({
      changes: { from: row.line.from, to: row.line.to, insert },
      selection: EditorSelection.cursor(row.line.from + insert.length),
      scrollIntoView: true,
      userEvent: 'input.table',
    }),
  )
  return true
}

/**
 * Of a bar that is typed where one stands already: the cursor goes behind that, as with a bracket that was closed by itself; in a row that was
 * just added the first one is there already, once. False where a bar is to be written, as in the head.
 */
export const typeOverBar: StateCommand = ({ state, dispatch }) => {
  const { main, ranges } = state.selection
  const table = ranges.length > 1 || !main.empty || state.readOnly ? null : tableAt(state)
  const row = table?.rows[table.row]
  if (table === null || row === undefined || table.row < 2) return false
  const before = state.sliceDoc(row.start, main.head)
  const after = state.sliceDoc(main.head, row.line.to)
  const [bar] = /^[\t ]*\|[\t ]?/.exec(after) ?? []
  if (bar === undefined || before.endsWith('\\')) return false
  // Behind that one, as if it had been written now: the next one goes on.
  const isFirst = before === '| ' && NEW_ROW.test(before + after)
  const selection = EditorSelection.cursor(isFirst ? main.head - 1 : main.head + bar.length)
  dispatch(state.update({ selection, scrollIntoView: true, userEvent: 'select' }))
  return true
}

/** An empty row below the one that the cursor is in. */
export const addRow: StateCommand = inTable((_state, { rows, row }) => {
  const after = rows[Math.max(1, row)] ?? NO_ROW
  const width = rows[0]?.cells.length ?? 1
  const lead = `\n${innerMarginOf(after.line.text)}|`
  return {
    changes: { from: after.line.to, insert: lead + '  |'.repeat(width) },
    selection: EditorSelection.cursor(after.line.to + lead.length + 1),
  }
})

/** An empty column behind the one that the cursor is in. */
export const addColumn: StateCommand = inTable((_state, { rows, row, column }) => {
  const changes = rows.map(({ cells, line }, index) => ({
    from: cells[column]?.to ?? line.to,
    insert: index === 1 ? ' | ---' : ' | ',
  }))
  const before = changes.slice(0, row).reduce((sum, { insert }) => sum + insert.length, 0)
  return { changes, selection: EditorSelection.cursor((changes[row]?.from ?? 0) + before + 3) }
})

export const deleteRow: StateCommand = inTable((state, { rows, row }) => {
  const line = rows[row]?.line
  // Without its head it would be no table.
  if (line === undefined || row < 2) return null
  const changes = { from: line.from - 1, to: line.to }
  const above = rows[row === 2 ? 0 : row - 1]?.cells[0] ?? NO_CELL
  return { changes, selection: EditorSelection.cursor(Math.min(above.to, state.doc.length)) }
})

export const deleteColumn: StateCommand = inTable((_state, { rows, column }) => {
  if ((rows[0]?.cells.length ?? 0) < 2) return null
  const changes = rows.flatMap(({ cells, line }) => {
    const cell = cells[column]
    if (cell === undefined) return []
    // With one of its bars: the one behind it, or before it where none follows.
    return [cell.end < line.to ? { from: cell.start, to: cell.end + 1 } : { from: cell.start - 1, to: cell.end }]
  })
  return { changes }
})

/** Aligns the cursor's column, or no more when it is aligned so. */
export function alignColumn(alignment: Alignment): StateCommand {
  return inTable((state, { rows, column }) => {
    const cell = rows[1]?.cells[column]
    if (cell === undefined) return null
    const isOn = alignmentOf(state.sliceDoc(cell.from, cell.to)) === alignment
    return { changes: { from: cell.from, to: cell.to, insert: ruleOf(isOn ? null : alignment, 3) } }
  })
}

/** Lets the bars stand below each other. Only the space between them changes, so that others go on writing in their cells. */
export const tidyTable: StateCommand = inTable((state, { rows }) => {
  const words = rows.map(({ cells }) => cells.map(({ from, to }) => state.sliceDoc(from, to)))
  const columns = Math.max(...words.map(({ length }) => length))
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(3, ...words.map((row, index) => (index === 1 ? 3 : widthOf(row[column] ?? '')))),
  )
  const aligned = Array.from({ length: columns }, (_, column) => alignmentOf(words[1]?.[column] ?? ''))
  const changes: ChangeSpec[] = []
  for (const [index, { line, start, cells }] of rows.entries()) {
    let at = start
    let gap = '| '
    for (let column = 0; column < columns; column++) {
      const width = widths[column] ?? 3
      const alignment = aligned[column] ?? null
      const cell = cells[column]
      const text = index === 1 ? ruleOf(alignment, width) : (words[index]?.[column] ?? '')
      const room = width - widthOf(text)
      const before = alignment === 'right' ? room : alignment === 'center' ? Math.floor(room / 2) : 0
      gap += ' '.repeat(before)
      if (cell === undefined) gap += text
      else {
        replace(changes, state, at, cell.from, gap)
        if (index === 1) replace(changes, state, cell.from, cell.to, text)
        at = cell.to
        gap = ''
      }
      gap += `${' '.repeat(room - before)} ${column === columns - 1 ? '|' : '| '}`
    }
    replace(changes, state, at, line.to, gap)
  }
  return { changes }
})

function replace(changes: ChangeSpec[], state: EditorState, from: number, to: number, insert: string): void {
  if (state.sliceDoc(from, to) !== insert) changes.push({ from, to, insert })
}

interface TableChange {
  readonly changes: ChangeSpec
  readonly selection?: ReturnType<typeof EditorSelection.cursor>
}

function inTable(work: (state: EditorState, table: Table) => TableChange | null): StateCommand {
  return ({ state, dispatch }) => {
    const table = state.readOnly ? null : tableAt(state)
    const change = table === null ? null : work(state, table)
    if (change === null) return false
    dispatch(state.update({ ...change, scrollIntoView: true, userEvent: 'input.table' }))
    return true
  }
}

/** The head of the table that the cursor is in. What stands above a head without a blank line belongs to it no less: then it is none. */
function topOfTable(state: EditorState): Line | null {
  const { head } = state.selection.main
  let top = state.doc.lineAt(head)
  if (!top.text.includes('|') || isLineOfCode(state, head)) return null
  const limit = Math.max(1, top.number - MAX_ROWS_ABOVE)
  while (top.number > limit && isRowBelow(state.doc.line(top.number - 1), top)) top = state.doc.line(top.number - 1)
  const rule = top.number < state.doc.lines ? state.doc.line(top.number + 1).text : ''
  return quotesOf(top) === quotesOf({ text: rule }) && RULE.test(rule.slice(innerMarginOf(rule).length)) ? top : null
}

/** Whether `line` goes on with the table that the one above it is in: a list item begins a new one, and a quote another. */
function isRowBelow(above: Line, line: Line): boolean {
  return above.text.includes('|') && line.text.includes('|') && !beginsItem(line) && quotesOf(above) === quotesOf(line)
}

function beginsItem({ text }: Line): boolean {
  const margin = innerMarginOf(text)
  return marginOf(text) !== margin && !RULE.test(text.slice(margin.length))
}

function quotesOf({ text }: Pick<Line, 'text'>): number {
  return innerMarginOf(text).replace(/[^>]/g, '').length
}

export function tableAt(state: EditorState): Table | null {
  const top = topOfTable(state)
  if (top === null) return null
  const { head } = state.selection.main
  const rows: Row[] = []
  for (let line = top; ; line = state.doc.line(line.number + 1)) {
    const margin = line === top && beginsItem(top) ? marginOf(line.text) : innerMarginOf(line.text)
    rows.push({ line, start: line.from + margin.length, cells: cellsOf(line, margin.length) })
    if (line.number === state.doc.lines || !isRowBelow(line, state.doc.line(line.number + 1))) break
  }
  const row = state.doc.lineAt(head).number - top.number
  const cells = rows[row]?.cells ?? []
  const column = Math.max(
    0,
    cells.findLastIndex(({ start }) => start <= head),
  )
  return { rows, row, column }
}

/** @param margin The length of what stands before the row. */
export function cellsOf({ text, from: offset }: Pick<Line, 'text' | 'from'>, margin: number): Cell[] {
  const bars = [...text.matchAll(/\\.|\|/g)].filter(([sign]) => sign === '|').map(({ index }) => index)
  const edges = text.charAt(margin) === '|' ? bars : [margin - 1, ...bars]
  if (text.slice((edges.at(-1) ?? -1) + 1).trim() !== '') edges.push(text.length)
  return edges.slice(0, -1).map((edge, index) => {
    const start = edge + 1
    const end = edges[index + 1] ?? text.length
    const content = text.slice(start, end)
    const space = content.length - content.trimStart().length
    const from = content.trim() === '' ? start + Math.min(1, content.length) : start + space
    return { start: offset + start, end: offset + end, from: offset + from, to: offset + from + content.trim().length }
  })
}

function alignmentOf(rule: string): Alignment | null {
  const [left, right] = [rule.startsWith(':'), rule.endsWith(':')]
  return left && right ? 'center' : right ? 'right' : left ? 'left' : null
}

function ruleOf(alignment: Alignment | null, width: number): string {
  if (alignment === null) return '-'.repeat(width)
  if (alignment === 'center') return `:${'-'.repeat(width - 2)}:`
  return alignment === 'left' ? `:${'-'.repeat(width - 1)}` : `${'-'.repeat(width - 1)}:`
}

function widthOf(text: string): number {
  let width = 0
  for (const sign of text) width += WIDE.test(sign) ? 2 : 1
  return width
}

const NO_CELL: Cell = { start: 0, end: 0, from: 0, to: 0 }
const NO_ROW = { line: { to: 0, text: '' } } as const
