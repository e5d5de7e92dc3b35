import { nextMark } from '../../mark.ts'
import { StorageError } from '../../storage.ts'
import { Damage } from './damage.ts'
import { decodeSegment } from './history-segment.ts'
import { type EncodedUpdates, type StoredUpdate, decodeUpdates } from './stored-updates.ts'
import { hasFiles, hasJournal, hasTailSegments } from './migrations.ts'
import { type StoredBytes, snapshotBytes, snapshotChecksum } from './stored-snapshot.ts'
import type { SqliteDatabase, Statement } from './sqlite-database.ts'
import { openReadOnly } from './sqlite-reader.ts'

/** What could be read of one document's rows. */
export interface Salvaged {
  /** Null when there is none, or it is not what was stored. */
  readonly snapshot: SalvagedSnapshot | null
  /** In order of sequence, folded ones too; there may be gaps. */
  readonly updates: readonly SalvagedUpdate[]
  /** Those stored with it of which a row can be read. */
  readonly files: readonly SalvagedFile[]
  /** What could not be read, in words; empty when everything was. */
  readonly missing: readonly string[]
}

/** Whatever it holds: it may be out of a damaged file. */
export interface SalvagedFile {
  readonly id: string
  readonly name: string
  readonly blob: string
}

export interface SalvagedSnapshot {
  readonly sequence: number
  /** Yjs V2. */
  readonly bytes: Uint8Array
}

export interface SalvagedUpdate {
  readonly sequence: number
  /** Yjs V1. */
  readonly update: Uint8Array
  /** Whether it is what was stored, as far as can be told, and not quarantined. */
  readonly sound: boolean
}

type TailUpdate = Pick<StoredUpdate, 'sequence' | 'mark' | 'update'>

/** A document's row; all but the key are null when it cannot be read, though something of the document can. */
export interface SalvagedName {
  readonly key: number
  readonly id: string | null
  readonly title: string | null
  readonly epoch: number | null
}

interface Walked<Row> {
  readonly rows: Row[]
  /** Why there may be more; null when these are all. */
  readonly failure: string | null
}

/** Between two readable rows, how many unreadable ones are tried one by one. */
const MAX_PROBED = 10_000

/**
 * Reads what can be read of a damaged database, row by row, and writes nothing. Any statement may fail where a page is
 * damaged: then what lies before it is read from the front, what lies behind it from the back, and the rest one by one.
 */
export class SqliteSalvage {
  readonly #database: SqliteDatabase
  readonly #hasMarks: boolean
  readonly #tailTable: 'tail_segments' | 'updates'
  readonly #quarantined: ReadonlySet<string>
  /** What can be read of the journal, in order; and why there may be more, of any document. */
  readonly #journaled: Walked<StoredUpdate>

  /** Throws a `StorageError` when not even the list of tables can be read. */
  constructor(directory: string) {
    this.#database = openReadOnly(directory)
    try {
      this.#hasMarks = Number(this.#database.pragma('user_version')) >= 2
      this.#tailTable = hasTailSegments(this.#database) ? 'tail_segments' : 'updates'
      this.#database.prepare('SELECT count(*) FROM documents WHERE key < 0').get()
    } catch (error) {
      this.#database.close()
      throw error
    }
    this.#quarantined = new Set(this.#readQuarantined())
    this.#journaled = hasJournal(this.#database) ? this.#readJournal() : { rows: [], failure: null }
  }

  /** Every document of which something may be readable, by key. Deleted ones are not among them. */
  documents(): SalvagedName[] {
    const names = this.#walk<{ at: number; id: string; title: string | null; epoch: number; deleted: number }>(
      'SELECT key AS at, id, title, epoch, deleted_at IS NOT NULL AS deleted FROM documents WHERE key',
    ).rows
    const found = new Map<number, SalvagedName>()
    for (const table of [this.#tailTable, 'snapshots', 'history_segments']) {
      const keys = this.#walk<{ at: number }>(`SELECT document AS at FROM ${table} WHERE document`).rows
      for (const { at } of keys) found.set(at, { key: at, id: null, title: null, epoch: null })
    }
    for (const { document } of this.#journaled.rows) {
      found.set(document, { key: document, id: null, title: null, epoch: null })
    }
    for (const { at, id, title, epoch, deleted } of names) {
      if (deleted === 0) found.set(at, { key: at, id, title, epoch })
    }
    return [...found.values()].toSorted((a, b) => a.key - b.key)
  }

  read(key: number): Salvaged {
    const missing: string[] = []
    const folded = this.#readSegments(key, missing)
    const tail = this.#readTail(key, missing)
    const updates = [...folded, ...tail].toSorted((a, b) => a.sequence - b.sequence)
    return { snapshot: this.#readSnapshot(key, missing), updates, files: this.#readFiles(key, missing), missing }
  }

  close(): void {
    this.#database.close()
  }

  #readSegments(key: number, missing: string[]): SalvagedUpdate[] {
    const { rows, failure } = this.#walk<{ at: number; bytes: Uint8Array }>(
      `SELECT last_sequence AS at, bytes FROM history_segments WHERE document = ${key} AND last_sequence`,
    )
    if (failure !== null) missing.push(`some of its history (${failure})`)
    return rows.flatMap(({ at, bytes }) => {
      try {
        // zlib's checksum vouches for the rows.
        return decodeSegment(bytes).map(({ sequence, update }) => this.#update(key, sequence, update, true))
      } catch {
        missing.push(`the history that ends with update ${at}`)
        return []
      }
    })
  }

  #readJournal(): Walked<StoredUpdate> {
    const { rows, failure } = this.#walk<EncodedUpdates & { at: number }>(
      'SELECT id AS at, checksum, bytes FROM journal WHERE id',
    )
    const read: StoredUpdate[] = []
    let reason = failure
    for (const { at, ...row } of rows) {
      try {
        read.push(...decodeUpdates(row))
      } catch (error) {
        if (!(error instanceof Damage)) throw error
        reason = `row ${at} of the journal: ${error.message}`
      }
    }
    return { rows: read, failure: reason }
  }

  #readTail(key: number, missing: string[]): SalvagedUpdate[] {
    const stored =
      this.#tailTable === 'updates' ? this.#readUpdates(key, missing) : this.#readTailSegments(key, missing)
    if (this.#journaled.failure !== null) {
      missing.push(`its last updates, if they stood in what cannot be read (${this.#journaled.failure})`)
    }
    const rows = [...stored, ...this.#journaled.rows.filter(({ document }) => document === key)]
    return rows.map(({ sequence, mark, update }, index) => {
      const before = rows[index - 1]
      const isChecked = this.#hasMarks && before?.sequence === sequence - 1
      const isSound = !isChecked || nextMark(before.mark, update) === mark
      if (!isSound) missing.push(`update ${sequence}, which is not what was stored`)
      return this.#update(key, sequence, update, isSound)
    })
  }

  #readTailSegments(key: number, missing: string[]): TailUpdate[] {
    const { rows, failure } = this.#walk<EncodedUpdates & { at: number }>(
      `SELECT last_sequence AS at, checksum, bytes FROM tail_segments WHERE document = ${key} AND last_sequence`,
    )
    if (failure !== null) missing.push(`some of its updates (${failure})`)
    return rows.flatMap(({ at, ...row }) => {
      try {
        return decodeUpdates(row)
      } catch (error) {
        if (!(error instanceof Damage)) throw error
        missing.push(`the updates up to ${at} (${error.message})`)
        return []
      }
    })
  }

  /** As earlier versions stored them. */
  #readUpdates(key: number, missing: string[]): TailUpdate[] {
    const { rows, failure } = this.#walk<{ at: number; mark: number; bytes: Uint8Array }>(
      `SELECT sequence AS at, ${this.#hasMarks ? 'mark' : '0 AS mark'}, bytes FROM updates
       WHERE document = ${key} AND sequence`,
    )
    if (failure !== null) missing.push(`some of its updates (${failure})`)
    return rows.map(({ at, mark, bytes }) => ({ sequence: at, mark, update: bytes }))
  }

  #readSnapshot(key: number, missing: string[]): SalvagedSnapshot | null {
    try {
      const row = this.#database
        .prepare<StoredBytes & { sequence: number; checksum: number; stateVector: Uint8Array }>(
          `SELECT sequence, ${this.#hasMarks ? 'checksum' : '0 AS checksum'}, state_vector AS stateVector, bytes,
             ${this.#tailTable === 'updates' ? 'NULL AS inflatedLength' : 'inflated_length AS inflatedLength'}
           FROM snapshots WHERE document = ?`,
        )
        .get(key)
      if (row === undefined) return null
      if (!this.#hasMarks || snapshotChecksum(row) === row.checksum) {
        return { sequence: row.sequence, bytes: snapshotBytes(row) }
      }
      missing.push('its snapshot, which is not what was stored')
    } catch (error) {
      missing.push(`its snapshot (${error instanceof Damage ? error.message : reason(error)})`)
    }
    return null
  }

  #readFiles(key: number, missing: string[]): SalvagedFile[] {
    if (!hasFiles(this.#database)) return []
    try {
      return this.#database.prepare<SalvagedFile>('SELECT id, name, blob FROM files WHERE document = ?').all(key)
    } catch (error) {
      missing.push(`which files are stored with it (${reason(error)})`)
      return []
    }
  }

  #update(key: number, sequence: number, update: Uint8Array, isWhole: boolean): SalvagedUpdate {
    return { sequence, update, sound: isWhole && !this.#quarantined.has(`${key} ${sequence}`) }
  }

  #readQuarantined(): string[] {
    try {
      const rows = this.#database.prepare<{ document: number; sequence: number }>(
        'SELECT document, sequence FROM quarantined_updates',
      )
      return rows.all().map(({ document, sequence }) => `${document} ${sequence}`)
    } catch (error) {
      // An older file has no such table; of a damaged one the text may then hold what had been taken out.
      reason(error)
      return []
    }
  }

  /**
   * Every row that can be read of a statement that ends in the name of an integer column, which it also selects as `at`:
   * the column orders the rows.
   */
  #walk<Row extends { readonly at: number }>(select: string): Walked<Row> {
    const column = select.split(' ').at(-1) ?? ''
    const found = new Map<number, Row>()
    const statements = new Map<string, Statement<Row>>()
    const one = (condition: string, at: number): Row | undefined => {
      const statement = statements.get(condition) ?? this.#database.prepare<Row>(`${select} ${condition} LIMIT 1`)
      statements.set(condition, statement)
      return statement.get(at)
    }
    const go = (next: (at: number) => Row | undefined, start: number): [number, string | null] => {
      let at = start
      try {
        for (let row = next(at); row !== undefined && !found.has(row.at); row = next(at)) {
          found.set(row.at, row)
          at = row.at
        }
        return [at, null]
      } catch (error) {
        return [at, reason(error)]
      }
    }
    const [front, failure] = go((at) => one(`> ? ORDER BY ${column}`, at), Number.MIN_SAFE_INTEGER)
    if (failure !== null) {
      const [back] = go((at) => one(`< ? ORDER BY ${column} DESC`, at), Number.MAX_SAFE_INTEGER)
      const first = Math.max(front, 0) + 1
      for (let at = first; at < Math.min(back, first + MAX_PROBED); at++) {
        go((value) => (value === at ? one('= ?', at) : undefined), at)
      }
    }
    return { rows: [...found.values()].toSorted((a, b) => a.at - b.at), failure }
  }
}

function reason(error: unknown): string {
  if (error instanceof StorageError) return error.message
  throw error
}
