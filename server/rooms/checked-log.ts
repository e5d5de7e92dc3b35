import { Doc, applyUpdate, applyUpdateV2, encodeStateAsUpdateV2, equalSnapshots, snapshot as stateOf } from 'yjs'
import { TEXT_NAME } from '../../shared/document/shape.ts'
import { MAX_OPENING_STEPS, StepMeter } from './integration-steps.ts'

/** What is stored of a document, as far as its text rests on it. */
export interface StoredLog {
  /** Yjs V2. */
  readonly snapshot: Uint8Array | null
  /** Yjs V1, after the snapshot. */
  readonly tail: readonly Uint8Array[]
  /** Yjs V1, from the first update on; null for a mended document, whose epoch began with a text of its own. */
  readonly history: readonly Uint8Array[] | null
}

/**
 * Loads a document as a client would, and again from its whole history, and compares: text, state vector and deletions. Null
 * when they are the same and nothing waits for what is missing; else one line that says what is wrong. Takes as long as Yjs
 * does, so a caller that cannot wait runs it in a worker.
 */
export function faultOf({ snapshot, tail, history }: StoredLog): string | null {
  const loaded = attempt(() => loadedDocument(snapshot, tail))
  if (typeof loaded === 'string') return `it cannot be loaded: ${loaded}`
  if (hasPending(loaded)) return 'its snapshot and tail build on what is missing'
  const encoded = loadedDocument(encodeStateAsUpdateV2(loaded), [])
  const lost = differenceBetween(loaded, encoded)
  if (lost !== null) return `it is another document when it is stored and loaded again: ${lost}`
  return history && historyFault(loaded, history)
}

function historyFault(loaded: Doc, history: readonly Uint8Array[]): string | null {
  const replayed = attempt(() => loadedDocument(null, history))
  if (typeof replayed === 'string') return `its history cannot be replayed: ${replayed}`
  if (hasPending(replayed)) return 'its history builds on what is missing'
  const difference = differenceBetween(loaded, replayed)
  return difference && `its snapshot and tail differ from its history: ${difference}`
}

function loadedDocument(snapshot: Uint8Array | null, updates: readonly Uint8Array[]): Doc {
  const doc = new Doc()
  new StepMeter({ limit: MAX_OPENING_STEPS, past: 'throw' }).run(() => {
    doc.transact(() => {
      if (snapshot !== null) applyUpdateV2(doc, snapshot)
      for (const update of updates) applyUpdate(doc, update)
    })
  })
  return doc
}

function hasPending({ store }: Doc): boolean {
  return store.pendingStructs !== null || store.pendingDs !== null
}

function differenceBetween(one: Doc, other: Doc): string | null {
  if (one.getText(TEXT_NAME).toString() !== other.getText(TEXT_NAME).toString()) return 'the text'
  return equalSnapshots(stateOf(one), stateOf(other)) ? null : 'state vector or deletions'
}

function attempt(work: () => Doc): Doc | string {
  try {
    return work()
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
