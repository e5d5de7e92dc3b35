import { styleOf } from './html-quiet.ts'

/** Wider tables are something else. */
const MAX_COLUMNS = 200

interface Cell {
  readonly text: string
  readonly align: string
}

const EMPTY: Cell = { text: '', align: '' }
const RULES: Readonly<Record<string, string>> = { left: ':---', center: ':---:', right: '---:' }

/** A table of HTML as Markdown. Its first row is the head, since a table of Markdown has one. `convert` reads one cell. */
export function tableOf(table: HTMLElement, convert: (cell: Element) => string): string {
  const rows = rowsOf(table, convert)
  const width = Math.max(0, ...rows.map(({ length }) => length))
  // One cell is no table: a spreadsheet copies it as one all the same.
  if (rows.length <= 1 && width <= 1) return rows[0]?.[0]?.text ?? ''
  const columns = Array.from({ length: width }, (_, at) => at)
  const lines = rows.map((cells) => `| ${columns.map((at) => cells[at]?.text ?? '').join(' | ')} |`)
  const rules = columns.map((at) => RULES[alignOf(rows.map((cells) => cells[at] ?? EMPTY))] ?? '---')
  lines.splice(1, 0, `| ${rules.join(' | ')} |`)
  const captions = Array.from(table.getElementsByTagName('caption'), (caption) => convert(caption).trim())
  return [...captions.flatMap((caption) => [caption, '']), ...lines].join('\n')
}

/** Each cell at its place, also where another one reaches over several rows or columns. */
function rowsOf(table: HTMLElement, convert: (cell: Element) => string): Cell[][] {
  const rows: Cell[][] = []
  const reaching: number[] = []
  for (const row of Array.from(table.getElementsByTagName('tr'))) {
    const cells: Cell[] = []
    const skip = (): void => {
      while ((reaching[cells.length] ?? 0) > 0) {
        reaching[cells.length] = (reaching[cells.length] ?? 0) - 1
        cells.push(EMPTY)
      }
    }
    for (const cell of Array.from(row.children)) {
      skip()
      if (cells.length >= MAX_COLUMNS) break
      const [across, down] = [spanOf(cell, 'colspan'), spanOf(cell, 'rowspan')]
      for (let at = 0; at < across; at++) reaching[cells.length + at] = down - 1
      const text = convert(cell)
        .trim()
        .replace(/ {0,2}\n+/g, '<br>')
        .replaceAll('|', '\\|')
      cells.push({ text, align: alignmentOf(cell) }, ...Array.from({ length: across - 1 }, () => EMPTY))
    }
    skip()
    rows.push(cells)
  }
  return rows
}

function spanOf(cell: Element, name: string): number {
  const span = Number(cell.getAttribute(name) ?? 1)
  return Number.isInteger(span) && span > 1 ? Math.min(span, MAX_COLUMNS) : 1
}

/** As a cell says it itself, or what is in it does. */
function alignmentOf(cell: Element): string {
  for (const element of [cell, cell.firstElementChild]) {
    const style = /text-align:\s*(\w+)/i.exec(element === null ? '' : styleOf(element))?.[1]
    const align = (style ?? element?.getAttribute('align') ?? '').toLowerCase()
    if (align in RULES) return align
  }
  return ''
}

/** The head decides; without one that says anything, the cells below it when they agree. */
function alignOf([head = EMPTY, ...cells]: readonly Cell[]): string {
  if (head.align !== '') return head.align
  const aligns = new Set(cells.filter(({ text }) => text !== '').map(({ align }) => align))
  const [only = ''] = aligns
  return aligns.size === 1 && only !== 'left' ? only : ''
}
