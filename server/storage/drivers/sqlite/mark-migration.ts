import { FIRST_MARK, nextMark } from '../../mark.ts'
import { decodeSegment } from './history-segment.ts'
import type { LogRow } from './log-row.ts'
import { snapshotChecksum } from './stored-snapshot.ts'
import type { SqliteDatabase } from './sqlite-database.ts'

const ROWS_AT_ONCE = 64

/** The three tables with their marks; they stand before the bytes, so that reading one does not walk over these. */
const MARKED_TABLES = `
  CREATE TABLE marked_updates (
    document INTEGER NOT NULL REFERENCES documents,
    sequence INTEGER NOT NULL,
    at INTEGER NOT NULL,
    actor INTEGER NOT NULL REFERENCES actors,
    client_id INTEGER NOT NULL,
    mark INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (document, sequence)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE marked_snapshots (
    document INTEGER PRIMARY KEY REFERENCES documents,
    epoch INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    mark INTEGER NOT NULL,
    -- As stored-snapshot.ts makes it.
    checksum INTEGER NOT NULL,
    -- 0 when nobody counted them.
    structs INTEGER NOT NULL,
    state_vector BLOB NOT NULL,
    bytes BLOB NOT NULL
  ) STRICT;

  CREATE TABLE marked_history_segments (
    document INTEGER NOT NULL REFERENCES documents,
    first_sequence INTEGER NOT NULL,
    last_sequence INTEGER NOT NULL,
    -- Of the last update in it.
    mark INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (document, last_sequence)
  ) STRICT;
`

/** Version 2: every update, snapshot and history segment gets its mark, computed from what version 1 stored. */
export function addMarks(database: SqliteDatabase): void {
  database.run(MARKED_TABLES)
  for (const { key } of database.prepare<{ key: number }>('SELECT key FROM documents').all()) {
    const folded = markSegments(database, key)
    markSnapshot(database, key, folded)
    markTail(database, key, folded)
  }
  for (const table of ['updates', 'snapshots', 'history_segments']) {
    database.run(`DROP TABLE ${table}; ALTER TABLE marked_${table} RENAME TO ${table}`)
  }
}

function markSegments(database: SqliteDatabase, document: number): number {
  const next = database.prepare<{ first: number; last: number; bytes: Uint8Array }>(`
    SELECT first_sequence AS first, last_sequence AS last, bytes FROM history_segments
    WHERE document = ? AND last_sequence > ? ORDER BY last_sequence LIMIT 1`)
  const insert = database.prepare('INSERT INTO marked_history_segments VALUES (?, ?, ?, ?, ?)')
  let mark = FIRST_MARK
  for (let segment = next.get(document, 0); segment; segment = next.get(document, segment.last)) {
    for (const { update } of readable(segment.bytes)) mark = nextMark(mark, update)
    insert.run(document, segment.first, segment.last, mark, segment.bytes)
  }
  return mark
}

/** A segment that cannot be read any more is found by whoever asks for it; it is no reason not to start. */
function readable(bytes: Uint8Array): LogRow[] {
  try {
    return decodeSegment(bytes)
  } catch {
    return []
  }
}

function markSnapshot(database: SqliteDatabase, document: number, mark: number): void {
  const snapshot = database
    .prepare<{ epoch: number; sequence: number; stateVector: Uint8Array; bytes: Uint8Array }>(
      'SELECT epoch, sequence, state_vector AS stateVector, bytes FROM snapshots WHERE document = ?',
    )
    .get(document)
  if (!snapshot) return
  const { epoch, sequence, stateVector, bytes } = snapshot
  database
    .prepare('INSERT INTO marked_snapshots VALUES (?, ?, ?, ?, ?, 0, ?, ?)')
    .run(document, epoch, sequence, mark, snapshotChecksum({ ...snapshot, inflatedLength: null }), stateVector, bytes)
}

function markTail(database: SqliteDatabase, document: number, folded: number): void {
  const next = database.prepare<LogRow>(`
    SELECT sequence, at, actor, client_id AS clientId, bytes AS "update" FROM updates
    WHERE document = ? AND sequence > ? ORDER BY sequence LIMIT ${ROWS_AT_ONCE}`)
  const insert = database.prepare('INSERT INTO marked_updates VALUES (?, ?, ?, ?, ?, ?, ?)')
  let mark = folded
  let rows = next.all(document, 0)
  while (rows.length > 0) {
    for (const { sequence, at, actor, clientId, update } of rows) {
      mark = nextMark(mark, update)
      insert.run(document, sequence, at, actor, clientId, mark, update)
    }
    rows = next.all(document, rows.at(-1)?.sequence ?? 0)
  }
}
