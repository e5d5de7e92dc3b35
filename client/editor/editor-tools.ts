import { acceptCompletion } from '@codemirror/autocomplete'
import { defaultKeymap } from '@codemirror/commands'
import { Compartment, type EditorState, type Extension, Prec, StateEffect } from '@codemirror/state'
import { EditorView, type KeyBinding, keymap } from '@codemirror/view'
import type { Format } from '../../shared/document/format.ts'
import { Later, systemClock } from '../lib/clock.ts'
import { isMarkdown } from './code-places.ts'
import { COMMANDS, type EditorCommand } from './commands.ts'
import { commentSigns } from './comment-signs.ts'
import { completions } from './completions.ts'
import { FactsWatch } from './facts-watch.ts'
import { fenceColours } from './fence-colours.ts'
import { type FileTaker, fileTaker, takePastedFiles } from './file-intake.ts'
import { FormatSlot } from './format-slot.ts'
import { type Habits, HabitSlot } from './habits.ts'
import { indent, outdent } from './indentation.ts'
import { surround } from './inline-marks.ts'
import { lineHandle } from './line-handle.ts'
import { enterInMarkup } from './list-enter.ts'
import { countedLines } from './list-numbers.ts'
import { pairs } from './pairs.ts'
import { pasteAsMarkdown } from './paste.ts'
import { placeMarks, type RemoteCursorField } from './place-marks.ts'
import { placeholderMarks } from './placeholder-marks.ts'
import { Placeholders } from './placeholders.ts'
import { searchPanel } from './search.ts'
import { severalCursors } from './several-cursors.ts'
import { nextCell, nextRow, typeOverBar } from './tables.ts'
import type { TextFacts } from './text-facts.ts'
import { twinEdits } from './twin-edits.ts'
import { ownHistory } from './undo.ts'

/** What helps with writing. Loaded after the editor: in its first moments nobody needs more than the keys that it has. */
export interface EditorTools {
  readonly commands: readonly EditorCommand[]
  /** Does what the command says and leaves the focus in the text, or where the command puts it. */
  run(id: string): void
  isOn(command: EditorCommand): boolean
  isHere(command: EditorCommand): boolean
  /** Called a moment after text or selection changed, never within the frame of a key. The returned function ends it. */
  onChange(listener: () => void): () => void
  /** Called with what the text is like: soon, and a moment after each change. The returned function ends it. */
  onFacts(listener: (facts: TextFacts) => void): () => void
  /** Rejects when the keys cannot be fetched. */
  adopt(habits: Habits): Promise<void>
  /** Changes many places at once, as one step that undo takes back. Places are in UTF-16 code units of the text as it is. */
  change(changes: readonly { readonly from: number; readonly to: number; readonly insert: string }[]): void
  /** How the text is read. Rejects when what knows the language cannot be fetched. */
  read(format: Format): Promise<void>
  /** Images and files go to `taker` from now on. */
  takeFiles(taker: FileTaker): void
  /** What stands in the text for files that are on their way. */
  readonly placeholders: Placeholders
  /** The place in the text under a point of the window, in UTF-16 code units; null beside the text. */
  placeAt(x: number, y: number): number | null
}

/** What has a meaning in text of every format; the rest is Markdown's. */
const GENERAL: readonly EditorCommand['group'][] = ['Lines', 'Search']

/** Whoever types looks at the text, and sees the key before buttons say what it is. */
const TELL_MS = 50

/** Of a longer selection nobody asks what it is; each of its lines would be looked at. */
const MAX_LOOKED_AT = 50_000

function fits(state: EditorState, { group }: EditorCommand): boolean {
  return GENERAL.includes(group) || isMarkdown(state)
}

const commandKeys: readonly KeyBinding[] = COMMANDS.flatMap((command) => {
  const { key, run } = command
  if (key === undefined) return []
  return [{ key, run: (view) => fits(view.state, command) && run(view), preventDefault: true }]
})

/** Before what the keys do elsewhere: in a table they go from cell to cell. */
const placeKeys: readonly KeyBinding[] = [
  { key: 'Tab', run: acceptCompletion },
  { key: 'Tab', run: nextCell(1), shift: nextCell(-1) },
  { key: 'Tab', run: indent, shift: outdent },
  { key: 'Enter', run: nextRow },
  { key: 'Enter', run: (view) => isMarkdown(view.state) && enterInMarkup(view) },
]

const surroundBySigns = EditorView.inputHandler.of((view, _from, _to, text) => {
  const change = surround(view.state, text)
  if (change === null) return false
  view.dispatch({ ...change, userEvent: 'input.format', scrollIntoView: true })
  return true
})

const barsOnce = EditorView.inputHandler.of((view, _from, _to, text) => text === '|' && typeOverBar(view))

/** In the place that `LazyTools` keeps for it. */
export const tools = (cursors: RemoteCursorField): Extension => [
  searchPanel,
  keymap.of(placeKeys),
  keymap.of(commandKeys),
  surroundBySigns,
  barsOnce,
  pairs,
  commentSigns,
  fenceColours,
  severalCursors,
  countedLines,
  twinEdits,
  lineHandle,
  completions,
  takePastedFiles,
  placeholderMarks,
  pasteAsMarkdown,
  placeMarks(cursors),
  // Behind all others; the first keys have a part of them already.
  Prec.low(keymap.of(defaultKeymap)),
]

export function editorTools(view: EditorView): EditorTools {
  const listeners = new Set<() => void>()
  const told = new Later(systemClock, TELL_MS, () => {
    for (const listener of listeners) listener()
  })
  const facts = new FactsWatch(() => view.state.doc)
  const habits = new HabitSlot()
  const format = new FormatSlot()
  const history = view.state.facet(ownHistory)
  if (history === null) throw new Error('an editor without a history of its own has no tools')
  const placeholders = new Placeholders(view, history)
  const intake = new Compartment()
  const watch = EditorView.updateListener.of(({ docChanged, selectionSet, transactions }) => {
    if (docChanged) facts.changed()
    for (const transaction of transactions) placeholders.follow(transaction)
    const isOther = docChanged || selectionSet || transactions.some(({ reconfigured }) => reconfigured)
    if (isOther && listeners.size > 0) told.schedule()
  })
  view.dispatch({ effects: StateEffect.appendConfig.of([watch, habits.extension, format.extension, intake.of([])]) })

  return {
    commands: COMMANDS,
    run(id) {
      const command = COMMANDS.find((each) => each.id === id)
      // Search and the like take the focus themselves.
      view.focus()
      command?.run(view)
    },
    isOn: ({ isOn }) => {
      const { from, to } = view.state.selection.main
      return to - from <= MAX_LOOKED_AT && (isOn?.(view.state) ?? false)
    },
    isHere: (command) =>
      fits(view.state, command) &&
      (command.reads === true || !view.state.readOnly) &&
      (command.isHere?.(view.state) ?? true),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onFacts: (listener) => facts.listen(listener),
    adopt: (wanted) => habits.adopt(view, wanted),
    change: (changes) => view.dispatch({ changes, userEvent: 'input' }),
    read: (wanted) => format.adopt(view, wanted),
    takeFiles: (taker) => view.dispatch({ effects: intake.reconfigure(fileTaker.of(taker)) }),
    placeholders,
    placeAt: (x, y) => (isOver(view.scrollDOM, x, y) ? view.posAtCoords({ x, y }, false) : null),
  }
}

function isOver(element: Element, x: number, y: number): boolean {
  const { left, right, top, bottom } = element.getBoundingClientRect()
  return x >= left && x < right && y >= top && y < bottom
}
