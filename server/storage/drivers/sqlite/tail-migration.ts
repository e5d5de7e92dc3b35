import type { SqliteDatabase } from './sqlite-database.ts'
import { SqliteTail } from './sqlite-tail.ts'
import type { StoredUpdate } from './stored-updates.ts'

const ROWS_AT_ONCE = 64
const MAX_RUN_BYTES = 128 * 1024

const TABLES = `
  -- The log's tail: what is not history yet. Clustered by document, so that reading and folding a tail walk one range.
  CREATE TABLE tail_segments (
    document INTEGER NOT NULL REFERENCES documents,
    first_sequence INTEGER NOT NULL,
    last_sequence INTEGER NOT NULL,
    -- Of the last update in it.
    mark INTEGER NOT NULL,
    -- With the bytes, as stored-updates.ts writes them.
    checksum INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (document, last_sequence)
  ) STRICT, WITHOUT ROWID;

  -- As stored-snapshot.ts has it; the checksum is over the bytes as they are stored.
  ALTER TABLE snapshots ADD COLUMN inflated_length INTEGER;
`

/** Version 6: several updates to a row, and snapshots that may be deflated. What an update was stored with, its mark too, stays as it is. */
export function joinUpdates(database: SqliteDatabase): void {
  database.run(TABLES)
  const tail = new SqliteTail(database)
  const next = database.prepare<StoredUpdate>(`
    SELECT document, sequence, at, actor, client_id AS clientId, mark, bytes AS "update" FROM updates
    WHERE document = ? AND sequence > ? ORDER BY sequence LIMIT ${ROWS_AT_ONCE}`)
  for (const { key } of database.prepare<{ key: number }>('SELECT DISTINCT document AS key FROM updates').all()) {
    let rows = next.all(key, 0)
    while (rows.length > 0) {
      for (const run of consecutive(rows)) tail.add(run)
      rows = next.all(key, rows.at(-1)?.sequence ?? 0)
    }
  }
  database.run('DROP TABLE updates')
}

/** Where one is missing, the next row begins, too: whoever reads the log will find that. */
function consecutive(rows: readonly StoredUpdate[]): StoredUpdate[][] {
  const runs: StoredUpdate[][] = []
  let bytes = 0
  for (const row of rows) {
    const run = runs.at(-1)
    bytes += row.update.byteLength
    if (run && run.at(-1)?.sequence === row.sequence - 1 && bytes <= MAX_RUN_BYTES) run.push(row)
    else {
      runs.push([row])
      bytes = row.update.byteLength
    }
  }
  return runs
}
