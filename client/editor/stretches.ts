import type { EditorState, SelectionRange } from '@codemirror/state'
import type { SyntaxNode, SyntaxNodeRef, Tree } from '@lezer/common'
import { innerMarginOf } from './line-margin.ts'

/** In UTF-16 code units. */
export interface Place {
  readonly from: number
  readonly to: number
}

/** What holds words that marks can stand around. */
const BLOCKS = /^(?:Paragraph|Task|TableCell|(?:ATX|Setext)Heading\d)$/
const SIGNS = new Set(['HeaderMark', 'TaskMarker'])

/** The words of a selection, or the one at a cursor: no mark holds with a space inside it. */
export function wordsOf(state: EditorState, range: SelectionRange): Place {
  if (range.empty) return state.wordAt(range.head) ?? range
  const words = trimmed(range.from, state.sliceDoc(range.from, range.to))
  return words.from < words.to ? words : range
}

/**
 * The same by block: no mark holds from one paragraph, list item or cell into the next. What is no such block, as code, is left out
 * unless there is nothing else.
 */
export function stretchesOf(state: EditorState, tree: Tree, range: SelectionRange): readonly Place[] {
  const words = wordsOf(state, range)
  if (range.empty) return [words]
  const stretches: Place[] = []
  tree.iterate({
    ...words,
    enter: (node) => {
      if (!BLOCKS.test(node.name)) return undefined
      const text = textOf(node)
      const stretch = withoutSigns(state, Math.max(text.from, words.from), Math.min(text.to, words.to))
      if (stretch.from < stretch.to) stretches.push(stretch)
      return false
    },
  })
  return stretches.length === 0 ? [words] : stretches
}

/** Of a block, without the sign that it begins or ends with. */
function textOf({ from, to, node: { firstChild, lastChild } }: SyntaxNodeRef): Place {
  const [before, behind] = [firstChild, lastChild].map((child) =>
    child !== null && SIGNS.has(child.name) ? child : null,
  )
  return {
    from: before?.from === from ? before.to : from,
    to: behind !== null && behind !== undefined && behind.from > from ? behind.from : to,
  }
}

/** The block whose words stand at `at`; null in code and between the blocks. */
export function blockAt(tree: Tree, at: number): Place | null {
  for (let node: SyntaxNode | null = tree.resolveInner(at, 1); node !== null; node = node.parent)
    if (BLOCKS.test(node.name)) return textOf(node)
  return null
}

/** Lines of a paragraph in a quote begin with the quote's signs. */
function withoutSigns(state: EditorState, from: number, to: number): Place {
  const line = state.doc.lineAt(from)
  const start = Math.min(Math.max(from, line.from + innerMarginOf(line.text).length), Math.max(from, to))
  return trimmed(
    start,
    state.sliceDoc(start, to).replace(/\n[\t >]+/g, (signs) => ' '.repeat(signs.length)),
  )
}

function trimmed(from: number, text: string): Place {
  const start = from + (text.length - text.trimStart().length)
  return { from: start, to: Math.max(start, from + text.trimEnd().length) }
}
