import {
  addCursorAbove,
  addCursorBelow,
  copyLineDown,
  deleteLine,
  moveLineDown,
  moveLineUp,
  toggleComment,
} from '@codemirror/commands'
import { gotoLine, openSearchPanel, selectNextOccurrence, selectSelectionMatches } from '@codemirror/search'
import type { EditorState, StateCommand } from '@codemirror/state'
import type { Command, EditorView } from '@codemirror/view'
import { indent, outdent } from './indentation.ts'
import { type InlineMark, isInLink, isMarked, toggleLink, toggleMark } from './inline-marks.ts'
import * as insertions from './insertions.ts'
import { hasLineMark, type LineMark, plainLine, toggleLineMark, toggleTicks } from './line-marks.ts'
import * as tables from './tables.ts'
import { ownHistory } from './undo.ts'

/** Something one can do with the text, by key, toolbar, palette or `/`. */
export interface EditorCommand {
  readonly id: string
  readonly label: string
  readonly group: 'Text' | 'Paragraph' | 'Insert' | 'Table' | 'Lines' | 'Search' | 'Edit'
  /** In CodeMirror's notation: `Mod` is Cmd on a Mac and Ctrl elsewhere. */
  readonly key?: string
  /** What it writes, for those who would rather type it. */
  readonly markdown?: string
  readonly run: Command
  /** Whether what it toggles is on. */
  readonly isOn?: (state: EditorState) => boolean
  /** Whether there is anything for it to do here; otherwise there always is. */
  readonly isHere?: (state: EditorState) => boolean
  /** Whoever may only read can do it as well. */
  readonly reads?: boolean
  /** For a line that begins with `/`: the command takes its place. */
  readonly atSlash?: StateCommand
}

export const COMMANDS: readonly EditorCommand[] = [
  inline('bold', 'Bold', '**', 'Mod-b', '**bold**'),
  inline('italic', 'Italic', '*', 'Mod-i', '*italic*'),
  inline('strikethrough', 'Strikethrough', '~~', 'Mod-Shift-x', '~~gone~~'),
  inline('code', 'Code', '`', 'Mod-e', '`code`'),
  inline('highlight', 'Highlight', '==', 'Mod-Shift-h', '==marked=='),
  inline('subscript', 'Subscript', '~', 'Mod-,', 'H~2~O'),
  inline('superscript', 'Superscript', '^', 'Mod-.', 'x^2^'),
  {
    id: 'link',
    label: 'Link',
    group: 'Text',
    key: 'Mod-k',
    markdown: '[words](https://…)',
    run: toggleLink,
    isOn: isInLink,
  },
  ...([1, 2, 3, 4, 5, 6] as const).map((level) =>
    line(`heading-${level}`, `Heading ${level}`, `Mod-Alt-${level}`, `${'#'.repeat(level)} Heading`),
  ),
  { id: 'plain', label: 'Plain paragraph', group: 'Paragraph', key: 'Mod-Alt-0', run: plainLine, atSlash: plainLine },
  line('bullets', 'Bulleted list', 'Mod-Shift-8', '- item'),
  line('numbers', 'Numbered list', 'Mod-Shift-7', '1. item'),
  line('tasks', 'Task list', 'Mod-Shift-9', '- [ ] task'),
  {
    id: 'tick',
    label: 'Tick the task',
    group: 'Paragraph',
    key: 'Mod-Alt-x',
    run: toggleTicks,
    markdown: '- [x] done',
  },
  line('quote', 'Quote', 'Mod-Shift-.', '> quoted'),
  {
    id: 'code-block',
    label: 'Code block',
    group: 'Paragraph',
    key: 'Mod-Alt-e',
    markdown: '```js\ncode\n```',
    run: insertions.toggleCodeBlock,
    isOn: insertions.isInCodeBlock,
    atSlash: insertions.toggleCodeBlock,
  },
  { id: 'indent', label: 'Indent', group: 'Lines', key: 'Mod-]', run: indent },
  { id: 'outdent', label: 'Outdent', group: 'Lines', key: 'Mod-[', run: outdent },
  block('table', 'Table', insertions.TABLE, '| A | B |\n| --- | --- |\n| 1 | 2 |'),
  block('rule', 'Rule', insertions.RULE, '---'),
  {
    id: 'footnote',
    label: 'Footnote',
    group: 'Insert',
    key: 'Mod-Alt-f',
    markdown: 'words[^1]\n\n[^1]: The note.',
    run: insertions.insertFootnote,
    atSlash: insertions.insertFootnote,
  },
  block('alert', 'Note', insertions.ALERT, '> [!NOTE]\n> Worth knowing.'),
  block('formula', 'Formula', insertions.FORMULA, '$x^2$ or $$ on lines of their own'),
  block('diagram', 'Diagram', insertions.DIAGRAM, '```mermaid'),
  block('details', 'Foldable section', insertions.DETAILS, '<details>'),
  block('contents', 'Table of contents', insertions.CONTENTS, '[toc]'),
  table('add-row', 'Add a row', tables.addRow),
  table('add-column', 'Add a column', tables.addColumn),
  table('delete-row', 'Delete the row', tables.deleteRow),
  table('delete-column', 'Delete the column', tables.deleteColumn),
  table('align-left', 'Align the column left', tables.alignColumn('left')),
  table('align-center', 'Centre the column', tables.alignColumn('center')),
  table('align-right', 'Align the column right', tables.alignColumn('right')),
  table('tidy-table', 'Tidy the table', tables.tidyTable),
  { id: 'undo', label: 'Undo', group: 'Edit', key: 'Mod-z', run: (view) => ownUndo(view, 'undo') },
  { id: 'redo', label: 'Redo', group: 'Edit', key: 'Mod-Shift-z', run: (view) => ownUndo(view, 'redo') },
  { id: 'line-up', label: 'Move the line up', group: 'Lines', key: 'Alt-ArrowUp', run: moveLineUp },
  { id: 'line-down', label: 'Move the line down', group: 'Lines', key: 'Alt-ArrowDown', run: moveLineDown },
  { id: 'copy-line', label: 'Copy the line', group: 'Lines', key: 'Shift-Alt-ArrowDown', run: copyLineDown },
  { id: 'comment', label: 'Comment', group: 'Lines', key: 'Mod-/', run: toggleComment },
  { id: 'delete-line', label: 'Delete the line', group: 'Lines', key: 'Mod-Shift-k', run: deleteLine },
  { id: 'cursor-above', label: 'Add a cursor above', group: 'Lines', key: 'Mod-Alt-ArrowUp', run: addCursorAbove },
  { id: 'cursor-below', label: 'Add a cursor below', group: 'Lines', key: 'Mod-Alt-ArrowDown', run: addCursorBelow },
  reading('next-occurrence', 'Select the next occurrence', 'Mod-d', selectNextOccurrence),
  reading('every-occurrence', 'Select every occurrence', 'Mod-Shift-l', selectSelectionMatches),
  reading('search', 'Search and replace', 'Mod-f', openSearchPanel),
  reading('go-to-line', 'Go to line', 'Mod-Alt-g', gotoLine),
]

function ownUndo(view: EditorView, direction: 'undo' | 'redo'): boolean {
  view.state.facet(ownHistory)?.[direction](view)
  return true
}

function inline(id: string, label: string, mark: InlineMark, key: string, markdown: string): EditorCommand {
  return { id, label, group: 'Text', key, markdown, run: toggleMark(mark), isOn: (state) => isMarked(state, mark) }
}

function line(mark: LineMark, label: string, key: string, markdown: string): EditorCommand {
  const run = toggleLineMark(mark)
  const isOn = (state: EditorState): boolean => hasLineMark(state, mark)
  return { id: mark, label, group: 'Paragraph', key, markdown, run, isOn, atSlash: run }
}

function block(
  id: string,
  label: string,
  text: Parameters<typeof insertions.insertBlock>[0],
  markdown: string,
): EditorCommand {
  const run = insertions.insertBlock(text)
  return { id, label, group: 'Insert', markdown, run, atSlash: run }
}

function table(id: string, label: string, run: StateCommand): EditorCommand {
  return { id, label, group: 'Table', run, isHere: tables.isInTable }
}

function reading(id: string, label: string, key: string, run: Command): EditorCommand {
  return { id, label, group: 'Search', key, run, reads: true }
}
