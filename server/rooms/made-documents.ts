import {
  Doc,
  type Item,
  applyUpdate,
  applyUpdateV2,
  encodeStateAsUpdateV2,
  encodeStateVector,
  equalSnapshots,
  snapshot as stateOf,
} from 'yjs'
import { TEXT_NAME } from '../../shared/document/shape.ts'
import { titleFromText } from '../../shared/document/title.ts'
import { splitFrames } from '../../shared/protocol/frames.ts'
import { handOver } from '../lib/worker-calls.ts'
import type { MadeSnapshot, SnapshotAnswer, TrialAnswer } from './document-maker.ts'
import { ForgerySearch } from './forgery.ts'
import { MAX_OPENING_STEPS, MAX_UPDATE_STEPS, StepMeter, TooManySteps } from './integration-steps.ts'

/** Runs in a worker thread: with `mended-documents.ts` the only code of the server in which a Y.Doc lives, for one call each. */

export function makeSnapshot(snapshot: Uint8Array | null, updates: readonly Uint8Array[]): SnapshotAnswer {
  const search = new ForgerySearch()
  let isForged = false
  try {
    const logged = open(snapshot, updates, 'throw', (item) => (isForged ||= search.isForged(item)))
    // It may read alike here, and differently to those who had typed something by the time it came.
    if (isForged) return { ok: false, reason: 'it holds forged origins' }
    const made = encode(logged)
    const difference = differenceOf(logged, open(made.bytes, [], 'throw'))
    return difference === null ? { ok: true, made } : { ok: false, reason: `read again it has another ${difference}` }
  } catch (error) {
    // Whatever Yjs throws at bytes that it cannot read.
    return { ok: false, reason: error instanceof Error ? error.message : String(error) }
  }
}

export function readText(snapshot: Uint8Array | null, updates: readonly Uint8Array[]): string | null {
  try {
    return textOf(open(snapshot, updates, 'throw'))
  } catch {
    // Whatever Yjs throws at bytes that it cannot read, and `TooManySteps`.
    return null
  }
}

export function replayText(frames: readonly Uint8Array[], count: number): Uint8Array<ArrayBuffer> | null {
  const doc = new Doc()
  let left = count
  try {
    new StepMeter({ limit: MAX_OPENING_STEPS, past: 'throw' }).run(() => {
      doc.transact(() => {
        for (const part of frames) {
          for (const update of splitFrames(part)) if (left-- > 0) applyUpdate(doc, update)
        }
      })
    })
  } catch {
    // Whatever Yjs throws at bytes that it cannot read, and `TooManySteps`.
    return null
  }
  const text = new TextEncoder().encode(textOf(doc))
  return handOver(text, [text.buffer])
}

export function tryUpdate(
  snapshot: Uint8Array | null,
  updates: readonly Uint8Array[],
  update: Uint8Array,
): TrialAnswer {
  const search = new ForgerySearch()
  let forgeries = 0
  const onItem = (item: Item): void => void (forgeries += search.isForged(item) ? 1 : 0)
  try {
    const doc = open(snapshot, [], 'place')
    const before = new StepMeter({ limit: MAX_OPENING_STEPS, past: 'place', onItem })
    before.run(() => doc.transact(() => updates.forEach((each) => applyUpdate(doc, each))))
    // Where there is a forgery already, the next one cannot be told for sure; and the document will have to be mended anyway.
    const isSpoilt = forgeries > 0
    new StepMeter({ limit: MAX_UPDATE_STEPS, past: 'throw', onItem }).run(() => applyUpdate(doc, update))
    return forgeries > 0 && !isSpoilt ? 'forged' : 'sound'
  } catch (error) {
    if (error instanceof TooManySteps) return 'too-slow'
    throw error
  }
}

/** The snapshot of a document that has been opened. */
export function encode(doc: Doc): MadeSnapshot {
  let structs = 0
  for (const ofClient of doc.store.clients.values()) structs += ofClient.length
  return {
    bytes: encodeStateAsUpdateV2(doc),
    stateVector: encodeStateVector(doc),
    structs,
    firstLine: titleFromText(textOf(doc)),
  }
}

/** `onNew` is called with each item that the updates add to the snapshot, before it is. */
function open(
  snapshot: Uint8Array | null,
  updates: readonly Uint8Array[],
  past: 'throw' | 'place',
  onNew?: (item: Item) => void,
): Doc {
  const doc = new Doc()
  let isNew = false
  const onItem = (item: Item): void => {
    if (isNew) onNew?.(item)
  }
  new StepMeter({ limit: MAX_OPENING_STEPS, past, onItem }).run(() => {
    doc.transact(() => {
      if (snapshot !== null) applyUpdateV2(doc, snapshot)
      isNew = true
      for (const update of updates) applyUpdate(doc, update)
    })
  })
  return doc
}

function differenceOf(logged: Doc, reloaded: Doc): string | null {
  for (const { store } of [logged, reloaded]) {
    if (store.pendingStructs !== null || store.pendingDs !== null) return 'part that waits for what is missing'
  }
  if (!equalSnapshots(stateOf(logged), stateOf(reloaded))) return 'state vector or deletions'
  if (textOf(logged) !== textOf(reloaded)) return 'text'
  return null
}

function textOf(doc: Doc): string {
  return doc.getText(TEXT_NAME).toString()
}
