import * as Y from 'yjs'

/** One operation of a Yjs text delta: the ones before it in the list are of what stands before it. */
export interface TextOperation {
  readonly retain?: number | undefined
  readonly delete?: number | undefined
  readonly insert?: unknown
}

/** With more, Yjs's own way is the shorter one. */
const MAX_ITEMS = 16

/** An item that came or went, and what stands before it: visible code units, and items of any kind. */
interface Change {
  readonly item: Y.Item
  readonly isNew: boolean
  readonly index: number
  readonly order: number
}

/**
 * What a transaction did to a plain text, as `event.delta` says it. To that end Yjs asks of every item of the text whether it
 * is new or gone, which of a text with a long history takes longer than all else that a key costs; this asks only those that are,
 * and counts what stands before them. To be called while the text is observed, or its items may be others.
 */
export function deltaOf(event: Y.YTextEvent): readonly TextOperation[] {
  const items = changedItems(event)
  if (items === null) return event.delta
  const changes = items.map(placed).sort((one, other) => one.order - other.order)
  const operations: TextOperation[] = []
  let at = 0
  for (const { item, isNew, index } of changes) {
    if (index > at) operations.push({ retain: index - at })
    at = index
    if (isNew && item.content instanceof Y.ContentString) {
      operations.push({ insert: item.content.str })
      at += item.length
    } else operations.push({ delete: item.length })
  }
  return operations
}

/** Null when they are too many, or no plain text. */
function changedItems({ target, transaction }: Y.YTextEvent): { item: Y.Item; isNew: boolean }[] | null {
  const { beforeState, afterState, deleteSet, doc } = transaction
  const found: { item: Y.Item; isNew: boolean }[] = []
  const take = (client: number, from: number, to: number, isNew: boolean): boolean => {
    const structs = doc.store.clients.get(client)
    if (structs === undefined) return false
    for (let at = Y.findIndexSS(structs, from); at < structs.length; at++) {
      const struct = structs[at]
      if (struct === undefined || struct.id.clock >= to) return true
      // What is gone may be of something else than text, and nothing of this one then.
      if (!(struct instanceof Y.Item) || struct.parent !== target) return false
      if (isNew && struct.deleted) continue
      if (!(struct.content instanceof Y.ContentString) && !(struct.content instanceof Y.ContentDeleted)) return false
      if (found.push({ item: struct, isNew }) > MAX_ITEMS) return false
    }
    return true
  }
  for (const [client, after] of afterState) {
    const before = beforeState.get(client) ?? 0
    if (before < after && !take(client, before, after, true)) return null
  }
  for (const [client, ranges] of deleteSet.clients) {
    const before = beforeState.get(client) ?? 0
    for (const { clock, len } of ranges) {
      // What came and went within the transaction was never there.
      const end = Math.min(before, clock + len)
      if (clock < end && !take(client, clock, end, false)) return null
    }
  }
  return found
}

function placed({ item, isNew }: { readonly item: Y.Item; readonly isNew: boolean }): Change {
  let index = 0
  let order = 0
  for (let before = item.left; before !== null; before = before.left) {
    order++
    if (!before.deleted && before.countable) index += before.length
  }
  return { item, isNew, index, order }
}
