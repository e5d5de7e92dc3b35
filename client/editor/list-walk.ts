import type { Line, Text } from '@codemirror/state'
import { beginsBlock, marksOf, type PlacedMark, quoteDepth, quotesLength, widthOf } from './lists.ts'

/** An item that lines below may be in, from the column `content` on. */
export interface OpenItem {
  readonly content: number
}

/** Who looks at lists, line by line from the top. */
export interface ListVisitor<T extends OpenItem> {
  /** A line with something on it, in the innermost item `parent`. `start` is where it begins behind quotes, `column` where its text does. */
  line?(line: Line, start: number, column: number, parent: T | null): void
  /** Whether what looks like an item is one; it is when nobody knows better. */
  isItem?(line: Line, mark: PlacedMark): boolean
  /** An item that begins in `line`; `sibling` is the one before it on its level, if nothing came between. */
  item(line: Line, mark: PlacedMark, parent: T | null, sibling: T | null): T
}

/** So many lines above and below are looked at: a key has to be answered at once, however long a list is. */
const MAX_LINES = 1000

/**
 * Shows the lists that the lines from `first` to `last` are in or beside, whole. They are read as Markdown reads them, but by line: the
 * tree is not there yet for a text that is about to be. Nothing above the line `top` is shown. Returns the number of the last line that
 * was looked at.
 */
export function walkLists<T extends OpenItem>(
  doc: Text,
  first: Line,
  last: number,
  visitor: ListVisitor<T>,
  top = 1,
): number {
  const depth = quoteDepth(first.text)
  const walk = new ListWalk(visitor, depth)
  for (let line = beginning(doc, first, depth, top); ; line = doc.line(line.number + 1)) {
    const goesOn = walk.take(line) || line.number < last
    if (!goesOn || line.number === doc.lines || line.number >= last + MAX_LINES) return line.number
  }
}

/** A line before which no list is open that `line` could be in. */
function beginning(doc: Text, line: Line, depth: number, top: number): Line {
  let first = line
  while (first.number > top && line.number - first.number < MAX_LINES) {
    const above = doc.line(first.number - 1)
    if (isOutside(doc, above, depth)) break
    first = above
  }
  return first
}

function isOutside(doc: Text, line: Line, depth: number): boolean {
  const text = behindQuotes(line.text, depth)
  if (text === null) return true
  if (!/^\S/.test(text) || marksOf(text, 0).length > 0) return false
  if (line.number === 1 || beginsBlock(text)) return true
  return (behindQuotes(doc.line(line.number - 1).text, depth) ?? '').trim() === ''
}

function behindQuotes(line: string, depth: number): string | null {
  const length = quotesLength(line, depth)
  return length === null ? null : line.slice(length)
}

class ListWalk<T extends OpenItem> {
  readonly #visitor: ListVisitor<T>
  readonly #depth: number
  /** From the outermost. */
  #open: T[] = []
  #fence: { readonly sign: string; readonly content: number } | null = null
  #wasBlank = true

  constructor(visitor: ListVisitor<T>, depth: number) {
    this.#visitor = visitor
    this.#depth = depth
  }

  /** Whether a list is open behind the line. */
  take(line: Line): boolean {
    const start = quotesLength(line.text, this.#depth)
    if (start === null) this.#open = []
    else if (line.text.slice(start).trim() === '') this.#wasBlank = true
    else this.#takeFilled(line, start)
    return this.#open.length > 0
  }

  #takeFilled(line: Line, start: number): void {
    const text = line.text.slice(start)
    const [space = ''] = /^[\t ]*/.exec(text) ?? []
    const column = widthOf(space)
    if (this.#fence !== null && column < this.#fence.content) this.#fence = null
    const marks = this.#fence === null ? this.#marks(line, start) : []
    const [mark] = marks
    const ends = this.#fence === null && (this.#wasBlank || beginsBlock(text))
    const sibling = mark !== undefined || ends ? this.#close(column) : null
    this.#visitor.line?.(line, start, column, this.#innermost(column))
    if (mark === undefined) this.#takeFence(text.trimStart(), column)
    for (const each of marks)
      this.#open.push(this.#visitor.item(line, each, this.#open.at(-1) ?? null, each === mark ? sibling : null))
    this.#wasBlank = false
  }

  #marks(line: Line, start: number): PlacedMark[] {
    const marks = marksOf(line.text, start)
    const end = marks.findIndex((mark) => this.#visitor.isItem?.(line, mark) === false)
    return end === -1 ? marks : marks.slice(0, end)
  }

  /** Of the items that what begins at `column` is not in, the outermost: the others are in it. */
  #close(column: number): T | null {
    let outermost: T | null = null
    for (let item = this.#open.at(-1); item !== undefined && item.content > column; item = this.#open.at(-1))
      outermost = this.#open.pop() ?? null
    return outermost
  }

  #innermost(column: number): T | null {
    return this.#open.findLast(({ content }) => content <= column) ?? null
  }

  #takeFence(text: string, column: number): void {
    const [sign] = /^(?:`{3,}|~{3,})/.exec(text) ?? []
    if (sign === undefined) return
    if (this.#fence === null) this.#fence = { sign, content: this.#innermost(column)?.content ?? 0 }
    else if (text.trimEnd().startsWith(this.#fence.sign)) this.#fence = null
  }
}
