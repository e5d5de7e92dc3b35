import { ensureSyntaxTree, syntaxTree } from '@codemirror/language'
import {
  type ChangeSpec,
  EditorSelection,
  type EditorState,
  type SelectionRange,
  type StateCommand,
} from '@codemirror/state'
import type { Tree } from '@lezer/common'
import { isMarkdown } from './code-places.ts'
import { type InlineMark, type Span, spansAt, wholesAround } from './marked-spans.ts'
import { type Place, stretchesOf, wordsOf } from './stretches.ts'

/** So long a key may read for how a text is built, when it concerns a part of it that was not read yet. */
const READ_MS = 200

/** Words of one block, and where the mark stands in them or around them. */
interface Stretch extends Place {
  readonly spans: readonly Span[]
}

/**
 * Puts the mark around each selection, by block, or around the word at the cursor; or takes it away from there when all of them have
 * the mark, and leaves it on what is before and behind.
 */
export function toggleMark(mark: InlineMark): StateCommand {
  return ({ state, dispatch }) => {
    if (state.readOnly) return false
    const tree = ensureSyntaxTree(state, state.selection.ranges.at(-1)?.to ?? 0, READ_MS) ?? syntaxTree(state)
    const apart = onePerPlace(state, (range) => {
      const stretches = stretchesOf(state, tree, range)
      return { from: stretches[0]?.from ?? range.from, to: stretches.at(-1)?.to ?? range.to }
    })
    const found = new Map(apart.selection.ranges.map((range) => [range, stretches(apart, tree, range, mark)]))
    const areOn = [...found.values()].flat().every(isOn(apart))
    const change = apart.changeByRange((range) => toggle(apart, tree, range, mark, found.get(range) ?? [], areOn))
    dispatch(state.update(change, { userEvent: 'input.format', scrollIntoView: true }))
    return true
  }
}

/** Whether the mark stands around every selection. */
export function isMarked(state: EditorState, mark: InlineMark): boolean {
  const tree = syntaxTree(state)
  return state.selection.ranges.every((range) => stretches(state, tree, range, mark).every(isOn(state)))
}

function toggle(
  state: EditorState,
  tree: Tree,
  range: SelectionRange,
  mark: InlineMark,
  found: readonly Stretch[],
  areOn: boolean,
): { changes: ChangeSpec; range: SelectionRange } {
  const off = found.filter((stretch) => !isOn(state)(stretch))
  const changes = state.changes(
    areOn
      ? found.flatMap((stretch) => unmarked(state, wholesAround(tree, stretch, mark, stretch.spans), stretch.spans))
      : off.flatMap((stretch) =>
          marked(state, withSpans(state, tree, wholesAround(tree, stretch, mark, []), mark), mark),
        ),
  )
  const [first] = found
  const isEmpty = range.empty && first?.from === first?.to
  if (isEmpty && off.length > 0) return { changes, range: EditorSelection.cursor(range.head + mark.length) }
  // What is selected stays between the marks; so does a cursor at the end of its word.
  const isBehind = range.empty && range.head === first?.to
  const [from, to] = [
    changes.mapPos(range.from, isBehind ? -1 : 1),
    changes.mapPos(range.to, range.empty && !isBehind ? 1 : -1),
  ]
  return {
    changes,
    range: range.anchor <= range.head ? EditorSelection.range(from, to) : EditorSelection.range(to, from),
  }
}

function stretches(state: EditorState, tree: Tree, range: SelectionRange, mark: InlineMark): readonly Stretch[] {
  return stretchesOf(state, tree, range).map((place) => withSpans(state, tree, place, mark))
}

function withSpans(state: EditorState, tree: Tree, { from, to }: Place, mark: InlineMark): Stretch {
  return { from, to, spans: spansAt(state, tree, { from, to }, mark) }
}

/** Whether all of it has the mark, but for spaces. */
function isOn(state: EditorState): (stretch: Stretch) => boolean {
  return ({ from, to, spans }) => {
    let at = from
    for (const span of spans) {
      if (state.sliceDoc(at, Math.max(at, span.from)).trim() !== '') return false
      at = Math.max(at, span.to)
    }
    return spans.length > 0 && state.sliceDoc(at, Math.max(at, to)).trim() === ''
  }
}

/** Once around all of it, with what has the mark already and reaches further. */
function marked(state: EditorState, { from, to, spans }: Stretch, mark: InlineMark): ChangeSpec[] {
  const [first] = spans
  const last = spans.at(-1)
  const opening = first !== undefined && first.from <= from ? { from: first.from, to: first.start } : { from, to: from }
  const closing = last !== undefined && last.to >= to ? { from: last.end, to: last.to } : { from: to, to }
  const inner = spans
    .flatMap((span) => [
      { from: span.from, to: span.start },
      { from: span.end, to: span.to },
    ])
    .filter((sign) => sign.from !== opening.from && sign.to !== closing.to)
  const [before, behind] = mark === '`' ? codeMarks(state, opening.to, closing.from, inner) : [mark, mark]
  return [replaced(state, opening, before), ...inner, replaced(state, closing, behind)].flat()
}

function replaced(state: EditorState, { from, to }: Place, insert: string): ChangeSpec[] {
  return state.sliceDoc(from, to) === insert ? [] : [{ from, to, insert }]
}

/** Of code that has the sign of code in it: longer than any there, and with a space between. */
function codeMarks(state: EditorState, from: number, to: number, without: readonly Place[]): [string, string] {
  let code = ''
  let at = from
  for (const sign of [...without, { from: to, to }]) {
    code += state.sliceDoc(at, sign.from)
    at = sign.to
  }
  const longest = Math.max(0, ...Array.from(code.matchAll(/`+/g), ([run]) => run.length))
  const signs = '`'.repeat(longest + 1)
  return longest === 0 ? [signs, signs] : [`${signs} `, ` ${signs}`]
}

/** Of each span what is before and behind the place keeps its marks, without a space inside them. */
function unmarked(state: EditorState, { from, to }: Place, spans: readonly Span[]): ChangeSpec[] {
  return spans.flatMap((span) => {
    const [opening, closing] = [state.sliceDoc(span.from, span.start), state.sliceDoc(span.end, span.to)]
    const before = state.sliceDoc(span.start, Math.max(span.start, Math.min(from, span.end))).trimEnd()
    const behind = state.sliceDoc(Math.min(span.end, Math.max(to, span.start)), span.end).trimStart()
    return [
      before === '' ? { from: span.from, to: span.start } : { from: span.start + before.length, insert: closing },
      behind === '' ? { from: span.end, to: span.to } : { from: span.end - behind.length, insert: opening },
    ]
  })
}

/** The same text with a selection less where two are of one place, as two cursors in a word: what is done there is done once. */
function onePerPlace(state: EditorState, placeOf: (range: SelectionRange) => Place): EditorState {
  const { ranges, mainIndex } = state.selection
  const kept: SelectionRange[] = []
  let main = 0
  let end = 0
  for (const [index, range] of ranges.entries()) {
    const { from, to } = placeOf(range)
    if (from >= end) {
      kept.push(range)
      end = to
    }
    if (index === mainIndex) main = kept.length - 1
  }
  return state.update({ selection: EditorSelection.create(kept, main) }).state
}

const LINK = /!?\[((?:[^[\]\\\n]|\\.)*)\]\((?:[^()\n]|\([^()\n]*\))*\)/g

/** An address, and nothing else. */
export const ADDRESS = /^(?:https?:\/\/|mailto:|tel:)\S+$/i

/** Makes a link of each selection or of the word at the cursor, and asks for its address by a cursor there; takes away the link that the cursor is in. */
export const toggleLink: StateCommand = ({ state, dispatch }) => {
  if (state.readOnly) return false
  const placeOf = (range: SelectionRange): Place => linkAt(state, range) ?? wordsOf(state, range)
  const change = onePerPlace(state, placeOf).changeByRange((range) => {
    const link = linkAt(state, range)
    if (link !== null) {
      const start = link.from
      const end = start + link.text.length
      return { changes: { from: link.from, to: link.to, insert: link.text }, range: EditorSelection.range(start, end) }
    }
    const { from, to } = wordsOf(state, range)
    const text = state.sliceDoc(from, to)
    const isAddress = ADDRESS.test(text)
    const insert = isAddress ? `[](${text})` : `[${text}]()`
    // What is missing is written next.
    const cursor = from + (isAddress || text === '' ? 1 : insert.length - 1)
    return { changes: { from, to, insert }, range: EditorSelection.cursor(cursor) }
  })
  dispatch(state.update(change, { userEvent: 'input.format', scrollIntoView: true }))
  return true
}

export function isInLink(state: EditorState): boolean {
  return linkAt(state, state.selection.main) !== null
}

function linkAt(state: EditorState, { from, to }: SelectionRange): (Place & { readonly text: string }) | null {
  const line = state.doc.lineAt(from)
  for (const match of line.text.matchAll(LINK)) {
    const start = line.from + match.index
    const end = start + match[0].length
    if (!match[0].startsWith('!') && start < to && from < end && to <= end && start <= from)
      return { from: start, to: end, text: match[1] ?? '' }
    if (from === to && start <= from && to <= end && !match[0].startsWith('!'))
      return { from: start, to: end, text: match[1] ?? '' }
  }
  return null
}

/** Typed over a selection, it stands on both sides of it. What brackets do is in `pairs.ts`. */
const SIGNS: readonly string[] = ['*', '_', '`', '~', '=', '"']

/** What a sign of Markdown typed over selections does; null when it takes their place, as usual. */
export function surround(state: EditorState, sign: string): ReturnType<EditorState['changeByRange']> | null {
  if (!SIGNS.includes(sign) || !isMarkdown(state)) return null
  if (state.readOnly || state.selection.ranges.some(({ empty }) => empty)) return null
  return state.changeByRange(({ from, to, anchor, head }) => ({
    changes: [
      { from, insert: sign },
      { from: to, insert: sign },
    ],
    range: EditorSelection.range(anchor + 1, head + 1),
  }))
}
