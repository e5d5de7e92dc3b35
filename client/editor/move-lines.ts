import { syntaxTree } from '@codemirror/language'
import { EditorSelection, type EditorState, type Text, type TransactionSpec } from '@codemirror/state'
import { type LineSpan, needsGap, runsOn, standingOf, textOf, withGap } from './block-gaps.ts'
import { isMarkdown } from './code-places.ts'

/** From the beginning of a line to the end of one. */
export interface Lines {
  readonly from: number
  readonly to: number
}

/** Between two lines: before the one at `line`, or behind it. */
export interface Gap {
  /** A place in that line. */
  readonly line: number
  readonly isBehind: boolean
}

const BLOCKS = new Set([
  'Paragraph',
  'SetextHeading1',
  'SetextHeading2',
  'ListItem',
  'Blockquote',
  'Table',
  'FencedCode',
  'CodeBlock',
  'HTMLBlock',
  'CommentBlock',
])

/**
 * What moves with the line at `at`: all that are selected if it is one of several; of a block that begins there the whole, as a list
 * item with what is below it; else the line alone.
 */
export function linesAt(state: EditorState, at: number): Lines {
  const { doc, selection } = state
  const line = doc.lineAt(at)
  const { from, to } = selection.main
  const last = doc.lineAt(to)
  // A selection that ends before a line's first sign is not in it.
  const end = last.from === to && to > from ? doc.line(last.number - 1) : last
  const start = doc.lineAt(from)
  if (start.number < end.number && start.number <= line.number && line.number <= end.number)
    return { from: start.from, to: end.to }
  return { from: line.from, to: isMarkdown(state) ? endOfBlock(state, line.from, line.to) : line.to }
}

function endOfBlock(state: EditorState, from: number, to: number): number {
  const { doc } = state
  const indent = state.sliceDoc(from, to).search(/\S/)
  if (indent === -1) return to
  let end = to
  for (let node = syntaxTree(state).resolveInner(from + indent, 1); node.parent !== null; node = node.parent) {
    if (node.from < from) break
    if (BLOCKS.has(node.name)) end = Math.max(end, lastLineOf(doc, node.to))
  }
  return end
}

/** A block may end with its last line's break. */
function lastLineOf(doc: Text, end: number): number {
  const line = doc.lineAt(end)
  return line.from === end && line.number > 1 ? doc.line(line.number - 1).to : line.to
}

/**
 * Moves lines into a gap, as one step. Null where they are already. Blocks of Markdown are parted by empty lines where they go, and
 * leave none behind; items of a list stay together.
 */
export function moveLines(state: EditorState, { from, to }: Lines, { line, isBehind }: Gap): TransactionSpec | null {
  const { doc } = state
  const lines = { first: doc.lineAt(from).number, last: doc.lineAt(to).number }
  const { isPart, isApart } = isMarkdown(state) ? standingOf(doc, lines) : { isPart: true, isApart: false }
  const taken = isApart ? withGap(doc, lines) : lines
  const target = doc.lineAt(line).number + (isBehind ? 1 : 0)
  if (target >= taken.first && target <= taken.last + 1) return null
  const parts = (beside: number, side: 'above' | 'below'): string =>
    !isPart && needsGap(doc, lines, beside, side, isApart) ? '\n' : ''
  const first = doc.line(lines.first)
  const text = doc.sliceString(first.from, doc.line(lines.last).to)
  const isEnd = target > doc.lines
  const lead = (isEnd ? '\n' : '') + parts(target - 1, 'below')
  const insert = lead + text + (isEnd ? '' : `${parts(target, 'above')}\n`)
  const at = isEnd ? doc.length : doc.line(target).from
  const changes = state.changes([{ from: at, insert }, taking(doc, taken, !isPart)])
  const start = changes.mapPos(at, -1) + lead.length
  const { anchor, head } = state.selection.main
  const place = (position: number): number => start + Math.min(text.length, Math.max(0, position - first.from))
  const isInside = [anchor, head].every((each) => each >= first.from && each <= first.from + text.length)
  return {
    changes,
    selection: isInside ? EditorSelection.range(place(anchor), place(head)) : EditorSelection.cursor(start),
    scrollIntoView: true,
    userEvent: 'move.line',
  }
}

/** The lines with a break; of blocks around them, which would be one, an empty line is left. */
function taking(doc: Text, { first, last }: LineSpan, isBlock: boolean): { from: number; to: number; insert?: string } {
  const { from } = doc.line(first)
  const { to } = doc.line(last)
  if (last === doc.lines) return { from: from - 1, to }
  return isBlock && runsOn(textOf(doc, first - 1), textOf(doc, last + 1)) ? { from, to } : { from, to: to + 1 }
}
