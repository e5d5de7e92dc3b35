/** So many letters go into one line of a table on paper, also where they are wide. */
const LINE_LETTERS = 66
/** A table of more columns is set smaller, and then so many do. */
const MANY_COLUMNS = 6
const SMALL_LINE_LETTERS = 110
/** What is around the words of a cell takes the room of so many. */
const AROUND_CELL = 2

/** What styles for paper cannot see by themselves: links that say their address, and cells with words that have to be broken. */
export function prepareForPaper(root: Element): void {
  markBareLinks(root)
  for (const table of root.querySelectorAll('table')) fitTable(table)
}

/** What is beside the paper is lost. Words that are longer than their share of a line may be broken there, and no others are. */
function fitTable(table: HTMLTableElement): void {
  const rows = [...table.rows].map(({ cells }) => [...cells])
  const columns = Math.max(1, ...rows.map((cells) => cells.reduce((sum, { colSpan }) => sum + colSpan, 0)))
  const isSmall = columns > MANY_COLUMNS
  table.classList.toggle('table-small', isSmall)
  const line = isSmall ? SMALL_LINE_LETTERS : LINE_LETTERS
  const whole = Math.max(1, Math.floor(line / columns) - AROUND_CELL)
  const longWord = new RegExp(`[\\S\\u00a0\\u202f]{${whole + 1}}`)
  for (const cell of rows.flat()) cell.classList.toggle('cell-breaks', longWord.test(cell.textContent))
}

/**
 * On paper the address of a link stands behind its words; not where they say it already, or where it is a picture's. By class, since
 * styles cannot compare.
 */
function markBareLinks(root: Element): void {
  for (const link of root.querySelectorAll('a[href^="http"]')) {
    const words = shortened(link.textContent)
    const address = link.getAttribute('href') ?? ''
    if (words === '' || words === shortened(address) || words === shortened(decoded(address)))
      link.classList.add('link-bare')
  }
}

function shortened(address: string): string {
  return address
    .trim()
    .replace(/^https?:\/\//i, '')
    .replace(/\/$/, '')
}

/** Addresses are shown with the letters that are written in them by numbers. */
function decoded(address: string): string {
  try {
    return decodeURI(address)
  } catch {
    return address
  }
}
