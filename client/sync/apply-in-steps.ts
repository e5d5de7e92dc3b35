import { createEncoder, toUint8Array, writeVarUint } from 'lib0/encoding'
import * as Y from 'yjs'
import { inCausalOrder, type Struct } from './split-update.ts'

/** Structs between two steps: a few milliseconds where the code is still cold. */
const STRUCTS = 500
/** What is smaller is applied in one step. */
const MIN_BYTES = 8 * 1024

/**
 * Does what `Y.applyUpdate` does, or `Y.applyUpdateV2`, step by step where that takes long: an empty Y.Doc takes in a whole
 * document. Nobody may look at the Y.Doc meanwhile. Throws as those do; what came before is then in the Y.Doc.
 */
export function* applyInSteps(
  doc: Y.Doc,
  update: Uint8Array,
  version: 1 | 2,
  origin: string,
): Generator<undefined, void> {
  const [decode, apply] = version === 1 ? [Y.decodeUpdate, Y.applyUpdate] : [Y.decodeUpdateV2, Y.applyUpdateV2]
  if (update.byteLength < MIN_BYTES || doc.store.clients.size > 0) return apply(doc, update, origin)
  const { structs, ds } = decode(update)
  yield
  const ordered = inCausalOrder(structs)
  // What waits for something that is not there: Yjs knows what to do with it.
  if (ordered === null || !(yield* integrate(doc, ordered, origin))) return apply(doc, update, origin)
  Y.applyUpdate(doc, deletionsOf(ds), origin)
}

/** An update that only deletes. */
function deletionsOf({ clients }: ReturnType<typeof Y.decodeUpdate>['ds']): Uint8Array {
  const encoder = createEncoder()
  const write = (...numbers: readonly number[]): void => numbers.forEach((number) => writeVarUint(encoder, number))
  write(0, clients.size)
  for (const [client, ranges] of clients) {
    write(client, ranges.length)
    for (const { clock, len } of ranges) write(clock, len)
  }
  return toUint8Array(encoder)
}

/** Brings structs into a Y.Doc as Yjs does; false when one of them refers to what is not there, and those from it on are not. */
function* integrate(doc: Y.Doc, structs: readonly Struct[], origin: string): Generator<undefined, boolean> {
  for (let from = 0; from < structs.length; from += STRUCTS) {
    const slice = structs.slice(from, from + STRUCTS)
    const isWhole = Y.transact(doc, (transaction) => slice.every((struct) => take(transaction, struct)), origin, false)
    if (!isWhole) return false
    yield
  }
  return true
}

function take(transaction: Y.Transaction, struct: Struct): boolean {
  const { doc } = transaction
  if (struct instanceof Y.Skip || struct.id.clock !== Y.getState(doc.store, struct.id.client)) return false
  // As it was read, the type at the root that it is in is a name.
  if (struct instanceof Y.Item && typeof struct.parent === 'string') struct.parent = doc.get(struct.parent)
  if (struct.getMissing(transaction, doc.store) !== null) return false
  struct.integrate(transaction, 0)
  return true
}
