import {
  Doc,
  applyUpdate,
  applyUpdateV2,
  encodeStateAsUpdateV2,
  encodeStateVector,
  equalSnapshots,
  snapshot as stateOf,
} from 'yjs'
import { TEXT_NAME } from '../../shared/document/shape.ts'
import type { MadeSnapshot } from './document-maker.ts'

/** Runs in a worker thread: the only code of the server in which a Y.Doc lives, for one call each. */

export function makeSnapshot(snapshot: Uint8Array | null, updates: readonly Uint8Array[]): MadeSnapshot {
  const logged = new Doc()
  logged.transact(() => {
    if (snapshot !== null) applyUpdateV2(logged, snapshot)
    for (const update of updates) applyUpdate(logged, update)
  })
  const bytes = encodeStateAsUpdateV2(logged)
  const stateVector = encodeStateVector(logged)
  const reloaded = new Doc()
  applyUpdateV2(reloaded, bytes)
  const difference = differenceOf(logged, reloaded)
  if (difference !== null) throw new Error(`the snapshot does not equal the log: ${difference}`)
  return { bytes, stateVector, structs: structsOf(reloaded) }
}

function structsOf({ store }: Doc): number {
  let count = 0
  for (const structs of store.clients.values()) count += structs.length
  return count
}

function differenceOf(logged: Doc, reloaded: Doc): string | null {
  for (const { store } of [logged, reloaded]) {
    if (store.pendingStructs !== null || store.pendingDs !== null) return 'something waits for what is missing'
  }
  if (!equalSnapshots(stateOf(logged), stateOf(reloaded))) return 'state vector or deletions'
  if (logged.getText(TEXT_NAME).toString() !== reloaded.getText(TEXT_NAME).toString()) return 'text'
  return null
}
