import { EditorSelection, EditorState, type Extension, Transaction, type TransactionSpec } from '@codemirror/state'
import * as Y from 'yjs'
import { sameText, TextBinding } from '../../client/editor/collab.ts'
import { UndoHistory, type UndoState } from '../../client/editor/undo.ts'

/** The page's editor without the page: state, binding and undo, on a Y.Doc of its own. */
export class HeadlessEditor {
  readonly doc = new Y.Doc()
  readonly text = this.doc.getText('text')
  readonly history: UndoHistory
  readonly undoStates: UndoState[] = []
  /** Called with every transaction, as extensions of the page's editor are. */
  readonly followers: ((transaction: Transaction) => void)[] = []
  state: EditorState
  /** The time that transactions carry. */
  now = 1_000_000
  isBound = false
  private readonly binding: TextBinding

  constructor(clientId: number, content = '', more: Extension = []) {
    this.doc.clientID = clientId
    if (content !== '') this.text.insert(0, content)
    this.state = EditorState.create({ doc: this.text.toString(), extensions: [sameText, more] })
    const origin = {}
    this.history = new UndoHistory(this.text, origin, (state) => this.undoStates.push(state))
    this.binding = new TextBinding(this, {
      text: this.text,
      origin,
      isUndo: (origin) => this.history.isOrigin(origin),
      follow: (transaction) => this.history.follow(transaction),
      bound: (isBound) => (this.isBound = isBound),
    })
  }

  get content(): string {
    return this.state.sliceDoc()
  }

  dispatch(spec: TransactionSpec): void {
    const annotations = [spec.annotations ?? [], Transaction.time.of(this.now)].flat()
    const transaction = this.state.update({ ...spec, annotations })
    this.state = transaction.state
    this.binding.update({ transactions: [transaction] })
    for (const follow of this.followers) follow(transaction)
  }

  /** One key after the other at the cursor, `everyMs` apart. */
  type(keys: string, everyMs = 10): void {
    for (const key of keys) {
      this.now += everyMs
      this.dispatch({ ...this.state.replaceSelection(key), userEvent: key === '\n' ? 'input' : 'input.type' })
    }
  }

  select(anchor: number, head = anchor): void {
    this.dispatch({ selection: EditorSelection.single(anchor, head), userEvent: 'select' })
  }

  replace(from: number, to: number, insert: string, userEvent = 'input.paste'): void {
    this.dispatch({ changes: { from, to, insert }, userEvent })
  }

  undo(): boolean {
    return this.history.undo(this)
  }

  /** As CodeMirror does with a plugin that threw. */
  unbind(): void {
    this.binding.destroy()
  }

  redo(): boolean {
    return this.history.redo(this)
  }
}

/** Every update of one reaches the other at once. */
export function connect(a: HeadlessEditor, b: HeadlessEditor): void {
  a.doc.on('update', (update, origin) => origin !== b && Y.applyUpdate(b.doc, update, a))
  b.doc.on('update', (update, origin) => origin !== a && Y.applyUpdate(a.doc, update, b))
}
