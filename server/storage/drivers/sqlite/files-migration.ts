/** Files that are stored with a document. Several rows may name one blob: those of a copy of the document. */
export const ADD_FILES = `
  CREATE TABLE files (
    document INTEGER NOT NULL REFERENCES documents,
    id TEXT NOT NULL,
    blob TEXT NOT NULL,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 BLOB NOT NULL,
    -- On whose account it counts.
    actor INTEGER NOT NULL REFERENCES actors,
    -- As they were called then.
    by_name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (document, id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX files_by_blob ON files (blob);
  -- With all that is summed of an actor.
  CREATE INDEX files_by_actor ON files (actor, blob, size);
`
