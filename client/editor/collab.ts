import {
  Annotation,
  EditorSelection,
  EditorState,
  type Extension,
  Transaction,
  type TransactionSpec,
} from '@codemirror/state'
import { type PluginValue, ViewPlugin, type ViewUpdate } from '@codemirror/view'
import { EditorView } from 'codemirror'
import type * as Y from 'yjs'
import { TextPlaces } from '../../shared/document/text-places.ts'
import { changesOf, normaliseLineBreaks, repairs, transactionsOf } from './text-edits.ts'

/** On a transaction that repeats what already happened in the Y.Text: somebody else's edit, or our own undo. */
export const fromText = Annotation.define<'remote' | 'undo'>()

export interface CollabOptions {
  readonly text: Y.Text
  /** The origin of the Y transactions that carry local edits. */
  readonly origin: object
  /** Whether a Y transaction of this origin is an undo or redo of ours. */
  isUndo(origin: unknown): boolean
  /** Called with every transaction in order, a local one before it is written to the Y.Text. */
  follow(transaction: Transaction): void
  /** Whether editor and Y.Text follow each other: true from now on, or no longer. */
  bound(isBound: boolean): void
}

/** The part of a view that is no DOM. */
export interface StateHolder {
  readonly state: EditorState
  dispatch(spec: TransactionSpec): void
}

/**
 * Keeps the editor and the Y.Text the same, in both directions and at once. The editor must start with the text's
 * content (`text.toString()`).
 */
export function collab(options: CollabOptions): Extension {
  return [
    sameText,
    EditorView.clipboardInputFilter.of(normaliseLineBreaks),
    ViewPlugin.define((view) => new TextBinding(view, options)),
  ]
}

/** What an editor state needs so that it can hold a Y.Text's string, and a Y.Text its. */
export const sameText: Extension = [
  // Another client's stray `\r` stays one character of a line, so that positions are the same in editor and Y.Text.
  EditorState.lineSeparator.of('\n'),
  EditorState.transactionFilter.of((transaction) => {
    if (!transaction.docChanged || transaction.annotation(fromText) !== undefined) return transaction
    const changes = repairs(transaction.changes, transaction.newDoc)
    return changes.length > 0 ? [transaction, { changes, sequential: true }] : transaction
  }),
  // A selection inside a stretch that is replaced is mapped by CodeMirror to one that ends before it starts; typing then throws.
  EditorState.transactionFilter.of((transaction) => {
    const { ranges, mainIndex } = transaction.newSelection
    const main = ranges[mainIndex]
    // Nor do all commands say of a range that there is that it is the main one.
    if (main === undefined) return [transaction, { selection: EditorSelection.create(ranges), sequential: true }]
    return main.from > main.to ? [transaction, { selection: { anchor: main.to }, sequential: true }] : transaction
  }),
]

/**
 * For whoever may only read: what others write, and nothing else, changes the editor. Most commands look whether they may write,
 * but neither Markdown's Enter and Backspace nor the keys of Emacs do.
 */
export const onlyFromText: Extension = EditorState.changeFilter.of(
  (transaction) => transaction.annotation(fromText) !== undefined,
)

export class TextBinding implements PluginValue {
  private readonly view: StateHolder
  private readonly options: CollabOptions

  constructor(view: StateHolder, options: CollabOptions) {
    this.view = view
    this.options = options
    options.text.observe(this.read)
    options.bound(true)
  }

  update({ transactions }: Pick<ViewUpdate, 'transactions'>): void {
    for (const transaction of transactions) {
      this.options.follow(transaction)
      if (transaction.docChanged && transaction.annotation(fromText) === undefined) this.write(transaction)
    }
  }

  destroy(): void {
    this.options.text.unobserve(this.read)
    this.options.bound(false)
  }

  private write({ changes, startState, newDoc }: Transaction): void {
    const { text, origin } = this.options
    for (const edits of transactionsOf(changes, startState.doc, newDoc)) {
      TextPlaces.of(text).prepare(edits[0]?.index ?? 0)
      text.doc?.transact(() => {
        for (const { index, deleteCount, insert } of edits) {
          if (deleteCount > 0) text.delete(index, deleteCount)
          if (insert !== '') text.insert(index, insert)
        }
      }, origin)
    }
  }

  private readonly read = (event: Y.YTextEvent, { origin }: Y.Transaction): void => {
    if (origin === this.options.origin) return
    const undo = this.options.isUndo(origin)
    this.view.dispatch({
      changes: changesOf(TextPlaces.of(this.options.text).deltaOf(event), this.view.state.doc),
      annotations: [fromText.of(undo ? 'undo' : 'remote'), Transaction.remote.of(!undo)],
    })
  }
}
