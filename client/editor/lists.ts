import type { ChangeSpec, Line, Text } from '@codemirror/state'

/** The beginning of a list item: what stands before the marker, the marker with a task's box, and the space behind it. */
export interface ListMark {
  readonly indent: string
  /** `-`, `*`, `+`, or a number with `.` or `)`. */
  readonly bullet: string
  /** `[ ]` or `[x]`, with the space before it; '' for no task. */
  readonly box: string
  /** All of it, up to the item's text. */
  readonly length: number
}

const ITEM = /^([\t ]*)([-*+]|\d{1,9}[.)])([\t ]+\[[ xX]\])?(?:[\t ]+|$)/

/** Null for a line that begins no list item. */
export function listMark(line: string): ListMark | null {
  const match = ITEM.exec(line)
  if (match === null) return null
  const [all, indent = '', bullet = '', box = ''] = match
  // A rule is no list.
  return /^[\t ]*([-*])([\t ]*\1){2,}[\t ]*$/.test(line) ? null : { indent, bullet, box, length: all.length }
}

export function numberOf({ bullet }: ListMark): number | null {
  return /^\d/.test(bullet) ? Number.parseInt(bullet, 10) : null
}

/** A level of the list that lines are read of. */
interface Level {
  readonly width: number
  readonly isNumbered: boolean
  next: number
}

/**
 * What makes the numbers of the list around `line` count on again. Of the lines in `moved` those that are first on their level
 * begin at 1; every other list keeps the number it begins with.
 */
export function renumbering(doc: Text, line: Line, moved: ReadonlySet<number>): ChangeSpec[] {
  let first = line
  while (first.number > 1 && belongs(doc.line(first.number - 1).text)) first = doc.line(first.number - 1)
  const changes: ChangeSpec[] = []
  const levels: Level[] = []
  for (let at = first; ; at = doc.line(at.number + 1)) {
    const mark = listMark(at.text)
    if (mark !== null) {
      const change = renumber(at, mark, levels, moved.has(at.number))
      if (change !== null) changes.push(change)
    }
    if (at.number === doc.lines || !belongs(doc.line(at.number + 1).text)) return changes
  }
}

function belongs(line: string): boolean {
  return listMark(line) !== null || /^[\t ]+\S/.test(line)
}

function renumber(line: Line, mark: ListMark, levels: Level[], isMoved: boolean): ChangeSpec | null {
  const width = widthOf(mark.indent)
  while ((levels.at(-1)?.width ?? -1) > width) levels.pop()
  const number = numberOf(mark)
  const level = levels.at(-1)
  if (level === undefined || level.width < width || level.isNumbered !== (number !== null)) {
    if (level?.width === width) levels.pop()
    const start = isMoved ? 1 : (number ?? 0)
    levels.push({ width, isNumbered: number !== null, next: start + 1 })
    return number === null || number === start ? null : replaced(line, mark, start)
  }
  const wanted = level.next++
  return number === null || number === wanted ? null : replaced(line, mark, wanted)
}

function replaced(line: Line, { indent, bullet }: ListMark, number: number): ChangeSpec {
  const from = line.from + indent.length
  return { from, to: from + bullet.length - 1, insert: String(number) }
}

function widthOf(indent: string): number {
  let width = 0
  for (const sign of indent) width += sign === '\t' ? 4 - (width % 4) : 1
  return width
}
