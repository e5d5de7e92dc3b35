import { syntaxTree } from '@codemirror/language'
import type { ChangeSpec, EditorState, Line } from '@codemirror/state'
import type { SyntaxNode } from '@lezer/common'
import { innerMarginOf, marginOf } from './line-margin.ts'

/** A line that is a heading, or may become one. */
export interface Heading {
  /** Where its signs stand, behind those of the quote or the list that it is in. */
  readonly from: number
  readonly to: number
  /** Null of none. */
  readonly level: number | null
  /** The number of the line below that makes it one. */
  readonly underline: number | null
}

/** No heading is a task: where a list item becomes one, its box goes. */
const SIGNS = /^(\[[ xX]\][\t ]+)?(?:(#{1,6})(?:[\t ]+|$))?/

/** What `lines` are; an underline stands for the lines above it. */
export function headingsAt(state: EditorState, lines: readonly Line[]): readonly Heading[] {
  const headings = new Map<number, Heading>()
  for (const line of lines) {
    // With one line of a paragraph that is underlined, all of them.
    if (headings.has(line.number)) continue
    const node = underlinedAt(state, line)
    const first = node === null ? line : state.doc.lineAt(node.from)
    const underline = node === null ? null : state.doc.lineAt(node.to).number
    for (let at = first; at.number <= line.number || at.number < (underline ?? 0); at = state.doc.line(at.number + 1)) {
      if (at.number !== underline) headings.set(at.number, headingAt(at, node, underline))
      if (at.number === state.doc.lines) break
    }
  }
  return [...headings.values()]
}

function headingAt({ text, from: start }: Line, node: SyntaxNode | null, underline: number | null): Heading {
  const margin = marginOf(text)
  const [signs, box, hashes] = SIGNS.exec(text.slice(margin.length)) ?? ['']
  const from = start + margin.length
  const isTask = box !== undefined && margin !== innerMarginOf(text)
  const to = box === undefined || isTask ? from + signs.length : from
  if (node !== null) return { from, to, level: Number(node.name.slice(-1)), underline }
  return { from, to, level: box === undefined ? (hashes?.length ?? null) : null, underline }
}

function underlinedAt(state: EditorState, { from, text }: Line): SyntaxNode | null {
  let node: SyntaxNode | null = syntaxTree(state).resolveInner(from + innerMarginOf(text).length, 1)
  while (node !== null && !node.name.startsWith('Setext')) node = node.parent
  return node
}

/** Lets all of them be headings of a level, by the signs before them alone; with null they are none. */
export function withLevel({ doc }: EditorState, headings: readonly Heading[], level: number | null): ChangeSpec[] {
  const signs = headings.map((heading) => {
    const isNone = level === null && heading.level === null
    return {
      from: heading.from,
      to: isNone ? heading.from : heading.to,
      insert: level === null ? '' : `${'#'.repeat(level)} `,
    }
  })
  const underlines = new Set(headings.flatMap(({ underline }) => underline ?? []))
  return [...signs, ...Array.from(underlines, (number) => ({ from: doc.line(number - 1).to, to: doc.line(number).to }))]
}
