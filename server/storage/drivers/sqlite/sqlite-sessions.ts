import {
  type NewSession,
  SESSION_KEPT_MS,
  SESSION_USED_STEP_MS,
  type Session,
  type SignedIn,
} from '../../account-store.ts'
import { StorageError } from '../../storage.ts'
import { ACCOUNT_COLUMNS, type AccountRow, toAccount } from './account-row.ts'
import { SqliteAudit } from './sqlite-audit.ts'
import type { SqliteDatabase } from './sqlite-database.ts'

interface SessionRow extends AccountRow {
  readonly session: string
  readonly lastUsedAt: number
  readonly actorTokenHash: Uint8Array
}

/** Of an account that is named by its id. */
const OF_ACCOUNT = 'account = (SELECT key FROM accounts WHERE id = ?)'

/** The `sessions` table. */
export class SqliteSessions {
  readonly #database: SqliteDatabase
  readonly #audit: SqliteAudit
  readonly #actor
  readonly #start
  readonly #byToken
  readonly #touch
  readonly #ofAccount
  readonly #lasting
  readonly #end
  readonly #endOthers
  readonly #endAll
  readonly #ended
  readonly #sweep

  constructor(database: SqliteDatabase) {
    this.#database = database
    this.#audit = new SqliteAudit(database)
    this.#actor = database.prepare<{ id: string }>(
      'SELECT actors.id FROM accounts JOIN actors ON actors.key = accounts.actor WHERE accounts.id = ?',
    )
    this.#start = database.prepare(`
      INSERT INTO sessions (id, account, token_hash, device, created_at, last_used_at)
      SELECT ?, key, ?, ?, ?, ? FROM accounts WHERE id = ? AND suspended_at IS NULL AND password_hash IS ?`)
    this.#byToken = database.prepare<SessionRow>(`
      SELECT sessions.id AS session, last_used_at AS lastUsedAt, actors.token_hash AS actorTokenHash, ${ACCOUNT_COLUMNS}
      FROM sessions JOIN accounts ON accounts.key = account JOIN actors ON actors.key = accounts.actor
      WHERE sessions.token_hash = ? AND ended_at IS NULL AND last_used_at > ? AND suspended_at IS NULL`)
    this.#touch = database.prepare('UPDATE sessions SET last_used_at = ? WHERE id = ?')
    this.#ofAccount = database.prepare<Session>(`
      SELECT id, device, created_at AS createdAt, last_used_at AS lastUsedAt FROM sessions
      WHERE ${OF_ACCOUNT} AND ended_at IS NULL AND last_used_at > ? ORDER BY last_used_at DESC, key DESC`)
    this.#lasting = database.prepare<{ id: string }>(`
      SELECT id FROM sessions WHERE ${OF_ACCOUNT} AND ended_at IS NULL ORDER BY last_used_at DESC, key DESC LIMIT -1 OFFSET ?`)
    this.#end = database.prepare(`
      UPDATE sessions SET ended_at = ? WHERE ${OF_ACCOUNT} AND id = ? AND ended_at IS NULL`)
    this.#endOthers = database.prepare(`
      UPDATE sessions SET ended_at = ? WHERE ${OF_ACCOUNT} AND id IS NOT ? AND ended_at IS NULL`)
    this.#endAll = database.prepare('UPDATE sessions SET ended_at = ? WHERE ended_at IS NULL')
    this.#ended = database.prepare<{ id: string }>(`
      SELECT id FROM sessions WHERE ended_at >= ?
      UNION SELECT id FROM sessions WHERE last_used_at > ? AND last_used_at <= ?`)
    this.#sweep = database.prepare('DELETE FROM sessions WHERE ended_at < ? OR last_used_at < ?')
  }

  startSession({ id, account, tokenHash, device, at, passwordHash }: NewSession, limit: number): boolean {
    return this.#database.transaction(() => {
      if (this.#start.run(id, tokenHash, device, at, at, account, passwordHash) === 0) return false
      for (const beyond of this.#lasting.all(account, limit)) this.#end.run(at, account, beyond.id)
      const deed = passwordHash === null ? 'signed-in-by-provider' : 'signed-in'
      this.#audit.note({ deed, at, by: this.actorOf(account), detail: device })
      return true
    })
  }

  session(tokenHash: Uint8Array, at: number): SignedIn | null {
    const row = this.#byToken.get(tokenHash, at - SESSION_KEPT_MS)
    if (row === undefined) return null
    const { session, lastUsedAt, actorTokenHash } = row
    if (at - lastUsedAt >= SESSION_USED_STEP_MS) this.#database.transaction(() => this.#touch.run(at, session))
    return { session, account: toAccount(row), actorTokenHash }
  }

  sessions(account: string, at: number): Session[] {
    return this.#ofAccount.all(account, at - SESSION_KEPT_MS)
  }

  endSession(account: string, session: string, by: string, at: number): boolean {
    return this.#database.transaction(() => {
      if (this.#end.run(at, account, session) === 0) return false
      const owner = this.actorOf(account)
      this.#audit.note({ deed: 'session-ended', at, by, ...(owner !== by && { about: owner }) })
      return true
    })
  }

  /** Who acts for an account that there is. */
  actorOf(account: string): string {
    const row = this.#actor.get(account)
    if (row === undefined) throw new StorageError(`there is no account ${account}`)
    return row.id
  }

  /** In the caller's transaction. */
  /** False when there were none. */
  endOthers(account: string, kept: string | null, at: number): boolean {
    return this.#endOthers.run(at, account, kept) > 0
  }

  endAllSessions(at: number): void {
    this.#database.transaction(() => {
      this.#endAll.run(at)
      this.#audit.note({ deed: 'all-sessions-ended', at, by: null })
    })
  }

  endedSessions(since: number, at: number): string[] {
    return this.#ended.all(since, since - SESSION_KEPT_MS, at - SESSION_KEPT_MS).map(({ id }) => id)
  }

  sweep(before: number): void {
    this.#database.transaction(() => this.#sweep.run(before, before - SESSION_KEPT_MS))
  }
}
