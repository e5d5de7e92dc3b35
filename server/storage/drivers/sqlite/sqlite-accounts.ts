import type { Account, AccountChange, Identity, NewAccount, NewReset, PasswordChange } from '../../account-store.ts'
import { ACCOUNT_COLUMNS, type AccountRow, toAccount } from './account-row.ts'
import { SqliteAudit } from './sqlite-audit.ts'
import type { SqliteDatabase } from './sqlite-database.ts'
import type { SqliteSessions } from './sqlite-sessions.ts'

const ACCOUNT = `SELECT ${ACCOUNT_COLUMNS} FROM accounts JOIN actors ON actors.key = accounts.actor`

/** The `accounts`, `identities`, `invitations` and `resets` tables. */
export class SqliteAccounts {
  readonly #database: SqliteDatabase
  readonly #sessions: SqliteSessions
  readonly #audit: SqliteAudit
  readonly #any
  readonly #byId
  readonly #byEmail
  readonly #byIdentity
  readonly #isActor
  readonly #addIdentity
  readonly #all
  readonly #addActor
  readonly #add
  readonly #setPassword
  readonly #setSuspended
  readonly #setAdmin
  readonly #setEmail
  readonly #takeGiven
  readonly #otherAdmins
  readonly #addInvitation
  readonly #invitation
  readonly #useInvitation
  readonly #sweepInvitations
  readonly #addReset
  readonly #reset
  readonly #dropResets
  readonly #sweepResets

  constructor(database: SqliteDatabase, sessions: SqliteSessions) {
    this.#database = database
    this.#sessions = sessions
    this.#audit = new SqliteAudit(database)
    this.#any = database.prepare<{ key: number }>('SELECT key FROM accounts LIMIT 1')
    this.#byId = database.prepare<AccountRow>(`${ACCOUNT} WHERE accounts.id = ?`)
    this.#byEmail = database.prepare<AccountRow>(`${ACCOUNT} WHERE email = ?`)
    this.#byIdentity = database.prepare<AccountRow>(
      `${ACCOUNT} JOIN identities ON identities.account = accounts.key WHERE issuer = ? AND subject = ?`,
    )
    this.#isActor = database.prepare<{ key: number }>(
      'SELECT accounts.key FROM accounts JOIN actors ON actors.key = accounts.actor WHERE actors.id = ?',
    )
    this.#addIdentity = database.prepare(
      'INSERT INTO identities (issuer, subject, account) SELECT ?, ?, key FROM accounts WHERE id = ?',
    )
    this.#all = database.prepare<AccountRow & { lastUsedAt: number | null }>(`
      SELECT ${ACCOUNT_COLUMNS},
        (SELECT max(last_used_at) FROM sessions WHERE account = accounts.key) AS lastUsedAt
      FROM accounts JOIN actors ON actors.key = accounts.actor ORDER BY email`)
    this.#addActor = database.prepare<{ key: number }>(
      'INSERT INTO actors (id, token_hash, created_at, last_seen_at) VALUES (?, ?, ?, ?) RETURNING key',
    )
    this.#add = database.prepare(`
      INSERT INTO accounts (id, actor, email, password_hash, is_admin, created_at)
      VALUES (?, ?, ?, ?, NOT EXISTS (SELECT 1 FROM accounts), ?)`)
    this.#setPassword = database.prepare('UPDATE accounts SET password_hash = ? WHERE id = ? AND password_hash IS ?')
    this.#setSuspended = database.prepare(
      'UPDATE accounts SET suspended_at = ?1 WHERE id = ?2 AND (suspended_at IS NULL) <> (?1 IS NULL)',
    )
    this.#setAdmin = database.prepare('UPDATE accounts SET is_admin = ?1 WHERE id = ?2 AND is_admin <> ?1')
    this.#setEmail = database.prepare('UPDATE accounts SET email = ? WHERE id = ?')
    this.#takeGiven = database.prepare(`
      UPDATE grants SET how = 'removed', role = NULL, email = NULL, at = ?
      WHERE email IS NOT NULL AND role IS NOT 'owner' AND actor = (SELECT actor FROM accounts WHERE id = ?)`)
    this.#otherAdmins = database.prepare<{ count: number }>(
      'SELECT count(*) AS count FROM accounts WHERE is_admin = 1 AND suspended_at IS NULL AND id <> ?',
    )
    this.#addInvitation = database.prepare('INSERT INTO invitations (secret_hash, expires_at) VALUES (?, ?)')
    this.#invitation = database.prepare<{ known: number }>(
      'SELECT 1 AS known FROM invitations WHERE secret_hash = ? AND expires_at > ?',
    )
    this.#useInvitation = database.prepare('DELETE FROM invitations WHERE secret_hash = ?')
    this.#sweepInvitations = database.prepare('DELETE FROM invitations WHERE expires_at < ?')
    this.#addReset = database.prepare(
      'INSERT INTO resets (secret_hash, account, expires_at) SELECT ?, key, ? FROM accounts WHERE id = ?',
    )
    this.#reset = database.prepare<{ id: string; passwordHash: string | null }>(`
      SELECT accounts.id, password_hash AS passwordHash FROM resets JOIN accounts ON accounts.key = account
      WHERE secret_hash = ? AND expires_at > ? AND suspended_at IS NULL`)
    this.#dropResets = database.prepare('DELETE FROM resets WHERE account = (SELECT key FROM accounts WHERE id = ?)')
    this.#sweepResets = database.prepare('DELETE FROM resets WHERE expires_at < ?')
  }

  among(actors: readonly string[]): string[] {
    return actors.filter((actor) => this.#isActor.get(actor) !== undefined)
  }

  isEmpty(): boolean {
    return this.#any.get() === undefined
  }

  add(account: NewAccount): 'added' | 'taken' | 'uninvited' {
    return this.#database.transaction(() => {
      const { id, email, passwordHash, actor, actorTokenHash, invitationHash, identity, by, at } = account
      // First: only who may have an account is told which addresses have one. It is used up by an account alone.
      if (invitationHash !== null && this.#invitation.get(invitationHash, at) === undefined) return 'uninvited'
      if (this.#byEmail.get(email) !== undefined) return 'taken'
      if (identity !== null && this.byIdentity(identity) !== null) return 'taken'
      if (invitationHash !== null) this.#useInvitation.run(invitationHash)
      const row = this.#addActor.get(actor, actorTokenHash, at, at)
      if (row !== undefined) this.#add.run(id, row.key, email, passwordHash, at)
      if (identity !== null) this.#addIdentity.run(identity.issuer, identity.subject, id)
      if (by === actor) this.#audit.note({ deed: 'signed-up', at, by })
      else this.#audit.note({ deed: 'account-added', at, by, about: actor })
      return 'added'
    })
  }

  byId(id: string): Account | null {
    const row = this.#byId.get(id)
    return row === undefined ? null : toAccount(row)
  }

  byEmail(email: string): Account | null {
    const row = this.#byEmail.get(email)
    return row === undefined ? null : toAccount(row)
  }

  byIdentity({ issuer, subject }: Identity): Account | null {
    const row = this.#byIdentity.get(issuer, subject)
    return row === undefined ? null : toAccount(row)
  }

  /** Every account, by address, with when it was last used. */
  all(): (Account & { readonly lastUsedAt: number | null })[] {
    return this.#all.all().map(({ lastUsedAt, ...row }) => ({ ...toAccount(row), lastUsedAt }))
  }

  setPassword(account: string, change: PasswordChange, at: number): boolean {
    return this.#database.transaction(() => {
      if (!this.#change(account, change, at)) return false
      this.#audit.note({ deed: 'password-changed', at, ...this.#doneTo(account, change.by) })
      return true
    })
  }

  addReset(account: string, { secretHash, expiresAt, by, at }: NewReset): void {
    this.#database.transaction(() => {
      this.#addReset.run(secretHash, expiresAt, account)
      this.#audit.note({ deed: 'reset-link-made', at, ...this.#doneTo(account, by) })
    })
  }

  useReset(secretHash: Uint8Array, passwordHash: string, at: number): boolean {
    return this.#database.transaction(() => {
      const reset = this.#reset.get(secretHash, at)
      if (reset === undefined) return false
      const by = this.#sessions.actorOf(reset.id)
      if (!this.#change(reset.id, { expected: reset.passwordHash, passwordHash, kept: null }, at)) return false
      this.#audit.note({ deed: 'password-reset', at, by })
      return true
    })
  }

  setSuspended(account: string, isSuspended: boolean, by: string | null, at: number): AccountChange {
    return this.#database.transaction(() => {
      const refused = this.#refusal(account, isSuspended)
      if (refused !== null) return refused
      if (this.#setSuspended.run(isSuspended ? at : null, account) === 0) return 'done'
      if (isSuspended) this.#sessions.endOthers(account, null, at)
      const deed = isSuspended ? 'account-suspended' : 'account-let-back'
      this.#audit.note({ deed, at, ...this.#doneTo(account, by) })
      return 'done'
    })
  }

  setAdmin(account: string, isAdmin: boolean, by: string | null, at: number): AccountChange {
    return this.#database.transaction(() => {
      const refused = this.#refusal(account, !isAdmin)
      if (refused !== null) return refused
      if (this.#setAdmin.run(isAdmin ? 1 : 0, account) === 0) return 'done'
      this.#audit.note({ deed: isAdmin ? 'admin-made' : 'admin-unmade', at, ...this.#doneTo(account, by) })
      return 'done'
    })
  }

  endSessions(account: string, by: string, at: number): boolean {
    return this.#database.transaction(() => {
      if (this.byId(account) === null) return false
      if (!this.#sessions.endOthers(account, null, at)) return true
      this.#audit.note({ deed: 'all-sessions-ended', at, ...this.#doneTo(account, by) })
      return true
    })
  }

  /**
   * Gives an account another address, so that whoever has its address can have an account: signs it out, and takes away what
   * others gave to that address.
   */
  free(account: string, email: string, at: number): void {
    this.#database.transaction(() => {
      this.#dropResets.run(account)
      this.#sessions.endOthers(account, null, at)
      this.#takeGiven.run(at, account)
      this.#audit.note({ deed: 'address-freed', at, by: null, about: this.#sessions.actorOf(account) })
      this.#setEmail.run(email, account)
    })
  }

  addInvitation(secretHash: Uint8Array, expiresAt: number, at: number): void {
    this.#database.transaction(() => {
      this.#addInvitation.run(secretHash, expiresAt)
      this.#audit.note({ deed: 'invitation-made', at, by: null })
    })
  }

  sweep(before: number): void {
    this.#database.transaction(() => {
      this.#sweepInvitations.run(before)
      this.#sweepResets.run(before)
    })
    this.#sessions.sweep(before)
  }

  /** There is always somebody who can let others back in. */
  #refusal(account: string, isLess: boolean): Exclude<AccountChange, 'done'> | null {
    const known = this.byId(account)
    if (known === null) return 'unknown'
    const { isAdmin, suspendedAt } = known
    const others = this.#otherAdmins.get(account)?.count ?? 0
    return isLess && others === 0 && isAdmin && suspendedAt === null ? 'last-admin' : null
  }

  /** As an audit entry has it: what somebody does to themselves is about nobody else. */
  #doneTo(account: string, by: string | null): { by: string | null; about?: string } {
    const actor = this.#sessions.actorOf(account)
    return by === actor ? { by } : { by, about: actor }
  }

  #change(account: string, { expected, passwordHash, kept }: Omit<PasswordChange, 'by'>, at: number): boolean {
    if (this.#setPassword.run(passwordHash, account, expected) === 0) return false
    this.#dropResets.run(account)
    this.#sessions.endOthers(account, kept, at)
    return true
  }
}
