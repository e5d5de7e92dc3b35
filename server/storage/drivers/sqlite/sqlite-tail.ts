import { Damage } from './damage.ts'
import type { Direction } from './log-row.ts'
import type { SqliteDatabase } from './sqlite-database.ts'
import { type EncodedUpdates, type StoredUpdate, decodeUpdates, encodeUpdates } from './stored-updates.ts'

interface Segment extends EncodedUpdates {
  readonly first: number
  readonly last: number
  /** Of the last update in it. */
  readonly mark: number
}

const SEGMENT = 'first_sequence AS first, last_sequence AS last, mark, checksum, bytes'

/** What is read at once where a log is read piece by piece. */
const PIECE_UPDATES = 1000
const PIECE_BYTES = 1024 * 1024

/**
 * The `tail_segments` table: the end of every log, which is not history yet. A row holds the updates that one commit brought to
 * one document, or several. The numbers in it are what was stored, or `Damage` is thrown; the updates are checked against
 * their marks by whoever reads them.
 */
export class SqliteTail {
  readonly #insert
  readonly #overlapping
  readonly #sizes
  readonly #next
  readonly #last
  readonly #remove

  constructor(database: SqliteDatabase) {
    this.#insert = database.prepare(`
      INSERT INTO tail_segments (document, first_sequence, last_sequence, mark, checksum, bytes)
      VALUES (?, ?, ?, ?, ?, ?)`)
    this.#overlapping = database.prepare<Segment>(`
      SELECT ${SEGMENT} FROM tail_segments
      WHERE document = ? AND last_sequence >= ? AND first_sequence <= ? ORDER BY last_sequence`)
    // Of a blob SQLite tells the length without reading it.
    this.#sizes = database.prepare<Pick<Segment, 'first' | 'last'> & { readonly size: number }>(`
      SELECT first_sequence AS first, last_sequence AS last, length(bytes) AS size FROM tail_segments
      WHERE document = ? AND last_sequence >= ? AND first_sequence <= ? ORDER BY last_sequence`)
    this.#next = database.prepare<Segment>(`
      SELECT ${SEGMENT} FROM tail_segments
      WHERE document = ? AND last_sequence > ? ORDER BY last_sequence LIMIT 1`)
    this.#last = database.prepare<Segment>(`
      SELECT ${SEGMENT} FROM tail_segments WHERE document = ? ORDER BY last_sequence DESC LIMIT 1`)
    this.#remove = database.prepare('DELETE FROM tail_segments WHERE document = ? AND last_sequence <= ?')
  }

  /** Adds updates that continue the log of one document. */
  add(updates: readonly StoredUpdate[]): void {
    const [first, last] = [updates.at(0), updates.at(-1)]
    if (!first || !last) return
    const { checksum, bytes } = encodeUpdates(updates)
    this.#insert.run(first.document, first.sequence, last.sequence, last.mark, checksum, bytes)
  }

  /** What is in here from `first` to `last`, both counted in, in order. */
  between(document: number, first: number, last: number): StoredUpdate[] {
    const updates = this.#overlapping.all(document, first, last).flatMap((segment) => updatesOf(document, segment))
    return updates.filter(({ sequence }) => sequence >= first && sequence <= last)
  }

  /** All that is in one row with this sequence, and in some rows before or behind it; nothing when that is not in here. */
  beside(document: number, sequence: number, direction: Direction): StoredUpdate[] {
    const bounds = direction === 'back' ? [sequence - PIECE_UPDATES, sequence] : [sequence, sequence + PIECE_UPDATES]
    const sizes = this.#sizes.all(document, ...bounds)
    const rows = direction === 'back' ? sizes.toReversed() : sizes
    const [start] = rows
    if (!start || start.first > sequence || start.last < sequence) return []
    let bytes = 0
    const piece = rows.filter(({ size }, index) => (bytes += size) <= PIECE_BYTES || index === 0)
    const ends = piece.flatMap(({ first, last }) => [first, last])
    const segments = this.#overlapping.all(document, Math.min(...ends), Math.max(...ends))
    return segments.flatMap((segment) => updatesOf(document, segment))
  }

  /** Of what follows on `after`, as much as one row holds; empty at the end. */
  next(document: number, after: number): StoredUpdate[] {
    const segment = this.#next.get(document, after)
    return segment ? updatesOf(document, segment).filter(({ sequence }) => sequence > after) : []
  }

  /** The last update in here; undefined when it is empty. */
  last(document: number): StoredUpdate | undefined {
    const segment = this.#last.get(document)
    return segment && updatesOf(document, segment).at(-1)
  }

  /** Takes away everything up to `last`. */
  remove(document: number, last: number): void {
    const [rest] = this.#overlapping.all(document, last, last)
    this.#remove.run(document, Math.max(last, rest?.last ?? 0))
    if (rest) this.add(updatesOf(document, rest).filter(({ sequence }) => sequence > last))
  }
}

function updatesOf(document: number, segment: Segment): StoredUpdate[] {
  const { first, last } = segment
  try {
    const updates = decodeUpdates(segment)
    const isWhole = updates.length === last - first + 1 && updates.at(-1)?.mark === segment.mark
    if (!isWhole || !updates.every((update, i) => update.document === document && update.sequence === first + i)) {
      throw new Damage('they are not those of the row')
    }
    return updates
  } catch (error) {
    if (!(error instanceof Damage)) throw error
    throw new Damage(`the updates from ${first} to ${last} cannot be used: ${error.message}`, { cause: error })
  }
}
