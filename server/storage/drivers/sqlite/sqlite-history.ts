import { FIRST_MARK, nextMark } from '../../mark.ts'
import { Damage } from './damage.ts'
import { decodeSegment, encodeSegment } from './history-segment.ts'
import type { LogRow } from './log-row.ts'
import type { SqliteDatabase } from './sqlite-database.ts'

interface Segment {
  readonly first: number
  readonly last: number
  /** Of the last update in it. */
  readonly mark: number
  readonly bytes: Uint8Array
}

/**
 * What one segment may hold: a few milliseconds of packing, for which saves have to wait, and all that must be unpacked to read a
 * little of it, or to tell one mark. A larger update is a segment of its own.
 */
export const SEGMENT_BYTES = 128 * 1024
export const SEGMENT_ROWS = 2500

const SEGMENT = 'first_sequence AS first, last_sequence AS last, mark, bytes'

/** The `history_segments` table: what snapshots hold, update by update. What is read from it was checked against its marks. */
export class SqliteHistory {
  readonly #insert
  readonly #remove
  readonly #overlapping
  readonly #lastBefore

  constructor(database: SqliteDatabase) {
    this.#insert = database.prepare(
      'INSERT INTO history_segments (document, first_sequence, last_sequence, mark, bytes) VALUES (?, ?, ?, ?, ?)',
    )
    this.#remove = database.prepare('DELETE FROM history_segments WHERE document = ? AND last_sequence = ?')
    this.#overlapping = database.prepare<Segment>(`
      SELECT ${SEGMENT} FROM history_segments
      WHERE document = ? AND last_sequence >= ? AND first_sequence <= ? ORDER BY last_sequence`)
    this.#lastBefore = database.prepare<{ last: number; mark: number }>(`
      SELECT last_sequence AS last, mark FROM history_segments
      WHERE document = ? AND last_sequence < ? ORDER BY last_sequence DESC LIMIT 1`)
  }

  /** Adds rows that continue it. The last segment is written anew with as many of them as it has room for. */
  add(key: number, rows: readonly LogRow[]): void {
    const [next] = rows
    if (!next) return
    const before = this.#lastRows(key, next.sequence - 1)
    if (before.length > 0) this.#remove.run(key, next.sequence - 1)
    for (const segment of segmentsOf([...before, ...rows])) this.#write(key, segment)
  }

  #write(key: number, rows: readonly LogRow[]): void {
    const [first, last] = [rows.at(0), rows.at(-1)]
    if (!first || !last) return
    const mark = rows.reduce((at, { update }) => nextMark(at, update), this.#markBefore(key, first.sequence))
    this.#insert.run(key, first.sequence, last.sequence, mark, encodeSegment(rows))
  }

  /** The rows of the segment that ends there, while it has room: one of two thousand is half as large as twenty of a hundred. */
  #lastRows(key: number, end: number): LogRow[] {
    const [segment] = this.#overlapping.all(key, end, end)
    if (!segment || end - segment.first + 1 >= SEGMENT_ROWS) return []
    try {
      return this.#rowsOf(key, segment)
    } catch (error) {
      // It stays as it is, for whoever asks for it.
      if (error instanceof Damage) return []
      throw error
    }
  }

  /** The rows from `first` to `last`, both counted in, as far as they are in here. Throws `Damage`. */
  read(key: number, first: number, last: number): LogRow[] {
    const segments = this.#overlapping.all(key, first, last)
    const rows = segments.flatMap((segment) => this.#rowsOf(key, segment))
    return rows.filter(({ sequence }) => sequence >= first && sequence <= last)
  }

  /** The mark at a sequence; null when that is not in here. Throws `Damage`. */
  markAt(key: number, sequence: number): number | null {
    const [segment] = this.#overlapping.all(key, sequence, sequence)
    if (!segment) return null
    if (segment.last === sequence) return segment.mark
    const rows = this.#rowsOf(key, segment).filter((row) => row.sequence <= sequence)
    return rows.reduce((mark, { update }) => nextMark(mark, update), this.#markBefore(key, segment.first))
  }

  #rowsOf(key: number, segment: Segment): LogRow[] {
    const { first, last } = segment
    let rows: LogRow[]
    try {
      rows = decodeSegment(segment.bytes)
    } catch (error) {
      throw new Damage(`the history from ${first} to ${last} cannot be unpacked`, { cause: error })
    }
    const mark = rows.reduce((before, { update }) => nextMark(before, update), this.#markBefore(key, segment.first))
    const isWhole = rows.length === last - first + 1 && rows.every(({ sequence }, index) => sequence === first + index)
    if (!isWhole || mark !== segment.mark)
      throw new Damage(`the history from ${first} to ${last} is not what was stored`)
    return rows
  }

  #markBefore(key: number, first: number): number {
    if (first === 1) return FIRST_MARK
    const before = this.#lastBefore.get(key, first)
    if (before?.last !== first - 1) throw new Damage(`the history before ${first} is missing`)
    return before.mark
  }
}

/** In order, each with as many rows as it may hold. */
function segmentsOf(rows: readonly LogRow[]): LogRow[][] {
  const segments: LogRow[][] = []
  let bytes = 0
  for (const row of rows) {
    const segment = segments.at(-1)
    bytes += row.update.byteLength
    if (segment && segment.length < SEGMENT_ROWS && bytes <= SEGMENT_BYTES) segment.push(row)
    else {
      segments.push([row])
      bytes = row.update.byteLength
    }
  }
  return segments
}
