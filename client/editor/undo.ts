import {
  Annotation,
  EditorSelection,
  type EditorState,
  type Extension,
  Facet,
  Prec,
  Transaction,
} from '@codemirror/state'
import { EditorView } from 'codemirror'
import * as Y from 'yjs'
import { fromText, type StateHolder } from './collab.ts'
import { absoluteSelection, type RelativeSelection, relativeSelection } from './relative-selection.ts'

export interface UndoState {
  readonly canUndo: boolean
  readonly canRedo: boolean
}

/** Typing that pauses longer than this starts a new step. */
const STEP_PAUSE_MS = 500
/** A stack item is undone and redone in one Y transaction, so it may hold no more text than one update can carry. */
const MAX_ITEM_UNITS = 64 * 1024

/** On edits that are one step, however many transactions they came in: the same object on each. */
export const together = Annotation.define<object>()

const STEP = 'step'
const SELECTIONS = 'selections'

/** The latest local edit: what an edit must follow closely, in time and place, to be undone together with it. */
export interface LastEdit {
  readonly at: number
  readonly kind: 'type' | 'backward' | 'forward'
  /** One for each cursor, in order. */
  readonly positions: readonly number[]
}

/**
 * Undo and redo of this editor's own edits, whatever others typed meanwhile. One press takes back one step; a step that was
 * written in several Y transactions is several items of Yjs's undo stack, and they go together.
 */
export class UndoHistory {
  readonly text: Y.Text
  private readonly onChange: (state: UndoState) => void
  readonly manager: Y.UndoManager
  private state: UndoState = { canUndo: false, canRedo: false }
  private last: LastEdit | null = null
  private together = {}
  private step = 0
  /** The main one first. */
  private selections: readonly RelativeSelection[] = []
  private itemUnits = 0

  /** @param origin of the Y transactions that carry this editor's edits */
  constructor(text: Y.Text, origin: object, onChange: (state: UndoState) => void) {
    this.text = text
    this.onChange = onChange
    this.manager = new Y.UndoManager(text, {
      trackedOrigins: new Set([origin]),
      // Steps are bounded here (`follow`), where there is more to know than the time.
      captureTimeout: Infinity,
      captureTransaction: (transaction) => {
        if (transaction.origin === origin) this.fit(transaction)
        return true
      },
    })
    this.manager.on('stack-item-added', ({ stackItem }) => {
      const undone = this.manager.currStackItem
      stackItem.meta.set(STEP, undone === null ? this.step : undone.meta.get(STEP))
      stackItem.meta.set(SELECTIONS, this.selections)
      this.report()
    })
    this.manager.on('stack-item-popped', () => this.report())
    // What was true of an editor before this one is not any more.
    onChange(this.state)
  }

  isOrigin(origin: unknown): boolean {
    return origin === this.manager
  }

  /** To be called with every transaction of the editor, a local one before it is written to the Y.Text. */
  follow(transaction: Transaction): void {
    if (!transaction.docChanged) {
      if (transaction.selection !== undefined) this.last = null
      return
    }
    if (transaction.annotation(fromText) !== undefined) {
      const { last } = this
      if (last) this.last = { ...last, positions: last.positions.map((at) => transaction.changes.mapPos(at, -1)) }
      return
    }
    const edit = editOf(transaction)
    const before = this.together
    this.together = transaction.annotation(together) ?? {}
    if (before !== this.together && !continuesStep(this.last, edit)) {
      this.step++
      this.itemUnits = 0
      this.manager.stopCapturing()
      this.selections = this.selected(transaction.startState)
    }
    this.last = edit?.next ?? null
  }

  undo(view: StateHolder): boolean {
    return this.pop(view, 'undo')
  }

  redo(view: StateHolder): boolean {
    return this.pop(view, 'redo')
  }

  destroy(): void {
    this.manager.destroy()
  }

  private pop(view: StateHolder, direction: 'undo' | 'redo'): boolean {
    if (view.state.readOnly) return false
    this.selections = this.selected(view.state)
    this.last = null
    const stack = () => (direction === 'undo' ? this.manager.undoStack : this.manager.redoStack)
    // Yjs skips items that change nothing any more, so the step is known only once the first one was applied.
    let item = this.manager[direction]()
    while (item !== null && stack().at(-1)?.meta.get(STEP) === item.meta.get(STEP)) {
      const next = this.manager[direction]()
      if (next === null) break
      item = next
    }
    this.report()
    if (item === null) return false
    const saved: readonly RelativeSelection[] = item.meta.get(SELECTIONS)
    const ranges = saved.flatMap((selection) => absoluteSelection(this.text, selection) ?? [])
    view.dispatch({
      ...(ranges[0] && { selection: EditorSelection.create(ranges) }),
      scrollIntoView: true,
      userEvent: direction,
    })
    return true
  }

  private selected({ selection: { main, ranges } }: EditorState): readonly RelativeSelection[] {
    const others = ranges.filter((range) => range !== main)
    return [main, ...others].map((range) => relativeSelection(this.text, range))
  }

  /** Starts a new stack item, of the same step, when the present one would grow too large. */
  private fit(transaction: Y.Transaction): void {
    let units = 0
    for (const [client, clock] of transaction.afterState) units += clock - (transaction.beforeState.get(client) ?? 0)
    for (const ranges of transaction.deleteSet.clients.values()) for (const { len } of ranges) units += len
    if (this.itemUnits + units > MAX_ITEM_UNITS) {
      this.manager.stopCapturing()
      this.itemUnits = 0
    }
    this.itemUnits += units
  }

  private report(): void {
    const { canUndo, canRedo } = this.state
    this.state = { canUndo: this.manager.canUndo(), canRedo: this.manager.canRedo() }
    if (canUndo !== this.state.canUndo || canRedo !== this.state.canRedo) this.onChange(this.state)
  }
}

/** The history of a view, for keys that know only the view. */
export const ownHistory = Facet.define<UndoHistory, UndoHistory | null>({ combine: ([history = null]) => history })

/** The undo of the phone's keyboard, of the context menu, and of a shake. The keys are in `keymap.ts`. */
export function undoInput(history: UndoHistory): Extension {
  return [
    ownHistory.of(history),
    Prec.highest(
      EditorView.domEventHandlers({
        beforeinput(event, view) {
          if (event.inputType !== 'historyUndo' && event.inputType !== 'historyRedo') return false
          if (event.inputType === 'historyUndo') history.undo(view)
          else history.redo(view)
          return true
        },
      }),
    ),
  ]
}

interface Edit {
  readonly next: LastEdit
  /** Where it touches the text as it was, for each cursor. */
  readonly touches: readonly number[]
}

/** A transaction as an edit that others can be joined to; null for a command, a paste, a line break. */
export function editOf(transaction: Transaction): Edit | null {
  const kind = transaction.isUserEvent('input.type')
    ? 'type'
    : transaction.isUserEvent('delete.backward')
      ? 'backward'
      : transaction.isUserEvent('delete.forward')
        ? 'forward'
        : null
  if (kind === null) return null
  const touches: number[] = []
  const positions: number[] = []
  let isOneLine = true
  // One by one: cursors can stand side by side.
  transaction.changes.iterChanges((fromA, toA, fromB, toB, inserted) => {
    touches.push(kind === 'forward' ? fromA : toA)
    positions.push(kind === 'type' ? toB : fromB)
    isOneLine &&= inserted.lines === 1
  }, true)
  return isOneLine ? { touches, next: { at: transaction.annotation(Transaction.time) ?? 0, kind, positions } } : null
}

export function continuesStep(last: LastEdit | null, edit: Edit | null): boolean {
  return (
    last !== null &&
    edit !== null &&
    edit.next.kind === last.kind &&
    String(edit.touches) === String(last.positions) &&
    edit.next.at - last.at < STEP_PAUSE_MS
  )
}
