import { StateEffect, StateField, Transaction } from '@codemirror/state'
import type { PresenceUser } from '../../shared/document/presence.ts'
import { fromText } from './collab.ts'

/** Where somebody else is, in the editor's own positions. */
export interface RemoteCursor {
  readonly user: PresenceUser
  readonly anchor: number
  readonly head: number
  /** When it last moved or typed, by this device's clock. */
  readonly movedAt: number
}

/** New places of some clients, by awareness clientID; null for one that has left. The others stay. */
export const setRemoteCursors = StateEffect.define<ReadonlyMap<number, RemoteCursor | null>>()

/** Everybody else's cursor by awareness clientID, carried along with the text between two awareness messages. */
export const remoteCursors = StateField.define<ReadonlyMap<number, RemoteCursor>>({
  create: () => new Map(),
  update(cursors, transaction) {
    let next = transaction.docChanged && cursors.size > 0 ? carried(cursors, transaction) : cursors
    for (const effect of transaction.effects) {
      if (effect.is(setRemoteCursors)) next = merged(next, effect.value)
    }
    return next
  },
})

/** A cursor keeps to the character on its right, as the relative position does that it came as. */
function carried(
  cursors: ReadonlyMap<number, RemoteCursor>,
  transaction: Transaction,
): ReadonlyMap<number, RemoteCursor> {
  const { changes } = transaction
  const remote = transaction.annotation(fromText) === 'remote'
  const now = transaction.annotation(Transaction.time) ?? 0
  const next = new Map<number, RemoteCursor>()
  for (const [client, cursor] of cursors) {
    // Somebody who types sends no new cursor, because it has not moved in relation to the text.
    const typed = remote && changes.touchesRange(cursor.head) !== false
    next.set(client, {
      ...cursor,
      anchor: changes.mapPos(cursor.anchor, 1),
      head: changes.mapPos(cursor.head, 1),
      movedAt: typed ? now : cursor.movedAt,
    })
  }
  return next
}

function merged(
  cursors: ReadonlyMap<number, RemoteCursor>,
  changed: ReadonlyMap<number, RemoteCursor | null>,
): ReadonlyMap<number, RemoteCursor> {
  const next = new Map(cursors)
  for (const [client, cursor] of changed) {
    if (cursor === null) {
      next.delete(client)
      continue
    }
    const before = next.get(client)
    const stayed = before !== undefined && before.anchor === cursor.anchor && before.head === cursor.head
    next.set(client, stayed ? { ...cursor, movedAt: before.movedAt } : cursor)
  }
  return next
}
