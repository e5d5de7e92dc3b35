import {
  type ChangeSpec,
  EditorSelection,
  type EditorState,
  type SelectionRange,
  type StateCommand,
} from '@codemirror/state'
import { isMarkdown } from './code-places.ts'

/** Signs around words: `*` and `**` share theirs, so how many stand there is counted. */
export type InlineMark = '*' | '**' | '~~' | '==' | '`' | '~' | '^'

/** More of one sign in a row mean nothing. */
const MAX_SIGNS = 3

/** Puts the mark around each selection or the word at the cursor, or takes it away where it stands already, within the selection or around it. */
export function toggleMark(mark: InlineMark): StateCommand {
  return ({ state, dispatch }) => {
    if (state.readOnly) return false
    const change = onePerPlace(state, (range) => wordsOf(state, range)).changeByRange((range) =>
      toggle(state, range, mark),
    )
    dispatch(state.update(change, { userEvent: 'input.format', scrollIntoView: true }))
    return true
  }
}

/** Whether the mark stands around every selection. */
export function isMarked(state: EditorState, mark: InlineMark): boolean {
  return state.selection.ranges.every((range) => {
    const { from, to } = wordsOf(state, range)
    return marksInside(state, from, to, mark) || marksAround(state, from, to, mark)
  })
}

function toggle(
  state: EditorState,
  range: SelectionRange,
  mark: InlineMark,
): { changes: ChangeSpec; range: SelectionRange } {
  const { from, to } = wordsOf(state, range)
  const { length } = mark
  if (marksInside(state, from, to, mark)) {
    const inner = EditorSelection.range(from, to - 2 * length)
    return {
      changes: [
        { from, to: from + length },
        { from: to - length, to },
      ],
      range: range.anchor <= range.head ? inner : EditorSelection.range(inner.head, inner.anchor),
    }
  }
  const isOn = marksAround(state, from, to, mark)
  const shift = isOn ? -length : length
  // What is selected beside the words, as space, stays outside.
  const place = (at: number): number => (at < from ? at : at > to ? at + 2 * shift : at + shift)
  return {
    changes: isOn
      ? [
          { from: from - length, to: from },
          { from: to, to: to + length },
        ]
      : [
          { from, insert: mark },
          { from: to, insert: mark },
        ],
    range: EditorSelection.range(place(range.anchor), place(range.head)),
  }
}

interface Place {
  readonly from: number
  readonly to: number
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

/** What the mark belongs around: no mark holds with a space inside it. */
function wordsOf(state: EditorState, range: SelectionRange): Place {
  if (range.empty) return state.wordAt(range.head) ?? range
  const text = state.sliceDoc(range.from, range.to)
  const from = range.from + (text.length - text.trimStart().length)
  return from >= range.to ? range : { from, to: range.to - (text.length - text.trimEnd().length) }
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

function holds(signs: number, { length }: InlineMark, mark: InlineMark): boolean {
  // Three stars are both, so one of two is not emphasis; nor is one of two tildes a subscript.
  return mark === '*' || mark === '~' || mark === '^' ? signs % 2 === 1 : signs >= length
}

function marksAround(state: EditorState, from: number, to: number, mark: InlineMark): boolean {
  const sign = mark.charAt(0)
  return holds(Math.min(signsAt(state, from, -1, sign), signsAt(state, to, 1, sign)), mark, mark)
}

function marksInside(state: EditorState, from: number, to: number, mark: InlineMark): boolean {
  const sign = mark.charAt(0)
  const signs = Math.min(signsAt(state, from, 1, sign), signsAt(state, to, -1, sign))
  return to - from > 2 * signs && holds(signs, mark, mark)
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
