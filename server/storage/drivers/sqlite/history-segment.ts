import { deflateSync, inflateSync } from 'node:zlib'
import { createDecoder, hasContent, readVarInt, readVarUint, readVarUint8Array } from 'lib0/decoding'
import { createEncoder, toUint8Array, writeVarInt, writeVarUint, writeVarUint8Array } from 'lib0/encoding'

/** One row of the log. */
export interface LogRow {
  readonly sequence: number
  readonly at: number
  /** The actor's integer key. */
  readonly actor: number
  readonly clientId: number
  readonly update: Uint8Array
}

/** First in every segment, so that a later layout can be told apart. */
const LAYOUT = 1

/**
 * Rows of the log as one zlib stream: the layout's number, then for each row its sequence and time as differences from the
 * row before, the actor's key, the clientID and the update with its length; numbers as lib0 writes them.
 */
export function encodeSegment(rows: readonly LogRow[]): Uint8Array {
  const encoder = createEncoder()
  writeVarUint(encoder, LAYOUT)
  let sequence = 0
  let at = 0
  for (const row of rows) {
    writeVarUint(encoder, row.sequence - sequence)
    writeVarInt(encoder, row.at - at)
    writeVarUint(encoder, row.actor)
    writeVarUint(encoder, row.clientId)
    writeVarUint8Array(encoder, row.update)
    sequence = row.sequence
    at = row.at
  }
  return deflateSync(toUint8Array(encoder))
}

/** The rows of `encodeSegment`; throws when the bytes are not a whole segment (zlib's checksum tells). */
export function decodeSegment(bytes: Uint8Array): LogRow[] {
  const decoder = createDecoder(inflateSync(bytes))
  const layout = readVarUint(decoder)
  if (layout !== LAYOUT) throw new Error(`a history segment has the unknown layout ${layout}`)
  const rows: LogRow[] = []
  let sequence = 0
  let at = 0
  while (hasContent(decoder)) {
    sequence += readVarUint(decoder)
    at += readVarInt(decoder)
    const actor = readVarUint(decoder)
    const clientId = readVarUint(decoder)
    rows.push({ sequence, at, actor, clientId, update: readVarUint8Array(decoder) })
  }
  return rows
}
