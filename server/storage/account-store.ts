/**
 * Who has an account here, and by which sessions they are signed in. Part of `Storage`, whose promises hold here too. Secrets
 * come as SHA-256 hashes, passwords as `server/access/passwords.ts` hashes them, e-mail addresses as `readEmail` writes them.
 * Times are milliseconds since the Unix epoch. What changes anything is kept in the audit log (`admin-store.ts`), in the same
 * transaction; `by` is the actor who does it. Another process may change all of it: `weft user` does, beside a server.
 */
export interface AccountStore {
  /** Whether there is no account yet: the first one administers the instance. */
  isEmpty(): Promise<boolean>

  /**
   * Adds an account and its actor. An invitation, if one is brought, is used up by it. `uninvited`: there is no such
   * invitation, or it has expired, which comes before `taken`: there is one with this address or identity. Nothing is changed
   * then.
   */
  add(account: NewAccount): Promise<'added' | 'taken' | 'uninvited'>

  /** Null when there is none. */
  byId(id: string): Promise<Account | null>

  /** Null when there is none. As much work when there is none. */
  byEmail(email: string): Promise<Account | null>

  /** Of who is vouched for as this. Null when there is none. */
  byIdentity(identity: Identity): Promise<Account | null>

  /** Those of these actors that are an account's; the others are guests. */
  among(actors: readonly string[]): Promise<string[]>

  /** Replaces the password, unless it is another than `expected` by now; ends all sessions but `kept`, and every reset. */
  setPassword(account: string, change: PasswordChange, at: number): Promise<boolean>

  /** Whoever has the secret may give the account a new password, once, until then. */
  addReset(account: string, reset: NewReset): Promise<void>

  /** Gives the account of a reset a new password and ends all its sessions and resets. False when there is no such reset. */
  useReset(secretHash: Uint8Array, passwordHash: string, at: number): Promise<boolean>

  /**
   * Signs an account in. False when it is suspended, or has another password than the one that was proven. Of more than
   * `limit` sessions the one that was longest unused ends.
   */
  startSession(session: NewSession, limit: number): Promise<boolean>

  /** The session with this token and its account, if it lasts; notes that it was used, to the minute. */
  session(tokenHash: Uint8Array, at: number): Promise<SignedIn | null>

  /** The sessions of an account that last, the one used last first. */
  sessions(account: string, at: number): Promise<Session[]>

  /** Ends a session of the account. False when it has no such session. */
  endSession(account: string, session: string, by: string, at: number): Promise<boolean>

  /** Ends every session of the account. False when there is no such account. */
  endSessions(account: string, by: string, at: number): Promise<boolean>

  /** Suspends an account, whose sessions end, or lets it back in. */
  setSuspended(account: string, isSuspended: boolean, by: string, at: number): Promise<AccountChange>

  /** Makes an account an administrator's, or takes that back. */
  setAdmin(account: string, isAdmin: boolean, by: string, at: number): Promise<AccountChange>

  /** Ends every session of every account. */
  endAllSessions(at: number): Promise<void>

  /** The sessions that ended, or were not used for too long, since a moment. */
  endedSessions(since: number, at: number): Promise<string[]>

  /** In how many documents a guest has something. */
  countGuestDocuments(guestTokenHash: Uint8Array): Promise<number>

  /**
   * Makes everything that a guest has in documents the account's: what was decided about them and came by links (of both the
   * higher, and no link against which a decision stands), and the clientIDs of their unsent edits. Who wrote what is already
   * in logs stays as it is there. Resolves to in how many documents that was.
   */
  adoptGuest(account: string, guestTokenHash: Uint8Array, at: number): Promise<number>

  /** Forgets sessions, invitations and resets that are over since `before`. */
  sweep(before: number): Promise<void>
}

export interface Account {
  readonly id: string
  readonly email: string
  /** Who acts in documents when somebody is signed in. */
  readonly actor: string
  /** Null for an account that is only come to by a provider. */
  readonly passwordHash: string | null
  readonly isAdmin: boolean
  readonly createdAt: number
  readonly suspendedAt: number | null
}

/** `last-admin`: nobody else administers; nothing is changed then. */
export type AccountChange = 'done' | 'unknown' | 'last-admin'

export interface NewReset {
  readonly secretHash: Uint8Array
  readonly expiresAt: number
  /** The account's own actor, or an administrator's. */
  readonly by: string
  readonly at: number
}

export interface NewAccount {
  readonly id: string
  readonly email: string
  readonly passwordHash: string | null
  /** Its actor's id, and what that is found by: a hash of which nobody knows the secret. */
  readonly actor: string
  readonly actorTokenHash: Uint8Array
  /** Null when none is needed. */
  readonly invitationHash: Uint8Array | null
  /** Null for who has a password. */
  readonly identity: Identity | null
  /** Its own actor, for who signs up; an administrator's; null for who runs the server. */
  readonly by: string | null
  readonly at: number
}

/** Somebody at a provider of OpenID Connect. */
export interface Identity {
  readonly issuer: string
  readonly subject: string
}

export interface PasswordChange {
  /** What the account had when that was looked at. */
  readonly expected: string | null
  readonly passwordHash: string
  /** The session that goes on; null for none. */
  readonly kept: string | null
  /** The account's own actor; null for who runs the server. */
  readonly by: string | null
}

export interface Session {
  /** Known by it to its account. */
  readonly id: string
  /** For people: "Firefox on Linux". */
  readonly device: string
  readonly createdAt: number
  readonly lastUsedAt: number
}

export interface NewSession {
  readonly id: string
  readonly account: string
  readonly tokenHash: Uint8Array
  readonly device: string
  readonly at: number
  /** The account's, as it was when somebody proved who they are. */
  readonly passwordHash: string | null
}

export interface SignedIn {
  readonly session: string
  readonly account: Account
  /** What the account's actor is found by. */
  readonly actorTokenHash: Uint8Array
}

/** A session ends when it was not used for so long. */
export const SESSION_KEPT_MS = 30 * 24 * 60 * 60 * 1000

/** `lastUsedAt` is this coarse, so that a request is not a write. */
export const SESSION_USED_STEP_MS = 60 * 1000
