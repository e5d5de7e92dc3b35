import * as Y from 'yjs'

/** What stands for something else in a text from now on: `length` units of `client` from `clock` on. */
export interface Stretch {
  readonly client: number
  readonly clock: number
  readonly length: number
}

/**
 * Whatever step of `manager` would take away the unit `before`, takes away `after` as well, in undo and redo alike: as if it had
 * been written in its place from the start. To be called while `before` is still in the text.
 */
export function amendSteps(
  manager: Y.UndoManager,
  transaction: Y.Transaction,
  before: Y.ID,
  after: () => Stretch | null,
): void {
  const steps = [...manager.undoStack, ...manager.redoStack].filter((step) => brings(transaction, step, before))
  const stretch = after()
  if (stretch === null) return
  const added = Y.createDeleteSet()
  added.clients.set(stretch.client, [{ clock: stretch.clock, len: stretch.length }])
  for (const step of steps) step.insertions = Y.mergeDeleteSets([step.insertions, added])
}

type Step = Y.UndoManager['undoStack'][number]

/** What was deleted and came back by undo is another item: the step knows the first one, which leads to it. */
function brings(transaction: Y.Transaction, step: Step, id: Y.ID): boolean {
  if (Y.isDeleted(step.insertions, id)) return true
  let isFound = false
  Y.iterateDeletedStructs(transaction, step.insertions, (struct) => {
    isFound ||= leadsTo(transaction, struct, id)
  })
  return isFound
}

function leadsTo(transaction: Y.Transaction, struct: Y.Item | Y.GC, id: Y.ID): boolean {
  if (!(struct instanceof Y.Item) || struct.redone === null) return false
  const { client, clock } = struct.redone
  const end = clock + struct.length
  if (client === id.client && clock <= id.clock && id.clock < end) return true
  for (let at = clock; at < end;) {
    const part = Y.getItem(transaction.doc.store, Y.createID(client, at))
    if (leadsTo(transaction, part, id)) return true
    at = part.id.clock + part.length
  }
  return false
}
