import type { Deed } from '../../../../shared/access/deeds.ts'
import { AUDIT_KEPT_MS, MAX_AUDIT_ENTRIES } from '../../admin-store.ts'
import { StorageError } from '../../storage.ts'
import type { SqliteDatabase } from './sqlite-database.ts'

/** One deed, with actors by their ids. */
interface Note {
  readonly deed: Deed
  readonly at: number
  /** Null for who runs the server. */
  readonly by: string | null
  readonly document?: string
  /** Whom it was done to, if that is somebody else. */
  readonly about?: string
  readonly link?: string
  /** Such as the role that was given. */
  readonly detail?: string | null
}

/** The `audit` table, as it is written. */
export class SqliteAudit {
  readonly #database: SqliteDatabase
  readonly #actorKey
  readonly #note
  readonly #sweeps

  constructor(database: SqliteDatabase) {
    this.#database = database
    this.#actorKey = database.prepare<{ key: number }>('SELECT key FROM actors WHERE id = ?')
    this.#note = database.prepare(
      'INSERT INTO audit (at, deed, actor, document, about, link, detail) VALUES (?, ?, ?, ?, ?, ?, ?)',
    )
    const older = 'DELETE FROM audit WHERE at < ?'
    // Apart, so that what somebody does to documents of their own never pushes out what became of accounts.
    const beyond = ['IS NULL', 'IS NOT NULL'].map(
      (kind) => `
      DELETE FROM audit WHERE document ${kind} AND key <=
        (SELECT key FROM audit WHERE document ${kind} ORDER BY key DESC LIMIT 1 OFFSET ?)`,
    )
    this.#sweeps = [older, ...beyond].map((sql) => database.prepare(sql))
  }

  /** In the transaction of the change itself. */
  note({ deed, at, by, document, about, link, detail }: Note): void {
    const [byKey, aboutKey] = [this.#keyOf(by), this.#keyOf(about ?? null)]
    this.#note.run(at, deed, byKey, document ?? null, aboutKey, link ?? null, detail ?? null)
  }

  sweep(at: number): void {
    const [older, ...beyond] = this.#sweeps
    this.#database.transaction(() => {
      older?.run(at - AUDIT_KEPT_MS)
      for (const statement of beyond) statement.run(MAX_AUDIT_ENTRIES)
    })
  }

  #keyOf(actor: string | null): number | null {
    if (actor === null) return null
    const row = this.#actorKey.get(actor)
    if (row === undefined) throw new StorageError(`there is no actor ${actor}`)
    return row.key
  }
}
