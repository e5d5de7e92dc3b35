import { decodeStateVector, encodeStateVector } from 'yjs'
import { DamagedDocument, type DocumentRecord, type LogHead, type LogPlace } from '../storage/storage.ts'
import type { MadeSnapshot } from './document-maker.ts'
import { type Additions, additionsOf } from './gate.ts'
import type { Size, Tail } from './snapshots.ts'
import { MalformedUpdate, type UpdateShape, readUpdate } from './update-reader.ts'

/** What a room knows of its document's log, with what waits to be committed. */
export interface RoomState {
  document: DocumentRecord
  /** The clocks after everything judged so far, committed or not. */
  readonly known: Map<number, number>
  /** Where the log ends, as far as it is committed. */
  last: LogPlace
  /** What is committed since a snapshot was last asked for. */
  readonly tail: Tail
  /** Of everything judged so far: the newest snapshot and the updates after it. */
  readonly size: Size
  /** The part of `size` that the snapshot asked for last will take the place of. */
  readonly folding: Size
}

/** Reads the clocks off the newest snapshot and the updates after it. Throws `DamagedDocument` when they cannot be read. */
export function roomState(head: LogHead): RoomState {
  const { document, snapshot, mark } = head
  const known = snapshot === null ? new Map<number, number>() : decodeStateVector(snapshot.stateVector)
  const size = { bytes: snapshot?.byteLength ?? 0, structs: snapshot?.structs ?? 0 }
  // Not counted in earlier versions; there are never more structs than characters.
  if (size.structs === 0) for (const clock of known.values()) size.structs += clock
  const folding = { ...size }
  const state: RoomState = {
    document,
    known,
    last: { sequence: document.sequence, mark },
    tail: { updates: 0, bytes: 0, structs: 0, steps: 0 },
    size,
    folding,
  }
  for (const update of head.tail) {
    const shape = readStored(document.id, update)
    const growth = { bytes: update.byteLength, adds: additionsOf(shape, known) }
    grow(state, growth)
    commit(state, growth)
    for (const { client, end } of shape.groups) if (end > (known.get(client) ?? 0)) known.set(client, end)
  }
  return state
}

/** What an update adds to its document. */
export interface Growth {
  readonly bytes: number
  readonly adds: Additions
}

/** The steps that an update can need at most, in a document of `structs` structs. */
export function worstSteps({ structs, jumps }: Additions, { structs: before }: Size): number {
  return jumps * (before + structs)
}

/** An update was judged. */
export function grow({ size }: RoomState, { bytes, adds }: Growth): void {
  size.bytes += bytes
  size.structs += adds.structs
}

/** An update was committed. */
export function commit({ tail, size }: RoomState, { bytes, adds }: Growth): void {
  tail.updates += 1
  tail.bytes += bytes
  tail.structs += adds.structs
  tail.steps += worstSteps(adds, size)
}

/** A snapshot of everything committed was asked for. */
export function beginFold({ tail, folding }: RoomState): void {
  folding.bytes += tail.bytes
  folding.structs += tail.structs
  Object.assign(tail, { updates: 0, bytes: 0, structs: 0, steps: 0 } satisfies Tail)
}

/** It was made. What was committed between the two is counted twice until the next one. */
export function endFold({ size, folding }: RoomState, made: MadeSnapshot): void {
  const now = { bytes: made.bytes.byteLength, structs: made.structs }
  size.bytes += now.bytes - folding.bytes
  size.structs += now.structs - folding.structs
  Object.assign(folding, now)
}

/** The clocks as a Yjs state vector. */
export function encodeClocks(known: ReadonlyMap<number, number>): Uint8Array {
  return encodeStateVector(new Map(known))
}

/** What is stored was judged by the limits of its own time. */
function readStored(document: string, update: Uint8Array): UpdateShape {
  try {
    return readUpdate(update, Infinity)
  } catch (error) {
    if (!(error instanceof MalformedUpdate)) throw error
    throw new DamagedDocument(document, 'the log holds an update that is not well-formed', { cause: error })
  }
}
