import { EditorSelection, type EditorState, type TransactionSpec } from '@codemirror/state'
import { innerMarginOf } from './line-margin.ts'
import { cellsOf, RULE, type Row, tableAt } from './tables.ts'

/** The cells of a text that is one table and nothing else, row by row; null for any other. */
export function cellsOfTable(markdown: string): string[][] | null {
  const lines = markdown.trim().split('\n')
  if (!RULE.test(lines[1] ?? '') || !lines.every((line) => line.startsWith('|'))) return null
  return lines
    .filter((_line, index) => index !== 1)
    .map((text) => cellsOf({ text, from: 0 }, 0).map(({ from, to }) => text.slice(from, to)))
}

/**
 * Fills the cells of the table that the cursor is in with others, from its own on to the end and down, with rows and columns added where
 * there are none. Nothing else changes, so that others go on writing in their cells.
 */
export function filled(state: EditorState, given: readonly (readonly string[])[]): TransactionSpec {
  const table = tableAt(state)
  if (table === null) return {}
  const { rows } = table
  const { from } = state.selection.main
  const column = Math.max(0, rows[table.row]?.cells.findLastIndex(({ start }) => start <= from) ?? 0)
  // What is pasted onto the rule begins below it.
  const first = table.row === 0 ? 0 : Math.max(1, table.row - 1)
  const [head = NO_ROW] = rows
  const width = Math.max(head.cells.length, column + (given[0]?.length ?? 0))
  const changes: { from: number; to: number; insert: string }[] = []
  let moved = 0
  let caret = from
  const write = (from: number, to: number, insert: string): number => {
    changes.push({ from, to, insert })
    moved += insert.length - (to - from)
    return to + moved
  }
  for (const [index, row] of rows.entries()) {
    const texts = index === 1 ? [] : (given[(index === 0 ? 0 : index - 1) - first] ?? [])
    if (texts.length === 0 && width === head.cells.length) continue
    for (let at = 0; at < width; at++) {
      const text = texts[at - column]
      const cell = row.cells[at]
      const behind = row.cells.at(-1)?.to ?? row.line.to
      let end = caret
      if (cell === undefined) {
        const words = index === 1 ? '---' : (text ?? '')
        // Where no bar closes the row, an empty last cell would be none.
        const isLost = words === '' && at === width - 1 && row.cells.at(-1)?.end === row.line.to
        end = write(behind, behind, ` | ${words}${isLost ? ' |' : ''}`)
      } else if (text !== undefined) end = write(cell.from, cell.to, text)
      if (text !== undefined) caret = end
    }
  }
  const { line } = rows.at(-1) ?? NO_ROW
  const margin = innerMarginOf(line.text)
  for (const texts of given.slice(rows.length - 1 - first)) {
    const before = Array.from({ length: column }, () => '')
    const after = Array.from({ length: width - column - texts.length }, () => '')
    caret = write(line.to, line.to, `\n${margin}| ${[...before, ...texts].join(' | ')}`)
    write(line.to, line.to, `${after.map(() => ' | ').join('')} |`)
  }
  return { changes, selection: EditorSelection.cursor(caret) }
}

const NO_ROW: Pick<Row, 'cells'> & { readonly line: Pick<Row['line'], 'to' | 'text'> } = {
  cells: [],
  line: { to: 0, text: '' },
}
