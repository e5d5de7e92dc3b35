import { DatabaseSync } from '@photostructure/sqlite'
import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite'
import { StorageError } from '../../storage.ts'

/** What may be bound to a `?`, and what a column holds. */
export type SqlValue = number | string | Uint8Array | null

/** How long a statement waits for another process that holds the file (an operator's `sqlite3`, say). */
const BUSY_TIMEOUT_MS = 5000

/** A megabyte: bounds what giving back free pages may add to one call. */
const FREED_PAGES_AT_ONCE = 256

/** One connection to one file. Everything it throws is a `StorageError` that carries SQLite's own code. */
export class SqliteDatabase {
  readonly file: string
  readonly #connection: DatabaseSyncInstance
  /** Inside a transaction that is under way. */
  #isWorking = false

  /**
   * Opens or creates the file. The process must not open it in any other way, `node:fs` included: when a file is closed the
   * system drops every POSIX lock that the process holds on it.
   */
  constructor(file: string, { timeout = BUSY_TIMEOUT_MS, readOnly = false } = {}) {
    this.file = file
    this.#connection = attempt(() => new DatabaseSync(file, { timeout, readOnly }))
  }

  prepare<Row = never>(sql: string): Statement<Row> {
    const statement = attempt(() => this.#connection.prepare(sql))
    return new Statement(statement, () => this.#undoLeftovers())
  }

  /** Runs statements that answer nothing. */
  run(sql: string): void {
    attempt(() => this.#connection.exec(sql))
  }

  /** Runs a PRAGMA and gives the first value it answers; null when it answers nothing. */
  pragma(text: string): SqlValue {
    const row = this.prepare<Record<string, SqlValue>>(`PRAGMA ${text}`).get()
    return row ? (Object.values(row)[0] ?? null) : null
  }

  /**
   * Runs `work` in one transaction, durable when this returns. When `work` or the commit throws, nothing of it is stored and
   * no transaction is left open.
   */
  transaction<Result>(work: () => Result): Result {
    return this.#within('BEGIN IMMEDIATE', work)
  }

  /** Runs `work`, which only reads, on the database as it is at one instant. */
  atOneInstant<Result>(work: () => Result): Result {
    return this.#within('BEGIN', work)
  }

  #within<Result>(begin: string, work: () => Result): Result {
    this.#undoLeftovers()
    this.run(begin)
    this.#isWorking = true
    try {
      const result = work()
      this.run('COMMIT')
      return result
    } catch (error) {
      this.#isWorking = false
      try {
        this.#undoLeftovers()
      } catch (again) {
        // What was thrown first tells more, and whatever is asked next tries again.
        if (!(again instanceof StorageError)) throw again
      }
      throw error
    } finally {
      this.#isWorking = false
    }
  }

  /**
   * Rolls back what a failed transaction left; when that fails, too, nothing of it may be read. SQLite has rolled back by
   * itself after some failures (a full disk, an I/O error), and a second ROLLBACK would throw.
   */
  #undoLeftovers(): void {
    if (!this.#isWorking && this.#connection.isTransaction) this.run('ROLLBACK')
  }

  /** Gives some of the file's free pages back to the disk. Not part of anybody's promise, so a failure is not one either. */
  freePages(): void {
    try {
      this.run(`PRAGMA incremental_vacuum(${FREED_PAGES_AT_ONCE})`)
    } catch (error) {
      if (!(error instanceof StorageError)) throw error
    }
  }

  close(): void {
    attempt(() => this.#connection.close())
  }
}

/** A prepared statement whose rows are `Row`s: the one place where SQLite's untyped rows get a type. */
export class Statement<Row> {
  readonly #statement: StatementSyncInstance
  readonly #prelude: () => void

  /** `prelude` runs before each execution, which its error prevents. */
  constructor(statement: StatementSyncInstance, prelude: () => void) {
    this.#statement = statement
    this.#prelude = prelude
  }

  get(...values: readonly SqlValue[]): Row | undefined {
    return this.#execute(() => this.#statement.get(...values) as Row | undefined)
  }

  all(...values: readonly SqlValue[]): Row[] {
    return this.#execute(() => this.#statement.all(...values) as Row[])
  }

  /** How many rows it changed. */
  run(...values: readonly SqlValue[]): number {
    return this.#execute(() => this.#statement.run(...values).changes)
  }

  #execute<Result>(work: () => Result): Result {
    this.#prelude()
    return attempt(work)
  }
}

function attempt<Result>(work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    const code = sqliteCode(error)
    if (!(error instanceof Error) || code === null) throw error
    throw new StorageError(`${code}: ${error.message}`, { cause: error })
  }
}

/** As in `SQLITE_FULL` or, when SQLite says it more exactly, `SQLITE_IOERR (1034)`; null for an error that is not SQLite's. */
function sqliteCode(error: unknown): string | null {
  if (!(error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR')) return null
  // What fails while several rows are fetched comes with its message alone.
  if (!('sqliteCodeName' in error && 'sqliteExtendedCode' in error)) return CODES[error.message] ?? 'SQLITE_ERROR'
  const name = String(error.sqliteCodeName)
  const extended = Number(error.sqliteExtendedCode)
  return extended > 0xff ? `${name} (${extended})` : name
}

/** Of SQLite's messages that a read may end with. */
const CODES: Readonly<Record<string, string>> = {
  'database disk image is malformed': 'SQLITE_CORRUPT',
  'disk I/O error': 'SQLITE_IOERR',
  'file is not a database': 'SQLITE_NOTADB',
  'database is locked': 'SQLITE_BUSY',
  'out of memory': 'SQLITE_NOMEM',
}
