import { statSync } from 'node:fs'
import { join } from 'node:path'
import { splitFrames } from '../../../../shared/protocol/frames.ts'
import { type DocumentRecord, type LoggedUpdate, type Snapshot, StorageError } from '../../storage.ts'
import { Damage, reading } from './damage.ts'
import type { StoredUpdate } from './stored-updates.ts'
import { SCHEMA_VERSION, checkVersion } from './migrations.ts'
import type { ListedDocument } from '../../../../shared/access/admin-answers.ts'
import type { PageRequest } from '../../admin-store.ts'
import { SqliteActors } from './sqlite-actors.ts'
import { SqliteAdmin } from './sqlite-admin.ts'
import { SqliteDatabase } from './sqlite-database.ts'
import { SqliteDocuments } from './sqlite-documents.ts'
import { SqliteJournal } from './sqlite-journal.ts'
import { SqliteLog } from './sqlite-log.ts'
import { SqliteSettings } from './sqlite-settings.ts'

/** Everything stored of one document, at one instant. */
export interface StoredDocument {
  readonly record: DocumentRecord
  readonly snapshot: Snapshot | null
  /** The updates after the snapshot, or all when there is none. */
  readonly tail: readonly Uint8Array[]
  readonly history: readonly LoggedUpdate[]
  /** At the end of the log. */
  readonly mark: number
  /** The clientIDs that some actor is bound to. */
  readonly bound: ReadonlySet<number>
}

/** Sizes, for the operator. */
export interface DatabaseOverview {
  readonly documents: number
  readonly bytes: number
  /** Of pages that hold nothing; they are used again, or given back. */
  readonly freeBytes: number
  /** The documents that take most, in order. */
  readonly biggest: readonly { readonly id: string; readonly bytes: number; readonly updates: number }[]
  /** Documents with quarantined updates. */
  readonly quarantined: readonly { readonly id: string; readonly updates: number; readonly reason: string }[]
  /** As `SettingsStore` has it. */
  readonly relayUntil: number
}

const BIGGEST = 5
const IDS_AT_ONCE = 1000

const BIGGEST_DOCUMENTS = `
  SELECT id, sum(bytes) AS bytes, sum(updates) AS updates FROM (
    SELECT document, length(bytes) AS bytes, last_sequence - first_sequence + 1 AS updates FROM tail_segments
    UNION ALL SELECT document, length(bytes), 0 FROM snapshots
    UNION ALL SELECT document, length(bytes), last_sequence - first_sequence + 1 FROM history_segments
    UNION ALL SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?)
  ) JOIN documents ON documents.key = document
  GROUP BY document ORDER BY bytes DESC LIMIT ?`

const QUARANTINED_DOCUMENTS = `
  SELECT id, count(*) AS updates, max(reason) AS reason
  FROM quarantined_updates JOIN documents ON documents.key = document GROUP BY document`

/**
 * Reads a folder's database without writing to it, also while a server does: each answer is one read transaction. Throws a
 * `StorageError` when there is no database, or it is not one that this program can read.
 */
export class SqliteReader {
  readonly #database: SqliteDatabase
  readonly #journal: SqliteJournal
  readonly #documents: SqliteDocuments
  readonly #log: SqliteLog
  readonly #admin: SqliteAdmin
  readonly #ids
  readonly #count
  readonly #bound

  constructor(directory: string) {
    this.#database = openReadOnly(directory)
    try {
      const version = schemaVersion(this.#database)
      if (version !== SCHEMA_VERSION) throw new StorageError(olderMessage(this.#database.file, version))
      this.#journal = new SqliteJournal(this.#database)
      const actors = new SqliteActors(this.#database)
      this.#documents = new SqliteDocuments(this.#database, actors, this.#journal)
      this.#log = new SqliteLog(this.#database, this.#documents, actors, this.#journal)
      this.#admin = new SqliteAdmin(this.#database, this.#documents, this.#log)
      this.#ids = this.#database.prepare<{ id: string }>(
        'SELECT id FROM documents WHERE id > ? AND deleted_at IS NULL ORDER BY id LIMIT ?',
      )
      this.#count = this.#database.prepare<{ count: number }>(
        'SELECT count(*) AS count FROM documents WHERE deleted_at IS NULL',
      )
      this.#bound = this.#database.prepare<{ clientId: number }>(`
        SELECT client_id AS clientId FROM client_bindings
        WHERE document = (SELECT key FROM documents WHERE id = ?)`)
    } catch (error) {
      this.#database.close()
      throw error
    }
  }

  /** What SQLite finds wrong with the file itself and with references between rows, a line for each; empty when it is sound. */
  checkFile(): string[] {
    const found = this.#database.prepare<Record<string, string>>('PRAGMA quick_check').all()
    const lines = found.flatMap((row) => Object.values(row)).flatMap((text) => text.split('\n'))
    const problems = lines.filter((line) => line !== 'ok' && !line.startsWith('*** in database'))
    if (problems.length > 0) return problems
    return this.#database.atOneInstant(() => {
      const dangling = this.#database.prepare<{ table: string; parent: string }>('PRAGMA foreign_key_check').all()
      return [
        ...new Set(dangling.map(({ table, parent }) => `a row of ${table} names a missing row of ${parent}`)),
        ...this.#checkJournal(),
      ]
    })
  }

  #checkJournal(): string[] {
    try {
      this.#journal.read()
    } catch (error) {
      if (error instanceof Damage) return [error.message]
      throw error
    }
    const updates = [...this.#journal.all().values()].flat()
    const missing = (table: string, keys: readonly number[]): string[] => {
      const row = this.#database.prepare(`SELECT 1 FROM ${table} WHERE key = ?`)
      const isWhole = [...new Set(keys)].every((key) => row.get(key) !== undefined)
      return isWhole ? [] : [`a row of journal names a missing row of ${table}`]
    }
    return [
      ...missing(
        'documents',
        updates.map(({ document }) => document),
      ),
      ...missing(
        'actors',
        updates.map(({ actor }) => actor),
      ),
    ]
  }

  /** Documents that are not deleted. */
  count(): number {
    return this.#count.get()?.count ?? 0
  }

  overview(): DatabaseOverview {
    return this.#database.atOneInstant(() => {
      const pragma = (name: string): number => Number(this.#database.pragma(name))
      const pageBytes = pragma('page_size')
      return {
        documents: this.count(),
        bytes: pragma('page_count') * pageBytes,
        freeBytes: pragma('freelist_count') * pageBytes,
        biggest: this.#biggest(),
        quarantined: this.#database.prepare<DatabaseOverview['quarantined'][number]>(QUARANTINED_DOCUMENTS).all(),
        relayUntil: new SqliteSettings(this.#database).relayUntil(),
      }
    })
  }

  #biggest(): DatabaseOverview['biggest'] {
    const journaled = this.#readable().map(([document, updates]) => [
      document,
      updates.reduce((bytes, { update }) => bytes + update.byteLength, 0),
      updates.length,
    ])
    const statement = this.#database.prepare<DatabaseOverview['biggest'][number]>(BIGGEST_DOCUMENTS)
    return statement.all(JSON.stringify(journaled), BIGGEST)
  }

  /** What is in the journal; nothing when it is damaged, of which `checkFile` tells. */
  #readable(): [number, readonly StoredUpdate[]][] {
    try {
      this.#journal.read()
    } catch (error) {
      if (error instanceof Damage) return []
      throw error
    }
    return [...this.#journal.all()]
  }

  /** The next ids after this one, in order; empty past the last. The first come after ''. */
  idsAfter(id: string): string[] {
    return this.#ids.all(id, IDS_AT_ONCE).map((row) => row.id)
  }

  /**
   * Null when there is no such document, or it was deleted. Throws `DamagedDocument`, too, when a row of the journal is
   * damaged: it cannot be told which documents that is about.
   */
  read(id: string): StoredDocument | null {
    return this.#database.atOneInstant(() => {
      reading(id, () => this.#journal.read())
      const record = this.#documents.find(id)
      const tail = this.#log.readAfter(id, 0)
      if (record === null || tail === null) return null
      const history = this.#log.history(id, 1, record.sequence)
      const bound = new Set(this.#bound.all(id).map(({ clientId }) => clientId))
      return { record, snapshot: tail.snapshot, tail: splitFrames(tail.updates), history, mark: tail.mark, bound }
    })
  }

  /** As `AdminStore.documents`. */
  list(page: PageRequest): ListedDocument[] {
    return this.#database.atOneInstant(() => {
      this.#journal.read()
      return this.#admin.documents(page)
    })
  }

  close(): void {
    this.#database.close()
  }
}

/**
 * Writes a copy of the folder's database, as it is at one instant, to a new file: without free pages, so that nothing
 * deleted is in it. A server may run on the folder and is not held up. Returns the copy's schema version. Throws a
 * `StorageError`; then a part of the copy may lie there.
 */
export function copyDatabase(directory: string, target: string): number {
  const database = openReadOnly(directory)
  try {
    const version = schemaVersion(database)
    database.prepare('VACUUM INTO ?').run(target)
    return version
  } finally {
    database.close()
  }
}

/** Whether the folder's database awaits a server of this version, which will bring it to the present schema. */
export function isOlder(directory: string): boolean {
  const database = openReadOnly(directory)
  try {
    return schemaVersion(database) < SCHEMA_VERSION
  } finally {
    database.close()
  }
}

export function openReadOnly(directory: string): SqliteDatabase {
  const file = join(directory, 'weft.db')
  const size = statSync(file, { throwIfNoEntry: false })?.size
  if (size === undefined) throw new StorageError(`There is no database ${file}. Is DATA_DIR the folder of the server?`)
  if (size === 0) throw new StorageError(`${file} is empty: there is nothing in it that could be read.`)
  return new SqliteDatabase(file, { readOnly: true })
}

function schemaVersion(database: SqliteDatabase): number {
  checkVersion(database)
  return Number(database.pragma('user_version'))
}

function olderMessage(file: string, version: number): string {
  return (
    `${file} was written by an older Weft (its schema is version ${version}, this program’s is ${SCHEMA_VERSION}). ` +
    'Start the server on it once, or verify a backup of it.'
  )
}
