import { Damage } from './damage.ts'
import type { SqliteDatabase } from './sqlite-database.ts'
import { SqliteHistory } from './sqlite-history.ts'

const TABLES = `
  -- In its owner's trash since then: nobody can open it.
  ALTER TABLE documents ADD COLUMN trashed_at INTEGER;
  -- What it is called while nobody has named it, as the newest snapshot has it.
  ALTER TABLE documents ADD COLUMN first_line TEXT;
  -- When the last update was made that the newest snapshot holds.
  ALTER TABLE documents ADD COLUMN folded_at INTEGER;
  CREATE INDEX documents_trashed ON documents (trashed_at) WHERE trashed_at IS NOT NULL;

  -- The actor does not want to see it among the others.
  ALTER TABLE grants ADD COLUMN archived_at INTEGER;
  CREATE INDEX grants_of_owners ON grants (document) WHERE role = 'owner';
`

/** Version 8: what a list of documents tells, and the trash. */
export function addLibrary(database: SqliteDatabase): void {
  database.run(TABLES)
  const history = new SqliteHistory(database)
  const setTime = database.prepare('UPDATE documents SET folded_at = ? WHERE key = ?')
  const snapshots = database.prepare<{ document: number; sequence: number }>('SELECT document, sequence FROM snapshots')
  for (const { document, sequence } of snapshots.all()) {
    const at = timeOf(history, document, sequence)
    if (at !== null) setTime.run(at, document)
  }
}

/** Null for what is not packed yet, and for what is damaged, which others have to tell. */
function timeOf(history: SqliteHistory, document: number, sequence: number): number | null {
  try {
    return history.read(document, sequence, sequence).at(0)?.at ?? null
  } catch (error) {
    if (error instanceof Damage) return null
    throw error
  }
}
