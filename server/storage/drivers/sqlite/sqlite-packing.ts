import { FIRST_MARK } from '../../mark.ts'
import { encodeSegment } from './history-segment.ts'
import { markAfter } from './mark-chain.ts'
import type { SqliteDatabase } from './sqlite-database.ts'
import type { Segment, SqliteHistory } from './sqlite-history.ts'
import type { SqliteTail } from './sqlite-tail.ts'
import type { StoredUpdate } from './stored-updates.ts'

/** What becomes one history segment: all that must be unpacked to read a little of it. A larger update is one by itself. */
const SEGMENT_BYTES = 128 * 1024
const SEGMENT_ROWS = 2000

/** A segment that is being made of what is in the tail. */
interface Packing extends Omit<Segment, 'bytes'> {
  readonly key: number
  readonly steps: Generator<void, Uint8Array>
}

/**
 * Moves updates from the tail into history: a segment in a transaction, and before that in steps, so that no save has to wait for
 * more than one. One document at a time; of another that was begun nothing is lost but the work.
 */
export class SqlitePacking {
  readonly #database: SqliteDatabase
  readonly #tail: SqliteTail
  readonly #history: SqliteHistory
  #packing: Packing | null = null

  constructor(database: SqliteDatabase, tail: SqliteTail, history: SqliteHistory) {
    this.#database = database
    this.#tail = tail
    this.#history = history
  }

  /** One step towards having everything of a document in history up to `last`. False when there is no more to do. */
  step(key: number, last: number): boolean {
    const packing = this.#packing
    // Should this throw, it is begun anew: a generator that has thrown is over.
    this.#packing = null
    if (packing?.key !== key) {
      this.#packing = this.#begin(key, last)
      return this.#packing !== null
    }
    const step = packing.steps.next()
    if (step.done !== true) {
      this.#packing = packing
      return true
    }
    return this.#isInTail(packing) ? this.#move({ ...packing, bytes: step.value }, key, last) : true
  }

  #begin(key: number, last: number): Packing | null {
    const rows = this.#firstRows(key, last)
    const [first, end] = [rows.at(0), rows.at(-1)]
    if (!first || !end) return null
    const sequence = first.sequence - 1
    const before = { sequence, mark: sequence === 0 ? FIRST_MARK : this.#history.markAt(key, sequence) }
    const mark = markAfter(before, rows)
    return { key, first: first.sequence, last: end.sequence, mark, steps: encodeSegment(rows) }
  }

  /** The first updates of the tail up to `last`, as many as may become one segment. */
  #firstRows(key: number, last: number): StoredUpdate[] {
    const rows: StoredUpdate[] = []
    let bytes = 0
    for (;;) {
      const more = this.#tail.next(key, rows.at(-1)?.sequence ?? 0)
      if (more.length === 0) return rows
      for (const row of more) {
        bytes += row.update.byteLength
        const isFull = rows.length > 0 && (bytes > SEGMENT_BYTES || rows.length === SEGMENT_ROWS)
        if (row.sequence > last || isFull) return rows
        rows.push(row)
      }
    }
  }

  /** The document may be another by now, with the key of one that is gone. A mark tells of all before it. */
  #isInTail({ key, last, mark }: Packing): boolean {
    return this.#tail.between(key, last, last).at(0)?.mark === mark
  }

  #move(segment: Segment, key: number, last: number): boolean {
    this.#database.transaction(() => {
      this.#history.add(key, segment)
      this.#tail.remove(key, segment.last)
    })
    this.#database.freePages()
    return segment.last < last
  }
}
