import { decodeStateVector, encodeStateVector } from 'yjs'
import type { DocumentRecord, LogHead, LogPlace } from '../storage/storage.ts'
import type { Tail } from './snapshots.ts'
import { MalformedUpdate, readUpdate } from './update-reader.ts'

/** What a room knows of its document's log, besides what waits to be committed. */
export interface RoomState {
  document: DocumentRecord
  /** The clocks after everything judged so far, committed or not. */
  readonly known: Map<number, number>
  /** Where the log ends, as far as it is committed. */
  last: LogPlace
  readonly tail: Tail
}

/** Reads the clocks off the newest snapshot and the updates after it. */
export function roomState(head: LogHead): RoomState {
  const known = head.snapshot === null ? new Map<number, number>() : decodeStateVector(head.snapshot.stateVector)
  let bytes = 0
  for (const update of head.tail) {
    advance(known, update)
    bytes += update.byteLength
  }
  return {
    document: head.document,
    known,
    last: { sequence: head.document.sequence, mark: head.mark },
    tail: { updates: head.tail.length, bytes },
  }
}

/** The clocks as a Yjs state vector. */
export function encodeClocks(known: ReadonlyMap<number, number>): Uint8Array {
  return encodeStateVector(new Map(known))
}

function advance(known: Map<number, number>, update: Uint8Array): void {
  try {
    for (const { client, end } of readUpdate(update).groups) {
      if (end > (known.get(client) ?? 0)) known.set(client, end)
    }
  } catch (error) {
    if (error instanceof MalformedUpdate)
      throw new Error('the log holds an update that is not well-formed', { cause: error })
    throw error
  }
}
