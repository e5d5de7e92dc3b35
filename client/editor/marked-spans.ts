import type { EditorState } from '@codemirror/state'
import type { SyntaxNodeRef, Tree } from '@lezer/common'
import { blockAt, type Place } from './stretches.ts'

/** Signs around words: `*` and `**` share theirs, so how many stand there is counted. */
export type InlineMark = '*' | '**' | '~~' | '==' | '`' | '~' | '^'

/** Text with a mark on both sides: they stand from `from` to `start`, and from `end` to `to`. */
export interface Span extends Place {
  readonly start: number
  readonly end: number
}

/** What the editor's grammar knows. */
const NODES: { readonly [mark in InlineMark]?: string } = {
  '*': 'Emphasis',
  '**': 'StrongEmphasis',
  '~~': 'Strikethrough',
  '`': 'InlineCode',
}
/**
 * The signs of the other marks, and what is passed over on the way: an escaped sign, a formula, a note's. A space is found where
 * the mark holds none.
 */
const SIGNS: { readonly [mark in InlineMark]?: RegExp } = {
  '==': /\\[^]|\$(?=\S)[^$\n]*(?<=\S)\$(?!\d)|=+/g,
  '~': /\\[^]|\$(?=\S)[^$\n]*(?<=\S)\$(?!\d)|\s+|~+/g,
  '^': /\\[^]|\$(?=\S)[^$\n]*(?<=\S)\$(?!\d)|\[\^|\s+|\^+/g,
}
/** Signs in them are no marks. */
const OPAQUE = new Set(['InlineCode', 'URL', 'Autolink', 'HTMLTag'])
/** A longer block is not searched for signs: those at the ends of a place have to do. */
const MAX_BLOCK_LENGTH = 10_000
/** What cannot begin within a mark and end outside it. */
const WHOLES = new Set([...Object.values(NODES), 'Link', 'Image'])
/** More of one sign in a row mean nothing. */
const MAX_SIGNS = 3

/** Where the mark stands within a place, around it or beside it, in order. Marks within such a span mean nothing more. */
export function spansAt(state: EditorState, tree: Tree, place: Place, mark: InlineMark): readonly Span[] {
  const signs = SIGNS[mark]
  const known =
    signs === undefined ? spansByTree(state, tree, place, mark) : pairsAround(state, tree, place, mark, signs)
  const spans = known.filter((span) =>
    // A cursor beside it is not in it.
    place.from < place.to
      ? span.from <= place.to && place.from <= span.to
      : span.start <= place.from && place.to <= span.end,
  )
  return spans.length > 0 ? spans : spansBySigns(state, place, mark)
}

function spansByTree(state: EditorState, tree: Tree, place: Place, mark: InlineMark): readonly Span[] {
  const spans: Span[] = []
  tree.iterate({
    ...place,
    enter: (node) => {
      if (node.name !== NODES[mark]) return undefined
      spans.push(spanOf(state, node))
      return false
    },
  })
  return spans
}

/** All of the place's block, each closed by the first sign that can. */
function pairsAround(
  state: EditorState,
  tree: Tree,
  { from }: Place,
  mark: InlineMark,
  signs: RegExp,
): readonly Span[] {
  const block = blockAt(tree, from)
  if (block === null || block.to - block.from > MAX_BLOCK_LENGTH) return []
  const text = proseOf(state, tree, block)
  const spans: Span[] = []
  let open: number[] = []
  for (const { 0: run, index } of text.matchAll(signs)) {
    const end = index + run.length
    if (run.trim() === '') open = []
    if (!run.startsWith(mark) || run.length > MAX_SIGNS || !holds(run.length, mark)) continue
    const start = /\S/.test(text.charAt(index - 1)) ? open.pop() : undefined
    if (start !== undefined) {
      const [inner, outer] = [block.from + start, block.from + index]
      while ((spans.at(-1)?.from ?? -1) >= inner) spans.pop()
      spans.push({ from: inner - mark.length, start: inner, end: outer, to: outer + mark.length })
    } else if (/\S/.test(text.charAt(end))) open.push(end)
  }
  return spans
}

/** As long as the block's text, without what looks like signs in code and addresses. */
function proseOf(state: EditorState, tree: Tree, block: Place): string {
  let text = ''
  let at = block.from
  tree.iterate({
    ...block,
    enter: ({ name, from, to }) => {
      if (!OPAQUE.has(name) || from < at || to > block.to) return undefined
      text += state.sliceDoc(at, from) + 'x'.repeat(to - from)
      at = to
      return false
    },
  })
  return text + state.sliceDoc(at, block.to)
}

function spanOf(state: EditorState, { from, to, node: { firstChild, lastChild } }: SyntaxNodeRef): Span {
  const start = firstChild?.to ?? from
  const end = lastChild?.from ?? to
  const code = firstChild?.name === 'CodeMark' ? state.sliceDoc(start, end) : ''
  // One space inside code belongs to its marks: it keeps signs of code apart from them.
  const isPadded = code.startsWith(' ') && code.endsWith(' ') && code.trim() !== ''
  return isPadded ? { from, start: start + 1, end: end - 1, to } : { from, start, end, to }
}

/** The place made so much larger that a mark around it, or taken from it, goes through nothing that has to stay whole. */
export function wholesAround(tree: Tree, place: Place, mark: InlineMark, spans: readonly Span[]): Place {
  let { from, to } = place
  tree.iterate({
    ...place,
    enter: (node) => {
      if (!WHOLES.has(node.name) || node.name === NODES[mark]) return
      const [cutsFrom, cutsTo] = [place.from, place.to].map((at) => node.from < at && at < node.to)
      const isInSpan = spans.some((span) => span.from <= node.from && node.to <= span.to)
      if (isInSpan ? !(cutsFrom || cutsTo) : cutsFrom === cutsTo) return
      from = Math.min(from, node.from)
      to = Math.max(to, node.to)
    },
  })
  return { from, to }
}

function spansBySigns(state: EditorState, { from, to }: Place, mark: InlineMark): readonly Span[] {
  const { length } = mark
  if (marksInside(state, from, to, mark)) return [{ from, start: from + length, end: to - length, to }]
  return marksAround(state, from, to, mark) ? [{ from: from - length, start: from, end: to, to: to + length }] : []
}

function marksAround(state: EditorState, from: number, to: number, mark: InlineMark): boolean {
  const sign = mark.charAt(0)
  return holds(Math.min(signsAt(state, from, -1, sign), signsAt(state, to, 1, sign)), mark)
}

function marksInside(state: EditorState, from: number, to: number, mark: InlineMark): boolean {
  const sign = mark.charAt(0)
  const signs = Math.min(signsAt(state, from, 1, sign), signsAt(state, to, -1, sign))
  return to - from > 2 * signs && holds(signs, mark)
}

/** How many of the mark's sign stand up to `at`, or from there on. */
function signsAt(state: EditorState, at: number, side: -1 | 1, sign: string): number {
  let count = 0
  while (count < MAX_SIGNS) {
    const place = side === -1 ? at - count - 1 : at + count
    if (place < 0 || state.sliceDoc(place, place + 1) !== sign) break
    count++
  }
  return count
}

function holds(signs: number, mark: InlineMark): boolean {
  // Three stars are both, so one of two is not emphasis; nor is one of two tildes a subscript.
  return mark === '*' || mark === '~' || mark === '^' ? signs % 2 === 1 : signs >= mark.length
}
