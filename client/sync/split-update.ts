import { createEncoder, toUint8Array, writeUint8Array, writeVarUint } from 'lib0/encoding'
import * as Y from 'yjs'

/** What a piece needs beside its structs and ranges: counts and ids of its client groups. */
const HEADER_BYTES = 64
/** UTF-8 takes at most this many bytes for a UTF-16 code unit. */
const BYTES_PER_UNIT = 3
/** No struct and no delete range takes less. */
const MIN_PART_BYTES = 2

export type Struct = ReturnType<typeof Y.decodeUpdate>['structs'][number]
type Deletions = ReturnType<typeof Y.decodeUpdate>['ds']

/**
 * Cuts a Yjs V1 update into several of at most about `maxBytes`, and of at most `maxParts` structs and delete ranges, valid
 * on their own and equal to the whole when they are applied in order: first the structs, each after what it refers to, then
 * the deletions. Null when one struct that is no text is larger than that, or the update refers to itself in a circle.
 */
export function splitUpdate(update: Uint8Array, maxBytes: number, maxParts: number): Uint8Array[] | null {
  const { structs, ds } = Y.decodeUpdate(update)
  const ordered = inCausalOrder(structs.flatMap((struct) => cutText(struct, maxBytes)))
  if (ordered === null) return null

  const pieces: Uint8Array[] = []
  let piece = new Piece()
  const makeRoom = (bytes: number): void => {
    if ((piece.bytes + bytes <= maxBytes && piece.parts < maxParts) || piece.parts === 0) return
    pieces.push(piece.encode())
    piece = new Piece()
  }
  for (const struct of ordered) {
    const bytes = encodeStruct(struct)
    if (bytes.byteLength + HEADER_BYTES > maxBytes) return null
    makeRoom(bytes.byteLength)
    piece.addStruct(struct, bytes)
  }
  for (const [client, ranges] of ds.clients) {
    for (const { clock, len } of ranges) {
      const range = encodeRange(clock, len)
      makeRoom(range.byteLength)
      piece.addRange(client, range)
    }
  }
  pieces.push(piece.encode())
  return pieces
}

/** The update that holds these structs, each client's in order and without gaps, and these deletions. */
export function writeUpdate(structs: readonly Struct[], ds: Deletions): Uint8Array {
  const whole = new Piece()
  for (const struct of structs) whole.addStruct(struct, encodeStruct(struct))
  for (const [client, ranges] of ds.clients)
    for (const { clock, len } of ranges) whole.addRange(client, encodeRange(clock, len))
  return whole.encode()
}

/** Whether a Yjs V1 update has more than `maxParts` structs and delete ranges. */
export function hasMoreParts(update: Uint8Array, maxParts: number): boolean {
  if (update.byteLength <= maxParts * MIN_PART_BYTES) return false
  const { structs, ds } = Y.decodeUpdate(update)
  return [...ds.clients.values()].reduce((parts, ranges) => parts + ranges.length, structs.length) > maxParts
}

/** The text of all insertions in an update, as far as it can be read: what a person would want back from a lone one. */
export function insertedText(update: Uint8Array): string {
  try {
    return Y.decodeUpdate(update)
      .structs.map((struct) =>
        struct instanceof Y.Item && struct.content instanceof Y.ContentString ? struct.content.str : '',
      )
      .join('')
  } catch {
    return ''
  }
}

class Piece {
  bytes = HEADER_BYTES
  parts = 0
  readonly #structs = new Map<number, { readonly clock: number; readonly encoded: Uint8Array[] }>()
  readonly #ranges = new Map<number, Uint8Array[]>()

  addStruct(struct: Struct, encoded: Uint8Array): void {
    const group = this.#structs.get(struct.id.client)
    if (group === undefined) this.#structs.set(struct.id.client, { clock: struct.id.clock, encoded: [encoded] })
    else group.encoded.push(encoded)
    this.bytes += encoded.byteLength + (group === undefined ? HEADER_BYTES : 0)
    this.parts += 1
  }

  addRange(client: number, encoded: Uint8Array): void {
    const group = this.#ranges.get(client)
    if (group === undefined) this.#ranges.set(client, [encoded])
    else group.push(encoded)
    this.bytes += encoded.byteLength + (group === undefined ? HEADER_BYTES : 0)
    this.parts += 1
  }

  /** The V1 update format: groups of structs by descending client, then the delete set. */
  encode(): Uint8Array {
    const encoder = createEncoder()
    writeVarUint(encoder, this.#structs.size)
    for (const [client, group] of [...this.#structs].sort(([a], [b]) => b - a)) {
      writeVarUint(encoder, group.encoded.length)
      writeVarUint(encoder, client)
      writeVarUint(encoder, group.clock)
      for (const struct of group.encoded) writeUint8Array(encoder, struct)
    }
    writeVarUint(encoder, this.#ranges.size)
    for (const [client, ranges] of [...this.#ranges].sort(([a], [b]) => b - a)) {
      writeVarUint(encoder, client)
      writeVarUint(encoder, ranges.length)
      for (const range of ranges) writeUint8Array(encoder, range)
    }
    return toUint8Array(encoder)
  }
}

function encodeStruct(struct: Struct): Uint8Array {
  const encoder = new Y.UpdateEncoderV1()
  // Y.Skip has a type of its own for the same method.
  ;(struct as Y.Item).write(encoder, 0)
  return encoder.toUint8Array()
}

function encodeRange(clock: number, len: number): Uint8Array {
  const encoder = createEncoder()
  writeVarUint(encoder, clock)
  writeVarUint(encoder, len)
  return toUint8Array(encoder)
}

/** A long run of text as several structs, as Yjs itself would have written them; anything else as it is. */
function cutText(struct: Struct, maxBytes: number): Struct[] {
  if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentString)) return [struct]
  const text = struct.content.str
  // An eighth of a piece, so that pieces are filled well whatever comes before.
  const units = Math.max(2, Math.floor(maxBytes / 8 / BYTES_PER_UNIT))
  if (text.length <= units) return [struct]
  const { client, clock } = struct.id
  const parts: Struct[] = []
  for (let start = 0; start < text.length;) {
    let end = Math.min(start + units, text.length)
    if (end < text.length && isHighSurrogate(text.charCodeAt(end - 1))) end -= 1
    parts.push(
      new Y.Item(
        Y.createID(client, clock + start),
        null,
        start === 0 ? struct.origin : Y.createID(client, clock + start - 1),
        null,
        struct.rightOrigin,
        struct.parent,
        struct.parentSub,
        new Y.ContentString(text.slice(start, end)),
      ),
    )
    start = end
  }
  return parts
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00
}

/** Each struct after those of the same update that it refers to; null when there is no such order. */
export function inCausalOrder(structs: readonly Struct[]): Struct[] | null {
  const groups = new Map<number, Struct[]>()
  for (const struct of structs) {
    const group = groups.get(struct.id.client)
    if (group === undefined) groups.set(struct.id.client, [struct])
    else group.push(struct)
  }
  const cursors = new Map([...groups].map(([client, group]) => [client, { group, taken: 0 }]))
  const isPlaced = (id: Y.ID | null): boolean => {
    const cursor = id === null ? undefined : cursors.get(id.client)
    const waiting = cursor?.group[cursor.taken]
    return id === null || waiting === undefined || id.clock < waiting.id.clock
  }
  const ordered: Struct[] = []
  for (let before = -1; before < ordered.length;) {
    before = ordered.length
    for (const cursor of cursors.values()) {
      for (let struct = cursor.group[cursor.taken]; struct !== undefined; struct = cursor.group[cursor.taken]) {
        if (struct instanceof Y.Item && !(isPlaced(struct.origin) && isPlaced(struct.rightOrigin))) break
        ordered.push(struct)
        cursor.taken += 1
      }
    }
  }
  return ordered.length === structs.length ? ordered : null
}
