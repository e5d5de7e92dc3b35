import { StorageError } from '../../storage.ts'
import { ADD_ACCOUNTS } from './accounts-migration.ts'
import { ADD_AUDIT } from './audit-migration.ts'
import { ADD_FILES } from './files-migration.ts'
import { addLibrary } from './library-migration.ts'
import { addMarks } from './mark-migration.ts'
import { ADD_SHARING } from './sharing-migration.ts'
import { ADD_PUBLICATIONS } from './publications-migration.ts'
import type { SqliteDatabase } from './sqlite-database.ts'
import { joinUpdates } from './tail-migration.ts'

/** "Weft": how `file` and we tell this database from another program's. */
const APPLICATION_ID = 0x57656674

/**
 * Number n brings a file of version n - 1 to version n. Never edited once released: a file of any past release must open,
 * and `tests/fixtures/db` holds one of each.
 *
 * Text ids are what the rest of the server knows; integer keys are what rows refer to, because every update names a
 * document and an actor. The last sequence of a document is not a column: it would be a second page to write for every
 * commit, and could disagree with the log.
 */
const MIGRATIONS: readonly (string | ((database: SqliteDatabase) => void))[] = [
  `
  PRAGMA application_id = ${APPLICATION_ID};

  CREATE TABLE actors (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    token_hash BLOB NOT NULL UNIQUE,
    created_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE documents (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    key_hash BLOB NOT NULL,
    creator INTEGER NOT NULL REFERENCES actors,
    created_at INTEGER NOT NULL,
    -- Of the first update; null until then, which is what makes a document one to sweep.
    first_edited_at INTEGER,
    deleted_at INTEGER,
    title TEXT,
    epoch INTEGER NOT NULL DEFAULT 1
  ) STRICT;
  CREATE INDEX documents_unedited ON documents (created_at) WHERE first_edited_at IS NULL AND deleted_at IS NULL;

  -- The log's tail: what no snapshot holds yet. Clustered by document, so that reading and folding a tail walk one range.
  CREATE TABLE updates (
    document INTEGER NOT NULL REFERENCES documents,
    sequence INTEGER NOT NULL,
    at INTEGER NOT NULL,
    actor INTEGER NOT NULL REFERENCES actors,
    client_id INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (document, sequence)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE snapshots (
    document INTEGER PRIMARY KEY REFERENCES documents,
    epoch INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    state_vector BLOB NOT NULL,
    bytes BLOB NOT NULL
  ) STRICT;

  -- Folded rows, as history-segment.ts writes them.
  CREATE TABLE history_segments (
    document INTEGER NOT NULL REFERENCES documents,
    first_sequence INTEGER NOT NULL,
    last_sequence INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (document, last_sequence)
  ) STRICT;

  CREATE TABLE client_bindings (
    document INTEGER NOT NULL REFERENCES documents,
    client_id INTEGER NOT NULL,
    actor INTEGER NOT NULL REFERENCES actors,
    PRIMARY KEY (document, client_id)
  ) STRICT, WITHOUT ROWID;
  `,
  addMarks,
  `
  -- Updates that later epochs are without. They stay where they are in the log.
  CREATE TABLE quarantined_updates (
    document INTEGER NOT NULL REFERENCES documents,
    sequence INTEGER NOT NULL,
    -- The one it spoiled.
    epoch INTEGER NOT NULL,
    reason TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (document, sequence)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  ADD_SHARING,
  `
  -- Commits whose updates have no row in updates yet, each as stored-updates.ts writes it.
  CREATE TABLE journal (
    id INTEGER PRIMARY KEY,
    checksum INTEGER NOT NULL,
    bytes BLOB NOT NULL
  ) STRICT;
  `,
  joinUpdates,
  ADD_ACCOUNTS,
  addLibrary,
  ADD_AUDIT,
  ADD_PUBLICATIONS,
  ADD_FILES,
]

/** Of a file that this program has migrated. */
export const SCHEMA_VERSION = MIGRATIONS.length

const FIRST_WITH_JOURNAL = 5
const FIRST_WITH_TAIL_SEGMENTS = 6
const FIRST_WITH_FILES = 11

/** Whether the file, which `checkVersion` let pass, is of a version with a journal. */
export function hasJournal(database: SqliteDatabase): boolean {
  return Number(database.pragma('user_version')) >= FIRST_WITH_JOURNAL
}

/** Whether the end of a log is in `tail_segments`; before, it was in `updates`. */
export function hasTailSegments(database: SqliteDatabase): boolean {
  return Number(database.pragma('user_version')) >= FIRST_WITH_TAIL_SEGMENTS
}

/** Whether files are stored with documents in a file of its version. */
export function hasFiles(database: SqliteDatabase): boolean {
  return Number(database.pragma('user_version')) >= FIRST_WITH_FILES
}

/** Refuses, before anything is written, a file that is not ours or was written by a newer Weft. */
export function checkVersion(database: SqliteDatabase): void {
  const version = Number(database.pragma('user_version'))
  const tables = database.prepare<{ count: number }>('SELECT count(*) AS count FROM sqlite_schema').get()
  if (tables?.count !== 0 && database.pragma('application_id') !== APPLICATION_ID) {
    throw new StorageError(`${database.file} is a database of another program. Weft left it as it is.`)
  }
  if (version > MIGRATIONS.length) {
    throw new StorageError(
      `${database.file} was written by a newer Weft (its schema is version ${version}, this program knows up to ` +
        `${MIGRATIONS.length}). Start the newer program, or restore a backup made before the upgrade.`,
    )
  }
}

/** Brings the file to the present version, each step in a transaction of its own. */
export function migrate(database: SqliteDatabase): void {
  const from = Number(database.pragma('user_version'))
  for (const [index, step] of MIGRATIONS.entries()) {
    if (index < from) continue
    database.transaction(() => {
      if (typeof step === 'string') database.run(step)
      else step(database)
      database.run(`PRAGMA user_version = ${index + 1}`)
    })
  }
}
