/** Accounts, each an actor of its own, and what proves who somebody is. Of secrets there are hashes alone. */
export const ADD_ACCOUNTS = `
  CREATE TABLE accounts (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    actor INTEGER NOT NULL UNIQUE REFERENCES actors,
    email TEXT NOT NULL UNIQUE,
    -- Null for who comes by a provider alone.
    password_hash TEXT,
    is_admin INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    suspended_at INTEGER
  ) STRICT;

  -- Who a provider of OpenID Connect vouches for.
  CREATE TABLE identities (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    account INTEGER NOT NULL REFERENCES accounts,
    PRIMARY KEY (issuer, subject)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE sessions (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    account INTEGER NOT NULL REFERENCES accounts,
    token_hash BLOB NOT NULL UNIQUE,
    device TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL,
    -- Kept for a while: a server finds by it what another process ended.
    ended_at INTEGER
  ) STRICT;
  CREATE INDEX sessions_by_account ON sessions (account);
  CREATE INDEX sessions_by_end ON sessions (ended_at) WHERE ended_at IS NOT NULL;
  CREATE INDEX sessions_by_use ON sessions (last_used_at);

  CREATE TABLE invitations (
    secret_hash BLOB PRIMARY KEY,
    expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- Mailed to who forgot a password.
  CREATE TABLE resets (
    secret_hash BLOB PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES accounts,
    expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- What a guest has, in whichever documents, may become an account's.
  CREATE INDEX grants_by_actor ON grants (actor);
  CREATE INDEX access_requests_by_actor ON access_requests (actor);
`
