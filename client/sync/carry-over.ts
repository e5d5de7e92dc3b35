import * as Y from 'yjs'
import { writeUpdate } from './split-update.ts'

/**
 * What of `old` a server that holds `fresh` can take from the author of `clientIds`, and lacks: their insertions, as far as
 * they build on nothing else that it lacks, and the deletions in what it then holds. One Yjs V1 update; null when that is
 * nothing.
 */
export function carriedOver(old: Y.Doc, fresh: Y.Doc, clientIds: ReadonlySet<number>): Uint8Array | null {
  const known = Y.encodeStateVector(fresh)
  const { structs, ds } = Y.decodeUpdate(Y.encodeStateAsUpdate(old, known))
  const trial = copyOf(fresh)
  Y.applyUpdate(
    trial,
    writeUpdate(
      structs.filter(({ id }) => clientIds.has(id.client)),
      ds,
    ),
  )
  // What builds on what is missing waits for it, and would wait for ever.
  trial.store.pendingStructs = null
  trial.store.pendingDs = null
  if (Y.equalSnapshots(Y.snapshot(trial), Y.snapshot(fresh))) return null
  return Y.encodeStateAsUpdate(trial, known)
}

function copyOf(doc: Y.Doc): Y.Doc {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  return copy
}
