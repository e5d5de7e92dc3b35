import { type Decoder, createDecoder, hasContent, readVarInt, readVarUint } from 'lib0/decoding'
import { type Encoder, createEncoder, toUint8Array, writeVarInt, writeVarUint, writeVarUint8Array } from 'lib0/encoding'
import { type Text, readText, writeText } from './update-parts.ts'

/** What is alike stands together, for zlib. In the order of the file: never changed. */
const COLUMNS = ['times', 'operations', 'rows', 'counts', 'clients', 'clocks', 'lengths', 'text', 'updates'] as const

export type Column = (typeof COLUMNS)[number]

type ByColumn<Value> = Readonly<Record<Column, Value>>

function byColumn<Value>(make: (column: Column) => Value): ByColumn<Value> {
  return Object.fromEntries(COLUMNS.map((column) => [column, make(column)])) as ByColumn<Value>
}

/** Numbers as lib0 writes them, and bytes without their length. */
export class ColumnWriter {
  readonly #columns = byColumn(createEncoder)

  /** Not negative. */
  uint(column: Column, value: number): void {
    writeVarUint(this.#columns[column], value)
  }

  int(column: Column, value: number): void {
    writeVarInt(this.#columns[column], value)
  }

  text(column: Column, text: Text): void {
    writeText(this.#columns[column], text)
  }

  /** Each column behind its length. */
  finish(encoder: Encoder): void {
    for (const column of COLUMNS) writeVarUint8Array(encoder, toUint8Array(this.#columns[column]))
  }
}

/** Reads what a `ColumnWriter` wrote; throws past the end of a column. */
export class ColumnReader {
  readonly #columns: ByColumn<Decoder>

  constructor(decoder: Decoder) {
    this.#columns = byColumn(() => createDecoder(readColumn(decoder)))
  }

  uint(column: Column): number {
    return readVarUint(this.#columns[column])
  }

  int(column: Column): number {
    return readVarInt(this.#columns[column])
  }

  /** So many bytes of it. */
  text(column: Column, length: number): Text {
    return readText(this.#columns[column], length)
  }

  hasMore(column: Column): boolean {
    return hasContent(this.#columns[column])
  }
}

function readColumn(decoder: Decoder): Uint8Array {
  const { bytes, start, end } = readText(decoder, readVarUint(decoder))
  return bytes.subarray(start, end)
}
