import { type Decoder, createDecoder, hasContent, readUint8, readVarString, readVarUint } from 'lib0/decoding'
import { TEXT_NAME } from '../../shared/document/shape.ts'
import { MAX_UPDATE_PARTS } from '../../shared/protocol/limits.ts'

/**
 * Reads a Yjs V1 update byte by byte, and accepts only what a document of ours can hold: insertions into and deletions from
 * one root Y.Text (`shared/document/shape.ts`). Stricter than `Y.decodeUpdate`, which accepts trailing bytes, repeated
 * clients and every other kind of content. The format is that of yjs 13's `encoding.js` and `structs/Item.js`.
 */
export interface UpdateShape {
  /** Clients in descending order, as Yjs writes them. */
  readonly groups: readonly ClientGroup[]
  readonly deletes: readonly DeleteRange[]
}

/** Consecutive structs of one client: clocks from `clock` up to, not counting, `end`. */
export interface ClientGroup {
  readonly client: number
  readonly clock: number
  readonly end: number
  readonly structs: readonly StructShape[]
}

export interface StructShape {
  readonly clock: number
  readonly end: number
  readonly origin: Id | null
  readonly rightOrigin: Id | null
}

export interface Id {
  readonly client: number
  readonly clock: number
}

export interface DeleteRange {
  readonly client: number
  readonly clock: number
  readonly end: number
}

/** The update is not one that a Weft client can have made. */
export class MalformedUpdate extends Error {
  override readonly name = 'MalformedUpdate'
}

/** The update has more structs and delete ranges than one may have. */
export class TooManyParts extends Error {
  override readonly name = 'TooManyParts'
}

const CLIENT_ID_END = 2 ** 32
const CLOCK_END = 2 ** 31

// Bits of a struct's info byte (yjs/src/structs/Item.js).
const HAS_ORIGIN = 0b1000_0000
const HAS_RIGHT_ORIGIN = 0b0100_0000
const HAS_PARENT_SUB = 0b0010_0000
const CONTENT_KIND = 0b0001_1111
const CONTENT_DELETED = 1
export const CONTENT_STRING = 4

/** Throws `MalformedUpdate`, or `TooManyParts` as soon as it has seen more than `maxParts`. Linear in the update's size. */
export function readUpdate(update: Uint8Array, maxParts = MAX_UPDATE_PARTS): UpdateShape {
  const decoder = createDecoder(update)
  let parts = 0
  const countPart = (): void => {
    if (++parts > maxParts) throw new TooManyParts()
  }
  try {
    const shape = { groups: readGroups(decoder, countPart), deletes: readDeletes(decoder, countPart) }
    if (hasContent(decoder)) throw new MalformedUpdate('bytes after the end')
    return shape
  } catch (error) {
    // lib0 throws plain errors on a truncated or overlong number, TextDecoder on bytes that are not UTF-8.
    if (error instanceof MalformedUpdate || error instanceof TooManyParts) throw error
    throw new MalformedUpdate(String(error))
  }
}

function readGroups(decoder: Decoder, countPart: () => void): ClientGroup[] {
  const groups: ClientGroup[] = []
  let previous = CLIENT_ID_END
  for (let left = readVarUint(decoder); left > 0; left--) {
    const count = readVarUint(decoder)
    const client = readVarUint(decoder)
    const clock = readVarUint(decoder)
    if (count === 0) throw new MalformedUpdate('a client without structs')
    if (client >= previous) throw new MalformedUpdate('clients not unique and descending')
    previous = client
    const structs: StructShape[] = []
    let end = clock
    for (let i = 0; i < count; i++) {
      countPart()
      const start = end
      const { origin, rightOrigin, length } = readStruct(decoder)
      if (length === 0) throw new MalformedUpdate('an empty struct')
      end = start + length
      if (end >= CLOCK_END) throw new MalformedUpdate('a clock past 2^31')
      structs.push({ clock: start, end, origin, rightOrigin })
    }
    groups.push({ client, clock, end, structs })
  }
  return groups
}

function readStruct(decoder: Decoder): { origin: Id | null; rightOrigin: Id | null; length: number } {
  const info = readUint8(decoder)
  const kind = info & CONTENT_KIND
  if (kind !== CONTENT_STRING && kind !== CONTENT_DELETED) throw new MalformedUpdate(`content of kind ${kind}`)
  if ((info & HAS_PARENT_SUB) !== 0) throw new MalformedUpdate('a map entry')
  const origin = (info & HAS_ORIGIN) === 0 ? null : readId(decoder)
  const rightOrigin = (info & HAS_RIGHT_ORIGIN) === 0 ? null : readId(decoder)
  if (origin !== null && origin.clock === rightOrigin?.clock && origin.client === rightOrigin.client) {
    throw new MalformedUpdate('an insertion before and after the same character')
  }
  if (origin === null && rightOrigin === null) {
    const isRootName = readVarUint(decoder) === 1
    if (!isRootName || readVarString(decoder) !== TEXT_NAME) throw new MalformedUpdate('a parent other than the text')
  }
  const length = kind === CONTENT_STRING ? readVarString(decoder).length : readVarUint(decoder)
  return { origin, rightOrigin, length }
}

function readId(decoder: Decoder): Id {
  return { client: readVarUint(decoder), clock: readVarUint(decoder) }
}

function readDeletes(decoder: Decoder, countPart: () => void): DeleteRange[] {
  const deletes: DeleteRange[] = []
  const seen = new Set<number>()
  for (let left = readVarUint(decoder); left > 0; left--) {
    const client = readVarUint(decoder)
    if (seen.has(client)) throw new MalformedUpdate('deletions of one client in two places')
    seen.add(client)
    let ranges = readVarUint(decoder)
    if (ranges === 0) throw new MalformedUpdate('a client without deletions')
    // Ranges that overlap would make every client walk over the same structs again and again.
    for (let reached = 0; ranges > 0; ranges--) {
      countPart()
      const clock = readVarUint(decoder)
      const length = readVarUint(decoder)
      if (length === 0) throw new MalformedUpdate('an empty deletion')
      if (clock < reached) throw new MalformedUpdate('deletions that overlap or are out of order')
      reached = clock + length
      deletes.push({ client, clock, end: reached })
    }
  }
  return deletes
}
