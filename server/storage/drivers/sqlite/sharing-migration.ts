/**
 * Share links and who has access, in place of one key a document: that key is the first link, which lets anybody edit, and the
 * creator is the owner.
 */
export const ADD_SHARING = `
  CREATE TABLE share_links (
    key INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents,
    id TEXT NOT NULL,
    secret_hash BLOB NOT NULL,
    role TEXT NOT NULL,
    label TEXT,
    expires_at INTEGER,
    password_hash TEXT,
    created_by INTEGER NOT NULL REFERENCES actors,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER,
    revoked_at INTEGER,
    UNIQUE (document, id),
    UNIQUE (document, secret_hash)
  ) STRICT;

  -- Everybody who has something in a document: what was decided about them, or that they came by a link.
  CREATE TABLE grants (
    document INTEGER NOT NULL REFERENCES documents,
    actor INTEGER NOT NULL REFERENCES actors,
    -- 'created', 'given' or 'removed', which are decisions, or 'link'.
    how TEXT NOT NULL,
    -- Null when it was not decided: then it follows from link_grants.
    role TEXT,
    at INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (document, actor)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE link_grants (
    document INTEGER NOT NULL REFERENCES documents,
    actor INTEGER NOT NULL REFERENCES actors,
    link INTEGER NOT NULL REFERENCES share_links,
    PRIMARY KEY (document, actor, link)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX link_grants_by_link ON link_grants (link);

  CREATE TABLE access_requests (
    document INTEGER NOT NULL REFERENCES documents,
    actor INTEGER NOT NULL REFERENCES actors,
    name TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (document, actor)
  ) STRICT, WITHOUT ROWID;

  INSERT INTO share_links (document, id, secret_hash, role, created_by, created_at)
    SELECT key, id, key_hash, 'editor', creator, created_at FROM documents WHERE deleted_at IS NULL;
  INSERT INTO grants (document, actor, how, role, at, name)
    SELECT key, creator, 'created', 'owner', created_at, '' FROM documents WHERE deleted_at IS NULL;
  ALTER TABLE documents DROP COLUMN key_hash;
`
