import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { StorageError } from '../../storage.ts'
import { Damage } from './damage.ts'
import { SCHEMA_VERSION, checkVersion, hasJournal, migrate } from './migrations.ts'
import { SqliteDatabase } from './sqlite-database.ts'
import { SqliteJournal, readJournal } from './sqlite-journal.ts'

/** What a transaction writes besides what it was given, and more. */
const PROBE_MARGIN_BYTES = 256 * 1024

/** Must be the first statement on a new file: once there is a page it is ignored. */
const FIRST_PRAGMA = 'PRAGMA auto_vacuum = INCREMENTAL'

/** The folder's database, open and of the present version, and the lock that keeps a second server out. */
export interface DataDirectory {
  readonly database: SqliteDatabase
  /** Empty, unless what an earlier server left in it could not get its rows yet. */
  readonly journal: SqliteJournal
  /** Stores so many bytes beside the database and takes them away again; throws a `StorageError` when the disk cannot. */
  probe(byteLength: number): void
  close(): void
}

type OpenDatabase = Pick<DataDirectory, 'database' | 'journal'>

/**
 * Opens the database in `directory`, which is created (readable by its owner alone) when it does not exist. Throws a
 * `StorageError` made for the operator's eyes, with the file untouched, when another server has the folder, or when the
 * file is damaged, not ours, or newer than this program.
 */
export function openDataDirectory(directory: string): DataDirectory {
  const lock = claimDirectory(directory)
  try {
    const { database, journal } = openDatabase(join(directory, 'weft.db'))
    return {
      database,
      journal,
      probe: (byteLength) => probe(directory, byteLength),
      close: () => {
        database.close()
        lock.close()
      },
    }
  } catch (error) {
    lock.close()
    throw error
  }
}

/** The folder's database, whoever has the folder. */
interface OpenedBeside extends Pick<DataDirectory, 'database' | 'close'> {
  /** Null when a server runs: what is in its journal only that knows. */
  readonly journal: SqliteJournal | null
}

/**
 * Opens the database for what a command changes in it, in short transactions: beside the server that runs on the folder, or
 * as `openDataDirectory` when none does. Throws a `StorageError` for the operator.
 */
export function openBeside(directory: string): OpenedBeside {
  if (!isClaimed(directory)) return openDataDirectory(directory)
  const file = join(directory, 'weft.db')
  // A restore has the folder, too; what is opened to be written would be made.
  if (!holds(file))
    throw new StorageError(`There is no database in ${directory} yet, though another program has the folder.`)
  const database = new SqliteDatabase(file)
  try {
    checkVersion(database)
    if (database.pragma('user_version') !== SCHEMA_VERSION) {
      throw new StorageError(`${directory} is served by another version of Weft. Use the command of that version.`)
    }
    database.run('PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF')
  } catch (error) {
    database.close()
    throw error
  }
  return { database, journal: null, close: () => database.close() }
}

/** As `openBeside`, but makes nothing: throws a `StorageError` when there is no database, for a folder's name may be mistyped. */
export function openExistingBeside(directory: string): OpenedBeside {
  const file = join(directory, 'weft.db')
  if (!holds(file)) throw new StorageError(`There is no database ${file}. Is DATA_DIR the folder of the server?`)
  return openBeside(directory)
}

/**
 * Creates the folder when it does not exist, and keeps servers out of it until the returned lock is closed, or the process
 * ends. Throws a `StorageError` when a server runs on it.
 */
export function claimDirectory(directory: string): { close(): void } {
  makeDirectory(resolve(directory))
  return lockDirectory(directory)
}

/** Whether a server (or a restore) has the folder now. Keeps a server that starts in this very moment out of it. */
export function isClaimed(directory: string): boolean {
  const file = join(directory, 'server.lock')
  if (statSync(file, { throwIfNoEntry: false }) === undefined) return false
  const lock = new SqliteDatabase(file, { timeout: 0, readOnly: true })
  try {
    lock.pragma('schema_version')
    return false
  } catch (error) {
    if (error instanceof StorageError && error.message.startsWith('SQLITE_BUSY')) return true
    throw error
  } finally {
    lock.close()
  }
}

function makeDirectory(directory: string): void {
  const firstMade = mkdirSync(directory, { recursive: true, mode: 0o700 })
  if (firstMade === undefined) return
  // What is saved inside must survive a power cut, so each new folder's name must be on the disk too.
  for (let at = directory; at !== dirname(firstMade); at = dirname(at)) syncNames(dirname(at))
}

function syncNames(directory: string): void {
  const folder = openSync(directory, 'r')
  fsyncSync(folder)
  closeSync(folder)
}

/** A transaction held open in a file of its own: the system drops it whichever way the process ends. */
function lockDirectory(directory: string): SqliteDatabase {
  const lock = new SqliteDatabase(join(directory, 'server.lock'), { timeout: 0 })
  try {
    lock.run('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
    return lock
  } catch (error) {
    lock.close()
    if (!(error instanceof StorageError) || !error.message.startsWith('SQLITE_BUSY')) throw error
    throw new StorageError(`Another Weft server is running on ${directory}. One folder can have only one.`, {
      cause: error,
    })
  }
}

function probe(directory: string, byteLength: number): void {
  const file = join(directory, 'probe')
  try {
    writeFileSync(file, new Uint8Array(byteLength + PROBE_MARGIN_BYTES), { flush: true })
  } catch (error) {
    throw new StorageError(error instanceof Error ? error.message : String(error), { cause: error })
  } finally {
    rmSync(file, { force: true })
  }
}

function openDatabase(file: string): OpenDatabase {
  const size = sizeOf(file)
  if (size !== null && size > 0) checkExisting(file)
  // SQLite would take the write-ahead log for a leftover and remove it.
  else if (holds(`${file}-wal`)) throw damaged(file, 'it is empty or missing while its write-ahead log is not')
  else if (size === 0) throw emptied(file)
  else makeDatabase(file)
  return openUsable(file)
}

/**
 * Makes a new database beside its place and moves it there when it is whole: an empty `weft.db` is never one that a crash
 * kept us from filling, but one whose documents are gone.
 */
function makeDatabase(file: string): void {
  const made = `${file}.new`
  // What a crash left.
  for (const suffix of ['', '-journal']) rmSync(`${made}${suffix}`, { force: true })
  const database = new SqliteDatabase(made)
  try {
    // Without a write-ahead log, which would have to move along: what is committed is in the file.
    database.run(`${FIRST_PRAGMA}; PRAGMA synchronous = FULL`)
    migrate(database)
  } finally {
    database.close()
  }
  renameSync(made, file)
  syncNames(dirname(file))
}

/** Opens a file that was checked, or made just now. */
function openUsable(file: string): OpenDatabase {
  const database = new SqliteDatabase(file)
  try {
    // What a crash left may have been rolled back to nothing.
    database.run(FIRST_PRAGMA)
    configure(database)
    migrate(database)
    const journal = new SqliteJournal(database)
    journal.read()
    unpackIfPossible(journal)
    return { database, journal }
  } catch (error) {
    database.close()
    throw damageOf(file, error) ?? error
  }
}

/** On a full disk documents can be read all the same. */
function unpackIfPossible(journal: SqliteJournal): void {
  try {
    journal.unpack()
  } catch (error) {
    if (!(error instanceof StorageError) || isDamage(error)) throw error
  }
}

/** Reads only: closing a connection that may write would fold the write-ahead log into a file that is to be left alone. */
function checkExisting(file: string): void {
  // But for a crash while the file was being made: what it left must be rolled back before the file can be read.
  const readOnly = !holds(`${file}-journal`)
  let database
  try {
    database = new SqliteDatabase(file, { readOnly })
    checkVersion(database)
    const answer = database.pragma('quick_check')
    if (answer !== 'ok') throw damaged(file, String(answer).replaceAll('\n', ' '))
    if (hasJournal(database)) readJournal(database)
  } catch (error) {
    throw damageOf(file, error) ?? error
  } finally {
    database?.close()
  }
}

function configure(database: SqliteDatabase): void {
  database.run(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA trusted_schema = OFF;
    PRAGMA journal_size_limit = 67108864;
    -- 8 MiB: some 2000 documents' last pages. With less, unpacking the journal reads them again each time.
    PRAGMA cache_size = -8192;
  `)
  // Saved means stored rests on these two, and a file system that cannot do WAL leaves another mode without an error.
  const mode = database.pragma('journal_mode')
  const synchronous = database.pragma('synchronous')
  if (mode !== 'wal' || synchronous !== 2) {
    throw new StorageError(
      `${database.file} cannot be written safely: journal_mode is ${String(mode)} (wal is needed), synchronous is ` +
        `${String(synchronous)} (2 is needed). Is the folder on a network file system?`,
    )
  }
}

/**
 * Does what relies on the tables of a database that `openDataDirectory` opened. When they are not those of their version, it
 * throws what that function would.
 */
export function onTables<Result>({ file }: SqliteDatabase, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    throw damageOf(file, error) ?? error
  }
}

/**
 * An error that shows that the file is damaged, for the operator; null when it shows no such thing. A row of the journal that
 * is not what was stored is such damage: it cannot be told which documents' saved edits stand in it, so none can be served.
 */
function damageOf(file: string, error: unknown): StorageError | null {
  if (error instanceof Damage) return damaged(file, error.message)
  return error instanceof StorageError && isDamage(error) ? damaged(file, error.message) : null
}

/** A constraint: what is in the journal does not fit the other tables. An error: the tables are not those of their version. */
function isDamage({ message }: StorageError): boolean {
  return /^SQLITE_(CORRUPT|NOTADB|CONSTRAINT|ERROR)/.test(message)
}

function damaged(file: string, why: string): StorageError {
  return new StorageError(
    `${file}, the database with every document, is damaged (${why}). Weft left it as it is. Keep a copy of the whole ` +
      'folder, then restore a backup into a new one (weft restore FILE). What the backup lacks may still be readable: ' +
      'weft doctor --rescue DIR writes it down.',
  )
}

function emptied(file: string): StorageError {
  return new StorageError(
    `${file}, the database with every document, is empty, and it was not Weft that left it so. Keep a copy of the whole ` +
      'folder, then restore a backup into a new one (weft restore FILE). If there never was a document in it, remove the ' +
      'file and start again.',
  )
}

/** Null when there is no such file. */
function sizeOf(file: string): number | null {
  return statSync(file, { throwIfNoEntry: false })?.size ?? null
}

function holds(file: string): boolean {
  return (sizeOf(file) ?? 0) > 0
}
