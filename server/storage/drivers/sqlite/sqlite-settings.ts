import type { SqliteDatabase } from './sqlite-database.ts'

const RELAY_UNTIL = 'relay_until'

/** The `settings` table. */
export class SqliteSettings {
  readonly #database: SqliteDatabase
  readonly #value
  readonly #set

  constructor(database: SqliteDatabase) {
    this.#database = database
    this.#value = database.prepare<{ value: number }>('SELECT value FROM settings WHERE name = ?')
    this.#set = database.prepare('INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)')
  }

  relayUntil(): number {
    return this.#value.get(RELAY_UNTIL)?.value ?? 0
  }

  setRelayUntil(at: number): void {
    this.#database.transaction(() => this.#set.run(RELAY_UNTIL, at))
  }
}
