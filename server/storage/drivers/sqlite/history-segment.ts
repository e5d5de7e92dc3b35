import { deflateSync, inflateSync } from 'node:zlib'
import { type Decoder, createDecoder, hasContent, readVarInt, readVarUint, readVarUint8Array } from 'lib0/decoding'
import { createEncoder, toUint8Array, writeVarUint } from 'lib0/encoding'
import type { LogRow } from './log-row.ts'
import { ColumnReader, ColumnWriter } from './segment-columns.ts'
import { type RowHeader, SegmentReader } from './segment-reader.ts'
import { SegmentWriter } from './segment-writer.ts'
import { splitParts } from './update-parts.ts'

/** First in every segment. */
const ROW_LAYOUT = 1
const COLUMN_LAYOUT = 2

const NONE: ReadonlySet<number> = new Set()

/** Far more than any segment comes to: what a damaged one may take. */
const MAX_UNPACKED_BYTES = 64 * 1024 * 1024

/** So many rows at once: a few milliseconds, when this has not run before. */
const STEP_ROWS = 200

/**
 * Rows of the log as one zlib stream: the layout's number, then the columns of segment-writer.ts. Read again, and compared,
 * before anybody relies on it. In steps, between which something else may be done.
 */
export function* encodeSegment(rows: readonly LogRow[]): Generator<void, Uint8Array> {
  const bytes = yield* packColumns(rows, NONE)
  const whole = yield* differing(rows, bytes)
  if (whole.size === 0) return bytes
  const again = yield* packColumns(rows, whole)
  const remaining = yield* differing(rows, again)
  if (remaining.size > 0) throw new Error('a history segment would not hold its rows')
  return again
}

/** The updates at the indexes `whole` are kept in their own bytes. */
function* packColumns(rows: readonly LogRow[], whole: ReadonlySet<number>): Generator<void, Uint8Array> {
  const columns = new ColumnWriter()
  const writer = new SegmentWriter(columns)
  for (const [index, row] of rows.entries()) {
    writer.add(row, whole.has(index) ? null : splitParts(row.update))
    if (index % STEP_ROWS === STEP_ROWS - 1) yield
  }
  const encoder = createEncoder()
  writeVarUint(encoder, COLUMN_LAYOUT)
  columns.finish(encoder)
  return deflateSync(toUint8Array(encoder))
}

/** The indexes of the rows that are read otherwise. */
function* differing(rows: readonly LogRow[], bytes: Uint8Array): Generator<void, Set<number>> {
  const read = yield* decoding(bytes)
  const found = new Set<number>()
  for (const [index, row] of rows.entries()) if (!isSame(row, read[index])) found.add(index)
  return found
}

function isSame(row: LogRow, read: LogRow | undefined): boolean {
  return (
    read?.sequence === row.sequence &&
    read.at === row.at &&
    read.actor === row.actor &&
    read.clientId === row.clientId &&
    isEqual(read.update, row.update)
  )
}

/** Most are of some twenty bytes, for which a call of Node's costs more. */
function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

/** The rows of `encodeSegment`; throws when the bytes are not a whole segment (zlib's checksum tells). */
export function decodeSegment(bytes: Uint8Array): LogRow[] {
  const steps = decoding(bytes)
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}

function* decoding(bytes: Uint8Array): Generator<void, LogRow[]> {
  const decoder = createDecoder(inflateSync(bytes, { maxOutputLength: MAX_UNPACKED_BYTES }))
  const layout = readVarUint(decoder)
  if (layout === ROW_LAYOUT) return readRows(decoder)
  if (layout === COLUMN_LAYOUT) return yield* readColumns(decoder)
  throw new Error(`a history segment has the unknown layout ${layout}`)
}

function* readColumns(decoder: Decoder): Generator<void, LogRow[]> {
  const reader = new SegmentReader(new ColumnReader(decoder))
  const updates = createEncoder()
  const headers: RowHeader[] = []
  for (let header = reader.next(updates); header !== null; header = reader.next(updates)) {
    headers.push(header)
    if (headers.length % STEP_ROWS === 0) yield
  }
  const { buffer } = toUint8Array(updates)
  let start = 0
  return headers.map(({ sequence, at, actor, clientId, end }) => {
    const update = new Uint8Array(buffer, start, end - start)
    start = end
    return { sequence, at, actor, clientId, update }
  })
}

/** What earlier versions wrote: each row's sequence and time as differences from the row before, and the rest as it is. */
function readRows(decoder: Decoder): LogRow[] {
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
