import type { ChangeSet, ChangeSpec, EditorState, Line, StateCommand } from '@codemirror/state'
import { keepNested } from './list-nesting.ts'
import { withNumbers } from './list-numbers.ts'
import { listMark, numberOf } from './lists.ts'
import { selectedLines } from './selected-lines.ts'

/** What a line can begin with. */
export type LineMark =
  | 'heading-1'
  | 'heading-2'
  | 'heading-3'
  | 'heading-4'
  | 'heading-5'
  | 'heading-6'
  | ListKind
  | 'quote'
type ListKind = 'bullets' | 'numbers' | 'tasks'

const HEADING = /^(#{1,6})(?:[\t ]+|$)/
const QUOTE = /^[\t ]*>[\t ]?/

/** Lets every selected line begin with the mark in place of what it begins with, or without it when all of them have it. */
export function toggleLineMark(mark: LineMark): StateCommand {
  return ({ state, dispatch }) => {
    if (state.readOnly) return false
    const lines = markedLines(state)
    const isOn = lines.every((line) => hasMark(line.text, mark))
    const changes = state.changes(lines.map((line) => (isOn ? without(line, mark) : withMark(line, mark))))
    return change(state, isList(mark) ? inLists(state, changes) : changes, dispatch)
  }
}

/** Takes away what makes the selected lines headings. */
export const plainLine: StateCommand = ({ state, dispatch }) => {
  if (state.readOnly) return false
  const changes = markedLines(state).flatMap((line) => {
    const [prefix] = HEADING.exec(line.text) ?? []
    return prefix === undefined ? [] : [{ from: line.from, to: line.from + prefix.length }]
  })
  return change(state, changes, dispatch)
}

/** Whether all selected lines begin with the mark. */
export function hasLineMark(state: EditorState, mark: LineMark): boolean {
  return markedLines(state).every((line) => hasMark(line.text, mark))
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
function markedLines(state: EditorState): Line[] {
  const lines = selectedLines(state)
  const filled = lines.filter(({ text }) => text.trim() !== '')
  return filled.length === 0 ? lines : filled
}

function levelOf(mark: LineMark): number | null {
  return mark.startsWith('heading-') ? Number(mark.slice(-1)) : null
}

function isList(mark: LineMark): mark is ListKind {
  return levelOf(mark) === null && mark !== 'quote'
}

function hasMark(text: string, mark: LineMark): boolean {
  const level = levelOf(mark)
  if (level !== null) return HEADING.exec(text)?.[1]?.length === level
  return mark === 'quote' ? QUOTE.test(text) : kindOf(text) === mark
}

function kindOf(text: string): ListKind | null {
  const mark = listMark(text)
  if (mark === null) return null
  if (mark.box !== '') return 'tasks'
  return numberOf(mark) === null ? 'bullets' : 'numbers'
}

function without(line: Line, mark: LineMark): ChangeSpec {
  if (levelOf(mark) !== null || mark === 'quote') {
    const [prefix = ''] = (mark === 'quote' ? QUOTE : HEADING).exec(line.text) ?? []
    return { from: line.from, to: line.from + prefix.length }
  }
  const item = listMark(line.text)
  const from = line.from + (item?.indent.length ?? 0)
  return { from, to: Math.max(from, line.from + (item?.length ?? 0)) }
}

function withMark(line: Line, mark: LineMark): ChangeSpec {
  const level = levelOf(mark)
  if (level !== null) {
    const [prefix = ''] = HEADING.exec(line.text) ?? []
    return { from: line.from, to: line.from + prefix.length, insert: `${'#'.repeat(level)} ` }
  }
  if (mark === 'quote') return { from: line.from, insert: '> ' }
  const item = listMark(line.text)
  const [heading = ''] = HEADING.exec(line.text) ?? []
  const [space = ''] = /^[\t ]*/.exec(line.text) ?? []
  const from = line.from + (item?.indent.length ?? (heading === '' ? space.length : 0))
  const to = Math.max(from, line.from + (item?.length ?? heading.length))
  const insert = mark === 'bullets' ? '- ' : mark === 'tasks' ? '- [ ] ' : '1. '
  return { from, to, insert }
}
