import { type ChangeSpec, EditorSelection, type EditorState, type SelectionRange } from '@codemirror/state'
import { marginOf } from './line-margin.ts'
import { isBlock } from './paste-place.ts'
import { isInTable } from './tables.ts'

/** Whether what is pasted comes into a cell of a table. Before and behind a row, and over several, it stands for itself. */
export function isInCell(state: EditorState): boolean {
  const { from, to } = state.selection.main
  const line = state.doc.lineAt(from)
  if (to > line.to || !isInTable(state)) return false
  const margin = marginOf(line.text).length
  const before = line.text.slice(margin, Math.max(margin, from - line.from))
  const after = line.text.slice(Math.max(margin, to - line.from))
  const hasBars = line.text.startsWith('|', margin)
  return !hasBars || (before.trim() !== '' && (after.trim() !== '' || !/[^\\]\|$/.test(before)))
}

/** What a cell can hold of it: one line, in which a bar is no end. Of blocks the words alone. */
export function wordsForCell(markdown: string, plain: string): string {
  const text = markdown.split('\n').some(isBlock) ? plain : markdown
  const lines = text.trim().split(/\s*[\r\n]\s*/)
  return lines
    .join('<br>')
    .replaceAll('\t', ' ')
    .replaceAll(/\\.|\|/g, (sign) => (sign === '|' ? '\\|' : sign))
}

export function inCell({ from, to }: SelectionRange, insert: string): { changes: ChangeSpec; range: SelectionRange } {
  return { changes: { from, to, insert }, range: EditorSelection.cursor(from + insert.length) }
}
