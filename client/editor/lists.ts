/** The beginning of a list item: what stands before the marker, the marker with a task's box, and the space behind it. */
export interface ListMark {
  /** Space, and before it the signs of the quotes that the item is in. */
  readonly indent: string
  /** `-`, `*`, `+`, or a number with `.` or `)`. */
  readonly bullet: string
  /** `[ ]` or `[x]`, with the space before it; '' for no task. */
  readonly box: string
  /** All of it, up to the item's text. */
  readonly length: number
}

/** Where it stands in its line: an offset there, and columns behind the signs of quotes. */
export interface PlacedMark extends ListMark {
  readonly offset: number
  readonly column: number
  /** From here on what stands below it is in it. */
  readonly content: number
}

const QUOTE = /^[\t ]{0,3}>[\t ]?/
const QUOTES = /^(?:[\t ]{0,3}>[\t ]?)*/
const ITEM = /^([\t ]*)([-*+]|\d{1,9}[.)])([\t ]+\[[ xX]\])?(?:[\t ]+|$)/
const RULE = /^[\t ]*([-*_])(?:[\t ]*\1){2,}[\t ]*$/
/** What ends a paragraph that it follows; and a list, unless it is indented as far as what is in an item. */
const BLOCK = /^[\t ]*(?:#{1,6}(?:[\t ]|$)|`{3}|~{3}|<)/
/** Of more space behind a marker all but one sign is the text's: it is code. */
const MAX_SPACE = 4
/** Nobody begins more items in a line; each costs a look at the rest of it. */
const MAX_MARKS = 30

/** Null for a line that begins no list item. */
export function listMark(line: string): ListMark | null {
  const [quotes] = QUOTES.exec(line) ?? ['']
  const rest = line.slice(quotes.length)
  const match = isRule(rest) ? null : ITEM.exec(rest)
  if (match === null) return null
  const [all, indent = '', bullet = '', box = ''] = match
  return { indent: quotes + indent, bullet, box, length: quotes.length + all.length }
}

export function numberOf({ bullet }: ListMark): number | null {
  return /^\d/.test(bullet) ? Number.parseInt(bullet, 10) : null
}

/** The items that a line begins, from the outermost: in `- 1. a` two of them. Its text begins behind `start`, in no more quotes. */
export function marksOf(line: string, start: number): PlacedMark[] {
  const marks: PlacedMark[] = []
  for (let at = start, column = 0; ;) {
    const rest = line.slice(at)
    const match = isRule(rest) ? null : ITEM.exec(rest)
    if (match === null) return marks
    const [all, indent = '', bullet = '', box = ''] = match
    const offset = at + indent.length
    const markColumn = widthOf(indent, column)
    const end = widthOf(all.slice(indent.length + bullet.length + box.length), markColumn + bullet.length)
    const isCode = box === '' && end - markColumn - bullet.length > MAX_SPACE
    const isEmpty = at + all.length === line.length
    const content = box !== '' || isCode || isEmpty ? markColumn + bullet.length + 1 : end
    marks.push({ indent, bullet, box, length: all.length, offset, column: markColumn, content })
    if (box !== '' || isCode || isEmpty || marks.length === MAX_MARKS) return marks
    at += all.length
    column = content
  }
}

function isRule(line: string): boolean {
  return RULE.test(line)
}

export function beginsBlock(line: string): boolean {
  return BLOCK.test(line) || isRule(line)
}

/** In how many quotes a line is. */
export function quoteDepth(line: string): number {
  const [quotes = ''] = QUOTES.exec(line) ?? []
  return quotes.split('>').length - 1
}

/** How much of a line the signs of `depth` quotes are; null for one that is in fewer. */
export function quotesLength(line: string, depth: number): number | null {
  let length = 0
  for (let count = 0; count < depth; count++) {
    const [sign] = QUOTE.exec(line.slice(length)) ?? []
    if (sign === undefined) return null
    length += sign.length
  }
  return length
}

/** The column behind `space` that begins at `column`. */
export function widthOf(space: string, column = 0): number {
  let width = column
  for (const sign of space) width += sign === '\t' ? 4 - (width % 4) : 1
  return width
}
