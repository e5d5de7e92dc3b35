import { crc32 } from 'node:zlib'
import { createDecoder, readVarUint } from 'lib0/decoding'
import { createEncoder, length, toUint8Array, writeUint8Array, writeVarUint } from 'lib0/encoding'
import { Damage } from './damage.ts'
import type { LogRow } from './log-row.ts'

/** An update of some log, as it is stored until it becomes history. */
export interface StoredUpdate extends LogRow {
  /** The document's integer key. */
  readonly document: number
  readonly mark: number
}

/** Updates as a row of `journal` or `tail_segments` has them. `checksum` is an unsigned 32-bit number. */
export interface EncodedUpdates {
  readonly checksum: number
  readonly bytes: Uint8Array
}

/** First in every row, so that a later layout can be told apart. */
const LAYOUT = 1

/**
 * The layout's number and how many updates there are; of each the document's key, the sequence, the time, the actor's key, the
 * clientID, the mark and its length in bytes, numbers as lib0 writes them; then the updates themselves. The checksum is that of
 * the numbers. The updates need none: each is checked against its mark by whoever reads it, so that a damaged one damages
 * its document alone.
 */
export function encodeUpdates(updates: readonly StoredUpdate[]): EncodedUpdates {
  const encoder = createEncoder()
  writeVarUint(encoder, LAYOUT)
  writeVarUint(encoder, updates.length)
  for (const { document, sequence, at, actor, clientId, mark, update } of updates) {
    for (const number of [document, sequence, at, actor, clientId, mark, update.byteLength]) {
      writeVarUint(encoder, number)
    }
  }
  const numbers = length(encoder)
  for (const { update } of updates) writeUint8Array(encoder, update)
  const bytes = toUint8Array(encoder)
  return { checksum: crc32(bytes.subarray(0, numbers)), bytes }
}

/** The updates of `encodeUpdates`, as views on the same memory. Throws `Damage` when the numbers are not what was stored. */
export function decodeUpdates({ checksum, bytes }: EncodedUpdates): StoredUpdate[] {
  const heads: (Omit<StoredUpdate, 'update'> & { readonly byteLength: number })[] = []
  const decoder = createDecoder(bytes)
  try {
    const layout = readVarUint(decoder)
    if (layout !== LAYOUT) throw new Damage(`it has the unknown layout ${layout}`)
    for (let left = readVarUint(decoder); left > 0; left--) {
      heads.push({
        document: readVarUint(decoder),
        sequence: readVarUint(decoder),
        at: readVarUint(decoder),
        actor: readVarUint(decoder),
        clientId: readVarUint(decoder),
        mark: readVarUint(decoder),
        byteLength: readVarUint(decoder),
      })
    }
  } catch (error) {
    throw error instanceof Damage ? error : new Damage('it ends too early', { cause: error })
  }
  if (crc32(bytes.subarray(0, decoder.pos)) !== checksum) throw new Damage('it is not what was stored')
  let start = decoder.pos
  const updates = heads.map(({ byteLength, ...head }) => {
    const update = bytes.subarray(start, start + byteLength)
    start += byteLength
    return { ...head, update }
  })
  if (start !== bytes.byteLength) throw new Damage('it is not as long as it was')
  return updates
}
