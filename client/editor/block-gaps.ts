import type { Text } from '@codemirror/state'
import { beginsBlock, marksOf } from './lists.ts'

/** Lines that are taken out of a text, by their numbers. */
export interface LineSpan {
  readonly first: number
  readonly last: number
}

/** How lines stand in their text. */
export interface Standing {
  /** Within a paragraph, or the like: lines, and no block. */
  readonly isPart: boolean
  /** Nothing but empty lines is beside them. */
  readonly isApart: boolean
}

export function standingOf(doc: Text, { first, last }: LineSpan): Standing {
  const above = textOf(doc, first - 1)
  const below = textOf(doc, last + 1)
  const [top, bottom] = [doc.line(first).text, doc.line(last).text]
  const isEmpty = isBlank(top) && isBlank(bottom)
  return {
    isPart: isEmpty || (isPlain(above) && isPlain(top)) || (isPlain(bottom) && isPlain(below)),
    isApart: !isEmpty && isBlank(above) && isBlank(below),
  }
}

/** The lines, and the empty ones on one side that go with them: the others go on parting what is left. */
export function withGap(doc: Text, { first, last }: LineSpan): LineSpan {
  let end = last
  while (end < doc.lines && isBlank(textOf(doc, end + 1))) end++
  if (last < doc.lines) return { first, last: end }
  let start = first
  while (start > 1 && isBlank(textOf(doc, start - 1))) start--
  return { first: start, last }
}

/** Whether an empty line has to come between what is moved and the line `beside` that it comes above or below. */
export function needsGap(
  doc: Text,
  moved: LineSpan,
  beside: number,
  side: 'above' | 'below',
  isApart: boolean,
): boolean {
  const neighbour = textOf(doc, beside)
  if (neighbour === null || isBlank(neighbour)) return false
  const [upper, lower] =
    side === 'below' ? [neighbour, doc.line(moved.first).text] : [doc.line(moved.last).text, neighbour]
  if (!isItem(lower) || !(isItem(upper) || isIndented(upper))) return isApart || runsOn(upper, lower)
  // A list is as tight, or as loose, as it is on the neighbour's other side.
  const beyond = textOf(doc, side === 'below' ? beside - 1 : beside + 1)
  return isApart && beyond !== null && isBlank(beyond)
}

/** Whether without an empty line between them two lines would be one block. */
export function runsOn(upper: string | null, lower: string | null): boolean {
  return isPlain(upper) ? isPlain(lower) || isItem(lower) : isItem(upper) && isPlain(lower)
}

/** Null above the first line, and below the last. */
export function textOf(doc: Text, line: number): string | null {
  return line >= 1 && line <= doc.lines ? doc.line(line).text : null
}

function isBlank(text: string | null): boolean {
  return text === null || text.trim() === ''
}

function isItem(text: string | null): boolean {
  return text !== null && marksOf(text, 0).length > 0
}

function isIndented(text: string): boolean {
  return /^[\t ]/.test(text)
}

function isPlain(text: string | null): boolean {
  return text !== null && !isBlank(text) && !isItem(text) && !beginsBlock(text)
}
