import { StorageError } from '../../storage.ts'
import type { SqliteDatabase } from './sqlite-database.ts'

/** `last_seen_at` is this coarse, so that a visit is not a write. */
const LAST_SEEN_STEP_MS = 60 * 60 * 1000

const MAX_KEYS = 10_000

/** The `actors` table. Other tables know an actor by its integer key. */
export class SqliteActors {
  readonly #database: SqliteDatabase
  readonly #byToken
  readonly #insert
  readonly #touch
  readonly #keyOf
  readonly #idOf
  /** Of actors who wrote lately. No actor ever goes. */
  readonly #keys = new Map<string, number>()

  constructor(database: SqliteDatabase) {
    this.#database = database
    this.#byToken = database.prepare<{ id: string; lastSeenAt: number }>(
      'SELECT id, last_seen_at AS lastSeenAt FROM actors WHERE token_hash = ?',
    )
    this.#insert = database.prepare('INSERT INTO actors (id, token_hash, created_at, last_seen_at) VALUES (?, ?, ?, ?)')
    this.#touch = database.prepare('UPDATE actors SET last_seen_at = ? WHERE id = ?')
    this.#keyOf = database.prepare<{ key: number }>('SELECT key FROM actors WHERE id = ?')
    this.#idOf = database.prepare<{ id: string }>('SELECT id FROM actors WHERE key = ?')
  }

  resolve(tokenHash: Uint8Array, freshId: string, at: number): string {
    const known = this.#byToken.get(tokenHash)
    if (!known) {
      this.#database.transaction(() => this.#insert.run(freshId, tokenHash, at, at))
      return freshId
    }
    if (at - known.lastSeenAt >= LAST_SEEN_STEP_MS) {
      this.#database.transaction(() => this.#touch.run(at, known.id))
    }
    return known.id
  }

  knows(tokenHash: Uint8Array): boolean {
    return this.#byToken.get(tokenHash) !== undefined
  }

  keyOf(id: string): number {
    const kept = this.#keys.get(id)
    if (kept !== undefined) return kept
    const row = this.#keyOf.get(id)
    if (!row) throw new StorageError(`there is no actor ${id}`)
    if (this.#keys.size >= MAX_KEYS) this.#keys.clear()
    this.#keys.set(id, row.key)
    return row.key
  }

  /** Null when there is none: a row that names it is not what was stored. */
  idOf(key: number): string | null {
    return this.#idOf.get(key)?.id ?? null
  }
}
