/** The audit log; by which address somebody was given access, and what they say when they ask for it. */
export const ADD_AUDIT = `
  CREATE TABLE audit (
    key INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    deed TEXT NOT NULL,
    -- Who did it; null for who runs the server.
    actor INTEGER REFERENCES actors,
    -- By its id, since a document that nobody edited is forgotten.
    document TEXT,
    -- Whom it was done to.
    about INTEGER REFERENCES actors,
    link TEXT,
    detail TEXT
  ) STRICT;

  ALTER TABLE grants ADD COLUMN email TEXT;
  ALTER TABLE access_requests ADD COLUMN message TEXT NOT NULL DEFAULT '';

  -- A server finds by it what another process deleted.
  CREATE INDEX documents_by_end ON documents (deleted_at) WHERE deleted_at IS NOT NULL;
`
