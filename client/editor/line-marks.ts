import type { ChangeSet, ChangeSpec, EditorState, Line, StateCommand } from '@codemirror/state'
import { type Heading, headingsAt, withLevel } from './headings.ts'
import { keepNested } from './list-nesting.ts'
import { withNumbers } from './list-numbers.ts'
import { listMark, numberOf } from './lists.ts'
import { selectedLines } from './selected-lines.ts'

/** What a line can begin with. */
export type LineMark = HeadingMark | ListKind | 'quote'
type HeadingMark = `heading-${1 | 2 | 3 | 4 | 5 | 6}`
type ListKind = 'bullets' | 'numbers' | 'tasks'

const HEADING = /^#{1,6}(?:[\t ]+|$)/
const QUOTE = /^[\t ]*>[\t ]?/

/** Lets every selected line begin with the mark in place of what it begins with, or without it when all of them have it. */
export function toggleLineMark(mark: LineMark): StateCommand {
  return ({ state, dispatch }) => {
    if (state.readOnly) return false
    const isOn = hasLineMark(state, mark)
    if (isHeading(mark)) return change(state, withLevel(state, headings(state), isOn ? null : levelOf(mark)), dispatch)
    const lines = mark === 'quote' ? quotedLines(state) : filledLines(state)
    const changes = state.changes(
      lines.map((line, index) => (isOn ? without(line, mark) : withMark(line, mark, index === 0))),
    )
    return change(state, mark === 'quote' ? changes : inLists(state, changes), dispatch)
  }
}

/** Takes away what makes the selected lines headings. */
export const plainLine: StateCommand = ({ state, dispatch }) =>
  !state.readOnly && change(state, withLevel(state, headings(state), null), dispatch)

/** Whether all selected lines begin with the mark. */
export function hasLineMark(state: EditorState, mark: LineMark): boolean {
  if (isHeading(mark)) return headings(state).every(({ level }) => level === levelOf(mark))
  return filledLines(state).every(({ text }) => (mark === 'quote' ? QUOTE.test(text) : kindOf(text) === mark))
}

/** Ticks the tasks of the selected lines, or takes the ticks away when all have one. */
export const toggleTicks: StateCommand = ({ state, dispatch }) => {
  if (state.readOnly) return false
  const boxes = selectedLines(state).flatMap((line) => {
    const mark = listMark(line.text)
    return mark === null || mark.box === '' ? [] : [line.from + line.text.indexOf('[') + 1]
  })
  if (boxes.length === 0) return false
  const isOn = boxes.every((at) => state.sliceDoc(at, at + 1) !== ' ')
  return change(
    state,
    boxes.map((from) => ({ from, to: from + 1, insert: isOn ? ' ' : 'x' })),
    dispatch,
  )
}

/** What is below an item stays in it, however long its marker is now, and numbers count on. */
function inLists(state: EditorState, changes: ChangeSet): ChangeSet {
  return withNumbers(state, changes.compose(keepNested(state.doc, changes)))
}

function change(state: EditorState, changes: ChangeSpec, dispatch: Parameters<StateCommand>[0]['dispatch']): boolean {
  const set = state.changes(changes)
  // A cursor at the beginning of its line stays before the text, behind the mark.
  dispatch(
    state.update({
      changes: set,
      selection: state.selection.map(set, 1),
      userEvent: 'input.format',
      scrollIntoView: true,
    }),
  )
  return true
}

/** Between paragraphs nothing needs a mark, unless there is nothing else. */
function filledLines(state: EditorState): Line[] {
  const lines = selectedLines(state)
  const filled = lines.filter(isFilled)
  return filled.length === 0 ? lines : filled
}

/** With those between the paragraphs, which would be quotes of their own otherwise. */
function quotedLines(state: EditorState): Line[] {
  const lines = selectedLines(state)
  const first = lines.findIndex(isFilled)
  return first === -1 ? lines : lines.slice(first, lines.findLastIndex(isFilled) + 1)
}

function isFilled({ text }: Line): boolean {
  return text.trim() !== ''
}

function headings(state: EditorState): readonly Heading[] {
  return headingsAt(state, filledLines(state))
}

function levelOf(mark: HeadingMark): number {
  return Number(mark.slice(-1))
}

function isHeading(mark: LineMark): mark is HeadingMark {
  return mark.startsWith('heading-')
}

function kindOf(text: string): ListKind | null {
  const mark = listMark(text)
  if (mark === null) return null
  if (mark.box !== '') return 'tasks'
  return numberOf(mark) === null ? 'bullets' : 'numbers'
}

function without(line: Line, mark: ListKind | 'quote'): ChangeSpec {
  if (mark === 'quote') {
    const [prefix = ''] = QUOTE.exec(line.text) ?? []
    return { from: line.from, to: line.from + prefix.length }
  }
  const item = listMark(line.text)
  const from = line.from + (item?.indent.length ?? 0)
  return { from, to: Math.max(from, line.from + (item?.length ?? 0)) }
}

function withMark(line: Line, mark: ListKind | 'quote', isFirst: boolean): ChangeSpec {
  // One that is empty is between paragraphs, or the only one, in which one goes on writing.
  if (mark === 'quote') return { from: line.from, insert: isFilled(line) || isFirst ? '> ' : '>' }
  const item = listMark(line.text)
  const [heading = ''] = HEADING.exec(line.text) ?? []
  const [space = ''] = /^[\t ]*/.exec(line.text) ?? []
  const from = line.from + (item?.indent.length ?? (heading === '' ? space.length : 0))
  const to = Math.max(from, line.from + (item?.length ?? heading.length))
  const insert = mark === 'bullets' ? '- ' : mark === 'tasks' ? '- [ ] ' : '1. '
  return { from, to, insert }
}
