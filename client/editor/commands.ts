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
import { commands as english } from '../words/en/commands.ts'
import { files } from '../words/en/files.ts'
import { writing } from '../words/en/writing.ts'
import { wordsOf } from '../words/words.ts'
import { chooseFile, chooseFileHere, hasCamera, takesFiles } from './file-intake.ts'
import { indent, outdent } from './indentation.ts'
import { isInLink, isMarked, toggleLink, toggleMark } from './inline-marks.ts'
import * as insertions from './insertions.ts'
import { hasLineMark, type LineMark, plainLine, toggleLineMark, toggleTicks } from './line-marks.ts'
import type { InlineMark } from './marked-spans.ts'
import { selectedLines } from './selected-lines.ts'
import * as tables from './tables.ts'
import { ownHistory } from './undo.ts'

const words = wordsOf('commands', english)
const { examples } = words
const fileWords = wordsOf('files', files)
const writingWords = wordsOf('writing', writing)

/** CodeMirror moves the other lines when one of them is at the edge already, and does not know any more which cursor is the main one. */
const moveUp: StateCommand = (target) => selectedLines(target.state)[0]?.from === 0 || moveLineUp(target)
const moveDown: StateCommand = (target) =>
  selectedLines(target.state).at(-1)?.to === target.state.doc.length || moveLineDown(target)

/** Something one can do with the text, by key, toolbar, palette or `/`. */
export interface EditorCommand {
  readonly id: string
  readonly label: string
  readonly group: 'Text' | 'Paragraph' | 'Insert' | 'Table' | 'Lines' | 'Search'
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
  inline('bold', words.bold, '**', 'Mod-b', examples.bold),
  inline('italic', words.italic, '*', 'Mod-i', examples.italic),
  inline('strikethrough', words.strikethrough, '~~', 'Mod-Shift-x', examples.strikethrough),
  inline('code', words.code, '`', 'Mod-e', examples.code),
  inline('highlight', words.highlight, '==', 'Mod-Shift-h', examples.highlight),
  inline('subscript', words.subscript, '~', 'Mod-,', 'H~2~O'),
  inline('superscript', words.superscript, '^', 'Mod-.', 'x^2^'),
  {
    id: 'link',
    label: words.link,
    group: 'Text',
    key: 'Mod-k',
    markdown: examples.link,
    run: toggleLink,
    isOn: isInLink,
  },
  ...([1, 2, 3, 4, 5, 6] as const).map((level) =>
    line(`heading-${level}`, words.heading(level), `Mod-Alt-${level}`, `${'#'.repeat(level)} ${words.headingExample}`),
  ),
  { id: 'plain', label: words.plain, group: 'Paragraph', key: 'Mod-Alt-0', run: plainLine, atSlash: plainLine },
  line('bullets', words.bullets, 'Mod-Shift-8', examples.bullets),
  line('numbers', words.numbers, 'Mod-Shift-7', examples.numbers),
  line('tasks', words.tasks, 'Mod-Shift-9', examples.tasks),
  {
    id: 'tick',
    label: words.tick,
    group: 'Paragraph',
    key: 'Mod-Alt-x',
    run: toggleTicks,
    markdown: examples.tick,
  },
  line('quote', words.quote, 'Mod-Shift-.', examples.quote),
  {
    id: 'code-block',
    label: words.codeBlock,
    group: 'Paragraph',
    key: 'Mod-Alt-e',
    markdown: examples.codeBlock,
    run: insertions.toggleCodeBlock,
    isOn: insertions.isInCodeBlock,
    atSlash: insertions.toggleCodeBlock,
  },
  { id: 'indent', label: words.indent, group: 'Lines', key: 'Mod-]', run: indent },
  { id: 'outdent', label: words.outdent, group: 'Lines', key: 'Mod-[', run: outdent },
  {
    id: 'image',
    label: fileWords.image,
    group: 'Insert',
    markdown: '![…](files/…)',
    run: chooseFile('image'),
    isHere: takesFiles,
    atSlash: chooseFileHere('image'),
  },
  { id: 'photo', label: fileWords.photo, group: 'Insert', run: chooseFile('photo'), isHere: hasCamera },
  {
    id: 'file',
    label: fileWords.file,
    group: 'Insert',
    markdown: '[…](files/…)',
    run: chooseFile('file'),
    isHere: takesFiles,
    atSlash: chooseFileHere('file'),
  },
  block('table', words.table, insertions.TABLE, '| A | B |\n| --- | --- |\n| 1 | 2 |'),
  block('rule', words.rule, insertions.RULE, '---'),
  {
    id: 'footnote',
    label: words.footnote,
    group: 'Insert',
    key: 'Mod-Alt-f',
    markdown: examples.footnote,
    run: insertions.insertFootnote,
    atSlash: insertions.insertFootnote,
  },
  block('alert', words.alert, insertions.ALERT, examples.alert),
  block('formula', words.formula, insertions.FORMULA, examples.formula),
  block('diagram', words.diagram, insertions.DIAGRAM, '```mermaid'),
  block('details', words.details, insertions.DETAILS, '<details>'),
  block('contents', words.contents, insertions.CONTENTS, '[toc]'),
  block('definitions', words.definitions, insertions.DEFINITIONS, examples.definitions),
  {
    id: 'properties',
    label: words.properties,
    group: 'Insert',
    markdown: examples.properties,
    run: insertions.insertProperties,
    atSlash: insertions.insertProperties,
  },
  table('add-row', words.addRow, tables.addRow),
  table('add-column', words.addColumn, tables.addColumn),
  table('delete-row', words.deleteRow, tables.deleteRow),
  table('delete-column', words.deleteColumn, tables.deleteColumn),
  table('align-left', words.alignLeft, tables.alignColumn('left')),
  table('align-center', words.alignCenter, tables.alignColumn('center')),
  table('align-right', words.alignRight, tables.alignColumn('right')),
  table('tidy-table', words.tidyTable, tables.tidyTable),
  { id: 'undo', label: writingWords.undo, group: 'Lines', key: 'Mod-z', run: (view) => ownUndo(view, 'undo') },
  { id: 'redo', label: writingWords.redo, group: 'Lines', key: 'Mod-Shift-z', run: (view) => ownUndo(view, 'redo') },
  { id: 'line-up', label: words.lineUp, group: 'Lines', key: 'Alt-ArrowUp', run: moveUp },
  { id: 'line-down', label: words.lineDown, group: 'Lines', key: 'Alt-ArrowDown', run: moveDown },
  { id: 'copy-line', label: words.copyLine, group: 'Lines', key: 'Shift-Alt-ArrowDown', run: copyLineDown },
  { id: 'comment', label: writingWords.comment, group: 'Lines', key: 'Mod-/', run: toggleComment },
  { id: 'delete-line', label: words.deleteLine, group: 'Lines', key: 'Mod-Shift-k', run: deleteLine },
  { id: 'cursor-above', label: words.cursorAbove, group: 'Lines', key: 'Mod-Alt-ArrowUp', run: addCursorAbove },
  { id: 'cursor-below', label: words.cursorBelow, group: 'Lines', key: 'Mod-Alt-ArrowDown', run: addCursorBelow },
  reading('next-occurrence', words.nextOccurrence, 'Mod-d', selectNextOccurrence),
  reading('every-occurrence', words.everyOccurrence, 'Mod-Shift-l', selectSelectionMatches),
  reading('search', words.search, 'Mod-f', openSearchPanel),
  reading('go-to-line', words.goToLine, 'Mod-Alt-g', gotoLine),
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
