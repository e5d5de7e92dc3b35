import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { createEditor, type Editor, type UndoState } from '../../../client/editor/create-editor.ts'

/** Two people in one page, joined without a server. */
export interface Person {
  readonly doc: Y.Doc
  readonly text: Y.Text
  readonly awareness: Awareness
  readonly editor: Editor
  readonly undoStates: UndoState[]
  saves: number
  readonly updateSizes: number[]
}

function person(id: string, name: string, color: number): Person {
  const doc = new Y.Doc()
  const awareness = new Awareness(doc)
  awareness.setLocalState({ cursor: null, user: { id, name, color } })
  const parent = document.getElementById(id)
  if (!parent) throw new Error(`no #${id}`)
  const text = doc.getText('text')
  const undoStates: UndoState[] = []
  const updateSizes: number[] = []
  const editor = createEditor({
    parent,
    text,
    awareness,
    nonce: 'test-nonce',
    label: `${name}'s text`,
    readOnly: false,
    onSaveKey: () => self.saves++,
    onUndoStateChange: (state) => undoStates.push(state),
  })
  doc.on('update', (update, _origin, _doc, transaction) => transaction.local && updateSizes.push(update.length))
  const self: Person = { doc, text, awareness, editor, undoStates, saves: 0, updateSizes }
  return self
}

function join(from: Person, to: Person): void {
  from.doc.on('update', (update, _origin, _doc, transaction) => {
    if (!transaction.local) return
    if (window.heldText) window.heldText.push(() => Y.applyUpdate(to.doc, update, from))
    else Y.applyUpdate(to.doc, update, from)
  })
  from.awareness.on('update', ({ added, updated, removed }: Record<string, number[]>, origin: unknown) => {
    const clients = [...(added ?? []), ...(updated ?? []), ...(removed ?? [])]
    if (origin === 'local') applyAwarenessUpdate(to.awareness, encodeAwarenessUpdate(from.awareness, clients), from)
  })
}

const people = { ada: person('ada', 'Ada Lovelace', 0), ben: person('ben', 'Ben', 4) }
join(people.ada, people.ben)
join(people.ben, people.ada)

declare global {
  interface Window {
    people: typeof people
    /** While it is an array, edits wait here and only awareness gets through. */
    heldText: (() => void)[] | null
    /** Directives of the content security policy that something broke. */
    violations: string[]
  }
}
window.people = people
window.heldText = null
window.violations = []
document.addEventListener('securitypolicyviolation', (event) => window.violations.push(event.violatedDirective))
