import { type Decoder, createDecoder, hasContent, readUint8, readVarUint } from 'lib0/decoding'
import { type Encoder, writeUint8, writeUint8Array, writeVarString, writeVarUint } from 'lib0/encoding'
import { TEXT_NAME } from '../../../../shared/document/shape.ts'

/**
 * What stands in a Yjs V1 update of a document of ours, in its order. No judgement of it: that the gate made before it was
 * stored.
 */
export interface UpdateParts {
  readonly groups: readonly StructGroup[]
  readonly deletes: readonly DeleteGroup[]
}

/** Consecutive structs of one client. */
export interface StructGroup {
  readonly client: number
  /** Of the first. */
  readonly clock: number
  readonly structs: readonly Struct[]
}

export interface Struct {
  readonly origin: Id | null
  readonly rightOrigin: Id | null
  /** What was inserted; or how many characters of it, when they are deleted since. */
  readonly content: Text | number
}

/** UTF-8 from `start` to `end`: no view, each of which would cost more than most texts are long. */
export interface Text {
  readonly bytes: Uint8Array
  readonly start: number
  readonly end: number
}

export interface Id {
  readonly client: number
  readonly clock: number
}

export interface DeleteGroup {
  readonly client: number
  /** At least one. */
  readonly ranges: readonly DeleteRange[]
}

export interface DeleteRange {
  readonly clock: number
  readonly length: number
}

const CLIENT_ID_END = 2 ** 32
/** Clocks, and the ends of whatever has one, are below. */
export const CLOCK_END = 2 ** 31

/** Copied byte by byte. */
const SHORT_BYTES = 32

// Of a struct's info byte (yjs/src/structs/Item.js).
const HAS_ORIGIN = 0b1000_0000
const HAS_RIGHT_ORIGIN = 0b0100_0000
const CONTENT_DELETED = 1
const CONTENT_STRING = 4

/**
 * Null for what is no such update. From these parts `writeParts` makes the same bytes, unless somebody wrote numbers longer
 * than they need to be, or something of no meaning. Linear in the update's size.
 */
export function splitParts(update: Uint8Array): UpdateParts | null {
  const decoder = createDecoder(update)
  try {
    const parts = { groups: readGroups(decoder), deletes: readDeletes(decoder) }
    return hasContent(decoder) ? null : parts
  } catch {
    // lib0 throws plain errors at what ends too early, we at what we do not write.
    return null
  }
}

export function writeParts(encoder: Encoder, { groups, deletes }: UpdateParts): void {
  writeVarUint(encoder, groups.length)
  for (const { client, clock, structs } of groups) {
    writeVarUint(encoder, structs.length)
    writeVarUint(encoder, client)
    writeVarUint(encoder, clock)
    for (const struct of structs) writeStruct(encoder, struct)
  }
  writeVarUint(encoder, deletes.length)
  for (const { client, ranges } of deletes) {
    writeVarUint(encoder, client)
    writeVarUint(encoder, ranges.length)
    for (const { clock, length } of ranges) {
      writeVarUint(encoder, clock)
      writeVarUint(encoder, length)
    }
  }
}

/** How many clocks it takes: of text, one for each UTF-16 code unit. */
export function lengthOf(content: Text | number): number {
  if (typeof content === 'number') return content
  let length = 0
  for (let at = content.start; at < content.end; at++) {
    const byte = content.bytes[at] ?? 0
    // The first byte of a character; those of four bytes are two code units.
    if ((byte & 0b1100_0000) !== 0b1000_0000) length += byte >= 0b1111_0000 ? 2 : 1
  }
  return length
}

/** Throws when there are fewer than `length` bytes. */
export function readText(decoder: Decoder, length: number): Text {
  const { arr: bytes, pos: start } = decoder
  const end = start + length
  if (end > bytes.length) throw new RangeError('fewer bytes than it says')
  decoder.pos = end
  return { bytes, start, end }
}

export function writeText(encoder: Encoder, { bytes, start, end }: Text): void {
  if (end - start > SHORT_BYTES) writeUint8Array(encoder, bytes.subarray(start, end))
  else for (let at = start; at < end; at++) writeUint8(encoder, bytes[at] ?? 0)
}

function readGroups(decoder: Decoder): StructGroup[] {
  const groups: StructGroup[] = []
  for (let left = readVarUint(decoder); left > 0; left--) {
    let count = readVarUint(decoder)
    const client = readBelow(decoder, CLIENT_ID_END)
    const clock = readBelow(decoder, CLOCK_END)
    const structs: Struct[] = []
    for (let end = clock; count > 0; count--) {
      const struct = readStruct(decoder)
      end += lengthOf(struct.content)
      if (end >= CLOCK_END) throw new RangeError('a clock too high')
      structs.push(struct)
    }
    groups.push({ client, clock, structs })
  }
  return groups
}

function readStruct(decoder: Decoder): Struct {
  const info = readUint8(decoder)
  const origin = (info & HAS_ORIGIN) === 0 ? null : readId(decoder)
  const rightOrigin = (info & HAS_RIGHT_ORIGIN) === 0 ? null : readId(decoder)
  // Only one parent is ever written.
  if (origin === null && rightOrigin === null) {
    readVarUint(decoder)
    readText(decoder, readVarUint(decoder))
  }
  const size = readVarUint(decoder)
  const isDeleted = (info & ~(HAS_ORIGIN | HAS_RIGHT_ORIGIN)) === CONTENT_DELETED
  return { origin, rightOrigin, content: isDeleted ? size : readText(decoder, size) }
}

function readDeletes(decoder: Decoder): DeleteGroup[] {
  const deletes: DeleteGroup[] = []
  for (let left = readVarUint(decoder); left > 0; left--) {
    const client = readBelow(decoder, CLIENT_ID_END)
    const ranges: DeleteRange[] = []
    let count = readVarUint(decoder)
    if (count === 0) throw new RangeError('a client without deletions')
    for (; count > 0; count--) {
      const clock = readBelow(decoder, CLOCK_END)
      ranges.push({ clock, length: readBelow(decoder, CLOCK_END - clock) })
    }
    deletes.push({ client, ranges })
  }
  return deletes
}

function readId(decoder: Decoder): Id {
  return { client: readBelow(decoder, CLIENT_ID_END), clock: readBelow(decoder, CLOCK_END) }
}

function readBelow(decoder: Decoder, end: number): number {
  const value = readVarUint(decoder)
  if (value >= end) throw new RangeError('a number too high')
  return value
}

function writeStruct(encoder: Encoder, { origin, rightOrigin, content }: Struct): void {
  const isDeleted = typeof content === 'number'
  const origins = (origin === null ? 0 : HAS_ORIGIN) | (rightOrigin === null ? 0 : HAS_RIGHT_ORIGIN)
  writeUint8(encoder, origins | (isDeleted ? CONTENT_DELETED : CONTENT_STRING))
  for (const id of [origin, rightOrigin]) {
    if (id === null) continue
    writeVarUint(encoder, id.client)
    writeVarUint(encoder, id.clock)
  }
  if (origins === 0) {
    writeVarUint(encoder, 1)
    writeVarString(encoder, TEXT_NAME)
  }
  if (isDeleted) {
    writeVarUint(encoder, content)
    return
  }
  writeVarUint(encoder, content.end - content.start)
  writeText(encoder, content)
}
