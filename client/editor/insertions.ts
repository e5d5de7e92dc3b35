import { EditorSelection, type EditorState, type StateCommand } from '@codemirror/state'
import { beginsFrontMatter } from '../../shared/document/front-matter.ts'
import { type CodeBlock, codeBlockAt } from './code-places.ts'
import { selectedLines } from './selected-lines.ts'
import { commands } from '../words/en/commands.ts'
import { wordsOf } from '../words/words.ts'

const words = wordsOf('commands', commands)

/** Text that stands on lines of its own; what is between `before` and `after` is selected, to be written over. */
interface Block {
  readonly before: string
  readonly chosen?: string
  readonly after?: string
}

export const TABLE: Block = {
  before: '| ',
  chosen: words.column,
  after: ` | ${words.column} |\n| --- | --- |\n|  |  |`,
}
export const RULE: Block = { before: '---\n\n' }
export const FORMULA: Block = { before: '$$\n', after: '\n$$' }
export const DIAGRAM: Block = { before: '```mermaid\nflowchart LR\n  ', chosen: 'A --> B', after: '\n```' }
export const ALERT: Block = { before: '> [!NOTE]\n> ' }
export const DEFINITIONS: Block = { before: '', chosen: words.term, after: `\n: ${words.meaning}` }
export const CONTENTS: Block = { before: '[toc]\n\n' }
export const DETAILS: Block = {
  before: '<details>\n<summary>',
  chosen: words.more,
  after: '</summary>\n\n\n</details>',
}

/** Inserts a block where the cursor's line is blank, or below that line, with a blank line on both sides. */
export function insertBlock({ before, chosen = '', after = '' }: Block): StateCommand {
  return ({ state, dispatch }) => {
    if (state.readOnly) return false
    const { doc, selection } = state
    const line = doc.lineAt(selection.main.to)
    const isBlank = line.text.trim() === ''
    const above = isBlank ? (line.number > 1 ? doc.line(line.number - 1).text : '') : line.text
    const below = line.number < doc.lines ? doc.line(line.number + 1).text : ''
    const lead = (isBlank ? '' : '\n') + (above.trim() === '' ? '' : '\n')
    const tail = below.trim() === '' || before.endsWith('\n\n') ? '' : '\n'
    const from = isBlank ? line.from : line.to
    const start = from + lead.length + before.length
    dispatch(
      state.update({
        changes: { from, to: line.to, insert: lead + before + chosen + after + tail },
        selection: EditorSelection.range(start, start + chosen.length),
        scrollIntoView: true,
        userEvent: 'input.format',
      }),
    )
    return true
  }
}

/** Properties at the beginning of the document, with the title to be written; where there are some, the cursor goes to them. */
export const insertProperties: StateCommand = ({ state, dispatch }) => {
  if (state.readOnly) return false
  const lead = '---\ntitle: '
  const [first = '', second = ''] = state.sliceDoc(0, 100).split('\n')
  const there = beginsFrontMatter(first, second)
  const gap = state.doc.line(1).text.trim() === '' ? '' : '\n'
  dispatch(
    state.update({
      ...(!there && { changes: { from: 0, insert: `${lead}\ntags: []\n---\n${gap}` } }),
      selection: EditorSelection.cursor(there ? state.doc.line(2).to : lead.length),
      scrollIntoView: true,
      userEvent: there ? 'select' : 'input.format',
    }),
  )
  return true
}

/** Makes the selected lines a block of code, or ordinary lines again when the cursor is in one. */
export const toggleCodeBlock: StateCommand = ({ state, dispatch }) => {
  if (state.readOnly) return false
  const block = codeBlockAt(state)
  if (block !== null) {
    dispatch(state.update({ changes: fencesOf(state, block), userEvent: 'input.format', scrollIntoView: true }))
    return true
  }
  const lines = selectedLines(state)
  const [first] = lines
  const last = lines.at(-1)
  if (first === undefined || last === undefined) return false
  const fence = fenceFor(state.sliceDoc(first.from, last.to))
  const changes = [
    { from: first.from, insert: `${fence}\n` },
    { from: last.to, insert: `\n${fence}` },
  ]
  const set = state.changes(changes)
  const { anchor, head } = state.selection.main
  const shift = fence.length + 1
  dispatch(
    state.update({
      changes: set,
      selection: EditorSelection.range(anchor + shift, head + shift),
      userEvent: 'input.format',
      scrollIntoView: true,
    }),
  )
  return true
}

export function isInCodeBlock(state: EditorState): boolean {
  return codeBlockAt(state) !== null
}

/** The fences with their lines; but a list's sign before the first one is the sign of the code then. */
function fencesOf({ doc }: EditorState, { from, code, lastLine }: CodeBlock): { from: number; to: number }[] {
  const line = doc.lineAt(from)
  const isAlone = /^[\s>]*$/.test(line.text.slice(0, from - line.from))
  const first = isAlone ? { from: line.from, to: Math.min(doc.length, line.to + 1) } : { from, to: code }
  if (lastLine === null) return [first]
  return [first, { from: Math.max(first.to, lastLine.from - 1), to: lastLine.to }]
}

/** One sign longer than any fence within. */
function fenceFor(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`{3,}/g)].map(([run]) => run.length))
  return '`'.repeat(longest + 1)
}

/** A footnote's mark behind what is selected, and its text at the end of the document, where one goes on writing. */
export const insertFootnote: StateCommand = ({ state, dispatch }) => {
  if (state.readOnly) return false
  const { doc } = state
  const numbers = [...doc.toString().matchAll(/\[\^(\d{1,6})\]/g)].map(([, number]) => Number(number))
  const label = `[^${numbers.reduce((most, number) => Math.max(most, number), 0) + 1}]`
  const last = doc.line(doc.lines)
  const at = state.selection.main.to
  const lead = last.text === '' && at !== doc.length ? '' : /^\[\^[^\]]+\]:/.test(last.text) ? '\n' : '\n\n'
  const note = `${lead}${label}: `
  const changes = [
    { from: at, insert: label },
    { from: doc.length, insert: note },
  ]
  dispatch(
    state.update({
      changes,
      selection: EditorSelection.cursor(doc.length + label.length + note.length),
      scrollIntoView: true,
      userEvent: 'input.format',
    }),
  )
  return true
}
