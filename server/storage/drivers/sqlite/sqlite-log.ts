import { joinFrames, splitFrames } from '../../../../shared/protocol/frames.ts'
import { handOver } from '../../../lib/worker-calls.ts'
import type { Append, AppendAnswer, DocumentRecord, LoggedUpdate, Snapshot } from '../../storage.ts'
import { decodeSegment, encodeSegment } from './history-segment.ts'
import type { LogRow } from './history-segment.ts'
import type { SqliteActors } from './sqlite-actors.ts'
import type { SqliteDatabase } from './sqlite-database.ts'
import { LAST_SEQUENCE } from './sqlite-documents.ts'
import type { SqliteDocuments } from './sqlite-documents.ts'

/** An `Append` whose updates' bytes travel apart, as frames. */
export interface AppendHeader extends Omit<Append, 'updates'> {
  readonly updates: readonly { readonly actor: string; readonly clientId: number }[]
}

/** A `LogHead` with its tail as frames. */
export interface FramedHead {
  readonly document: DocumentRecord
  readonly snapshot: { readonly sequence: number; readonly stateVector: Uint8Array } | null
  readonly tail: Uint8Array<ArrayBuffer>
}

/** A `LogTail` with its updates as frames. */
export interface FramedTail {
  readonly epoch: number
  readonly sequence: number
  readonly snapshot: Snapshot | null
  readonly updates: Uint8Array<ArrayBuffer>
}

interface Head {
  readonly key: number
  readonly epoch: number
  readonly sequence: number
  readonly edited: number
}

/** Bounds how much of a folded log must be unpacked to read a little of it, and what folding holds in memory. */
const SEGMENT_BYTES = 4 * 1024 * 1024
const ROWS_AT_ONCE = 64

const ROW = 'sequence, at, actor, client_id AS clientId, bytes AS "update"'

/** The `updates`, `snapshots` and `history_segments` tables. This connection is their only writer, so reads need no transaction. */
export class SqliteLog {
  readonly #database: SqliteDatabase
  readonly #documents: SqliteDocuments
  readonly #actors: SqliteActors
  readonly #head
  readonly #insert
  readonly #markEdited
  readonly #bytesAfter
  readonly #snapshotHead
  readonly #snapshot
  readonly #putSnapshot
  readonly #rows
  readonly #insertSegment
  readonly #segments
  readonly #removeRows

  constructor(database: SqliteDatabase, documents: SqliteDocuments, actors: SqliteActors) {
    this.#database = database
    this.#documents = documents
    this.#actors = actors
    this.#head = database.prepare<Head>(`
      SELECT key, epoch, ${LAST_SEQUENCE} AS sequence, first_edited_at IS NOT NULL AS edited
      FROM documents WHERE id = ? AND deleted_at IS NULL`)
    this.#insert = database.prepare(
      'INSERT INTO updates (document, sequence, at, actor, client_id, bytes) VALUES (?, ?, ?, ?, ?, ?)',
    )
    this.#markEdited = database.prepare('UPDATE documents SET first_edited_at = ? WHERE key = ?')
    this.#bytesAfter = database.prepare<{ bytes: Uint8Array }>(
      'SELECT bytes FROM updates WHERE document = ? AND sequence > ? ORDER BY sequence',
    )
    this.#snapshotHead = database.prepare<{ sequence: number; stateVector: Uint8Array }>(
      'SELECT sequence, state_vector AS stateVector FROM snapshots WHERE document = ?',
    )
    this.#snapshot = database.prepare<Snapshot>(
      'SELECT sequence, bytes, state_vector AS stateVector FROM snapshots WHERE document = ?',
    )
    this.#putSnapshot = database.prepare(
      'INSERT OR REPLACE INTO snapshots (document, epoch, sequence, state_vector, bytes) VALUES (?, ?, ?, ?, ?)',
    )
    this.#rows = database.prepare<LogRow>(
      `SELECT ${ROW} FROM updates WHERE document = ? AND sequence BETWEEN ? AND ? ORDER BY sequence LIMIT ?`,
    )
    this.#insertSegment = database.prepare(
      'INSERT INTO history_segments (document, first_sequence, last_sequence, bytes) VALUES (?, ?, ?, ?)',
    )
    this.#segments = database.prepare<{ bytes: Uint8Array }>(`
      SELECT bytes FROM history_segments
      WHERE document = ? AND last_sequence >= ? AND first_sequence <= ? ORDER BY last_sequence`)
    this.#removeRows = database.prepare('DELETE FROM updates WHERE document = ? AND sequence <= ?')
  }

  append(batch: readonly AppendHeader[], frames: Uint8Array, at: number): AppendAnswer[] {
    const bytes = splitFrames(frames).values()
    return this.#database.transaction(() =>
      batch.map((entry) => {
        // Taken before any refusal: each entry has its own frames.
        const updates = entry.updates.map((header) => ({ ...header, update: bytes.next().value ?? new Uint8Array() }))
        return this.#appendEntry(entry, updates, at)
      }),
    )
  }

  #appendEntry(entry: AppendHeader, updates: Append['updates'], at: number): AppendAnswer {
    const head = this.#head.get(entry.document)
    if (!head) return { ok: false, code: 'not-found' }
    if (head.epoch !== entry.epoch) return { ok: false, code: 'wrong-epoch' }
    let { sequence } = head
    for (const { actor, clientId, update } of updates) {
      sequence += 1
      this.#insert.run(head.key, sequence, at, this.#actors.keyOf(actor), clientId, update)
    }
    if (!head.edited && updates.length > 0) this.#markEdited.run(at, head.key)
    return { ok: true, sequence }
  }

  load(document: string): FramedHead | null {
    const head = this.#head.get(document)
    const record = this.#documents.find(document)
    if (!head || !record) return null
    const snapshot = this.#snapshotHead.get(head.key) ?? null
    const tail = this.#framesAfter(head.key, snapshot?.sequence ?? 0)
    return handOver({ document: record, snapshot, tail }, [tail.buffer])
  }

  readAfter(document: string, after: number): FramedTail | null {
    const head = this.#head.get(document)
    if (!head) return null
    const { epoch, sequence } = head
    const folded = this.#snapshotHead.get(head.key)?.sequence ?? 0
    const snapshot = after < folded ? (this.#snapshot.get(head.key) ?? null) : null
    const updates = this.#framesAfter(head.key, snapshot?.sequence ?? after)
    return handOver({ epoch, sequence, snapshot, updates }, [updates.buffer])
  }

  #framesAfter(key: number, after: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(joinFrames(this.#bytesAfter.all(key, after).map(({ bytes }) => bytes)))
  }

  fold(document: string, epoch: number, snapshot: Snapshot): boolean {
    const folded = this.#database.transaction(() => {
      const head = this.#head.get(document)
      if (!head || head.epoch !== epoch || snapshot.sequence > head.sequence) return false
      const before = this.#snapshotHead.get(head.key)?.sequence ?? 0
      if (snapshot.sequence <= before) return false
      this.#foldRows(head.key, before + 1, snapshot.sequence)
      this.#putSnapshot.run(head.key, epoch, snapshot.sequence, snapshot.stateVector, snapshot.bytes)
      return true
    })
    if (folded) this.#database.freePages()
    return folded
  }

  #foldRows(key: number, first: number, last: number): void {
    let rows: LogRow[] = []
    let bytes = 0
    let next = first
    while (next <= last) {
      const more = this.#rows.all(key, next, last, ROWS_AT_ONCE)
      for (const row of more) bytes += row.update.byteLength
      rows.push(...more)
      next = (more.at(-1)?.sequence ?? last) + 1
      if (bytes < SEGMENT_BYTES && next <= last) continue
      const start = rows.at(0)?.sequence
      if (start !== undefined) this.#insertSegment.run(key, start, next - 1, encodeSegment(rows))
      rows = []
      bytes = 0
    }
    this.#removeRows.run(key, last)
  }

  history(document: string, first: number, last: number): LoggedUpdate[] {
    const head = this.#head.get(document)
    if (!head) return []
    const folded = this.#segments.all(head.key, first, last).flatMap(({ bytes }) => decodeSegment(bytes))
    const rows = folded.filter(({ sequence }) => sequence >= first && sequence <= last)
    rows.push(...this.#rows.all(head.key, first, last, -1))
    const ids = new Map<number, string>()
    return rows.map(({ actor, ...row }) => {
      const id = ids.get(actor) ?? this.#actors.idOf(actor)
      ids.set(actor, id)
      return { ...row, actor: id }
    })
  }
}
