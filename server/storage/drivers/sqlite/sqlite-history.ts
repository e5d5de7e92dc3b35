import { FIRST_MARK, nextMark } from '../../mark.ts'
import { Damage } from './damage.ts'
import { decodeSegment } from './history-segment.ts'
import type { LogRow } from './log-row.ts'
import type { SqliteDatabase } from './sqlite-database.ts'

export interface Segment {
  readonly first: number
  readonly last: number
  /** Of the last update in it. */
  readonly mark: number
  readonly bytes: Uint8Array
}

const SEGMENT = 'first_sequence AS first, last_sequence AS last, mark, bytes'

/** The `history_segments` table: what snapshots hold, update by update. What is read from it was checked against its marks. */
export class SqliteHistory {
  readonly #insert
  readonly #overlapping
  readonly #endingAt
  readonly #lastBefore

  constructor(database: SqliteDatabase) {
    this.#insert = database.prepare(
      'INSERT INTO history_segments (document, first_sequence, last_sequence, mark, bytes) VALUES (?, ?, ?, ?, ?)',
    )
    this.#overlapping = database.prepare<Segment>(`
      SELECT ${SEGMENT} FROM history_segments
      WHERE document = ? AND last_sequence >= ? AND first_sequence <= ? ORDER BY last_sequence`)
    // At a sequence or after it: without an end, whatever follows would be looked through.
    this.#endingAt = database.prepare<Segment>(`
      SELECT ${SEGMENT} FROM history_segments
      WHERE document = ? AND last_sequence >= ? ORDER BY last_sequence LIMIT 1`)
    this.#lastBefore = database.prepare<{ last: number; mark: number }>(`
      SELECT last_sequence AS last, mark FROM history_segments
      WHERE document = ? AND last_sequence < ? ORDER BY last_sequence DESC LIMIT 1`)
  }

  /** Adds the rows from `first` to `last`, which continue it, as `encodeSegment` made them. */
  add(key: number, { first, last, mark, bytes }: Segment): void {
    this.#insert.run(key, first, last, mark, bytes)
  }

  /** The rows from `first` to `last`, both counted in, as far as they are in here. Throws `Damage`. */
  read(key: number, first: number, last: number): LogRow[] {
    const segments = this.#overlapping.all(key, first, last)
    const rows = segments.flatMap((segment) => this.#rowsOf(key, segment))
    return rows.filter(({ sequence }) => sequence >= first && sequence <= last)
  }

  /** All that is in one segment with this sequence; nothing when that is not in here. Throws `Damage`. */
  around(key: number, sequence: number): LogRow[] {
    const segment = this.#segmentOf(key, sequence)
    return segment ? this.#rowsOf(key, segment) : []
  }

  /** The mark at a sequence; null when that is not in here. Throws `Damage`. */
  markAt(key: number, sequence: number): number | null {
    const segment = this.#segmentOf(key, sequence)
    if (!segment) return null
    if (segment.last === sequence) return segment.mark
    const rows = this.#rowsOf(key, segment).filter((row) => row.sequence <= sequence)
    return rows.reduce((mark, { update }) => nextMark(mark, update), this.#markBefore(key, segment))
  }

  #segmentOf(key: number, sequence: number): Segment | null {
    const segment = this.#endingAt.get(key, sequence)
    return segment !== undefined && segment.first <= sequence ? segment : null
  }

  #rowsOf(key: number, segment: Segment): LogRow[] {
    const { first, last } = segment
    let rows: LogRow[]
    try {
      rows = decodeSegment(segment.bytes)
    } catch (error) {
      throw new Damage(`the history from ${first} to ${last} cannot be unpacked`, { cause: error })
    }
    const mark = rows.reduce((before, { update }) => nextMark(before, update), this.#markBefore(key, segment))
    const isWhole = rows.length === last - first + 1 && rows.every(({ sequence }, index) => sequence === first + index)
    if (!isWhole || mark !== segment.mark)
      throw new Damage(`the history from ${first} to ${last} is not what was stored`)
    return rows
  }

  #markBefore(key: number, { first }: Segment): number {
    if (first === 1) return FIRST_MARK
    const before = this.#lastBefore.get(key, first)
    if (before?.last !== first - 1) throw new Damage(`the history before ${first} is missing`)
    return before.mark
  }
}
