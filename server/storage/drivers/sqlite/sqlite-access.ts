import type { Role } from '../../../../shared/access/roles.ts'
import type {
  AccessRequest,
  Found,
  LinkGrant,
  NewDecision,
  NewShareLink,
  PersonRecord,
  ShareLink,
  Standing,
  Visit,
} from '../../access-store.ts'
import { LAST_USED_STEP_MS, REVOKED_LINK_KEPT_MS, adds } from '../../access-store.ts'
import { type GrantRow, LINK_GRANTS, decisionOf } from './grant-row.ts'
import type { SqliteActors } from './sqlite-actors.ts'
import { SqliteAudit } from './sqlite-audit.ts'
import type { SqliteDatabase } from './sqlite-database.ts'
import { LIVE_KEY } from './sqlite-documents.ts'

interface LinkRow extends ShareLink {
  readonly key: number
}

const NOTHING: Standing = { decision: null, links: [], name: '' }

const LINK = `
  SELECT share_links.key, share_links.id, role, label, expires_at AS expiresAt, password_hash AS passwordHash,
    actors.id AS createdBy, share_links.created_at AS createdAt, last_used_at AS lastUsedAt, revoked_at AS revokedAt
  FROM share_links JOIN actors ON actors.key = created_by`

/** The `share_links`, `grants`, `link_grants` and `access_requests` tables: an `AccessStore`, call by call. */
export class SqliteAccess {
  readonly #database: SqliteDatabase
  readonly #actors: SqliteActors
  readonly #audit: SqliteAudit
  readonly #liveKey
  readonly #actorByToken
  readonly #linkBySecret
  readonly #linkById
  readonly #liveLinks
  readonly #countLinks
  readonly #addLink
  readonly #forgetGrantsOfRevoked
  readonly #forgetRevoked
  readonly #revoke
  readonly #rotate
  readonly #touch
  readonly #grant
  readonly #grantsByLink
  readonly #people
  readonly #addGrant
  readonly #putGrant
  readonly #setName
  readonly #setEmail
  readonly #dropGrant
  readonly #addLinkGrant
  readonly #dropLinkGrants
  readonly #dropGrantsOfLink
  readonly #countRequests
  readonly #putRequest
  readonly #requests
  readonly #requestedName
  readonly #dropRequest

  constructor(database: SqliteDatabase, actors: SqliteActors) {
    this.#database = database
    this.#actors = actors
    this.#audit = new SqliteAudit(database)
    this.#liveKey = database.prepare<{ key: number }>(LIVE_KEY)
    this.#actorByToken = database.prepare<{ id: string }>('SELECT id FROM actors WHERE token_hash = ?')
    this.#linkBySecret = database.prepare<LinkRow>(`${LINK} WHERE document = ? AND secret_hash = ?`)
    this.#linkById = database.prepare<LinkRow>(`${LINK} WHERE document = ? AND share_links.id = ?`)
    this.#liveLinks = database.prepare<LinkRow>(
      `${LINK} WHERE document = ? AND revoked_at IS NULL ORDER BY share_links.created_at, share_links.key`,
    )
    this.#countLinks = database.prepare<{ count: number }>(
      'SELECT count(*) AS count FROM share_links WHERE document = ?',
    )
    this.#addLink = database.prepare(`
      INSERT INTO share_links
        (document, id, secret_hash, role, label, expires_at, password_hash, created_by, created_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`)
    this.#forgetGrantsOfRevoked = database.prepare(`
      DELETE FROM link_grants WHERE link IN (SELECT key FROM share_links WHERE document = ? AND revoked_at < ?)`)
    this.#forgetRevoked = database.prepare('DELETE FROM share_links WHERE document = ? AND revoked_at < ?')
    this.#revoke = database.prepare('UPDATE share_links SET revoked_at = ? WHERE key = ?')
    this.#rotate = database.prepare(
      'UPDATE share_links SET secret_hash = ?, created_at = ?, last_used_at = NULL WHERE key = ?',
    )
    this.#touch = database.prepare('UPDATE share_links SET last_used_at = ? WHERE key = ?')
    this.#grant = database.prepare<GrantRow>(
      'SELECT how, role, at, name, email FROM grants WHERE document = ? AND actor = ?',
    )
    this.#grantsByLink = database.prepare<LinkGrant>(LINK_GRANTS)
    this.#people = database.prepare<GrantRow & { key: number; id: string }>(`
      SELECT actor AS key, id, how, role, at, name, email FROM grants JOIN actors ON actors.key = actor WHERE document = ?
      ORDER BY role IS 'owner' DESC, how = 'link', at DESC, actor LIMIT ?`)
    this.#addGrant = database.prepare(`
      INSERT INTO grants (document, actor, how, role, at, name) VALUES (?, ?, 'link', NULL, ?, '')
      ON CONFLICT (document, actor) DO NOTHING`)
    this.#putGrant = database.prepare(`
      INSERT INTO grants (document, actor, how, role, at, name) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (document, actor) DO UPDATE SET how = excluded.how, role = excluded.role, at = excluded.at,
        email = iif(excluded.role IS NULL, NULL, email),
        archived_at = iif(excluded.role IS NULL, NULL, archived_at)`)
    this.#setName = database.prepare('UPDATE grants SET name = ? WHERE document = ? AND actor = ? AND name <> ?')
    this.#setEmail = database.prepare('UPDATE grants SET email = ? WHERE document = ? AND actor = ?')
    this.#dropGrant = database.prepare('DELETE FROM grants WHERE document = ? AND actor = ?')
    this.#addLinkGrant = database.prepare(`
      INSERT INTO link_grants (document, actor, link) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`)
    this.#dropLinkGrants = database.prepare('DELETE FROM link_grants WHERE document = ? AND actor = ?')
    this.#dropGrantsOfLink = database.prepare('DELETE FROM link_grants WHERE link = ?')
    this.#countRequests = database.prepare<{ count: number }>(
      'SELECT count(*) AS count FROM access_requests WHERE document = ? AND actor <> ?',
    )
    this.#putRequest = database.prepare(
      'INSERT OR REPLACE INTO access_requests (document, actor, name, message, at) VALUES (?, ?, ?, ?, ?)',
    )
    this.#requests = database.prepare<AccessRequest>(`
      SELECT actors.id AS actor, name, message, at FROM access_requests JOIN actors ON actors.key = actor
      WHERE document = ? ORDER BY at, actor`)
    this.#requestedName = database.prepare<{ name: string }>(
      'SELECT name FROM access_requests WHERE document = ? AND actor = ?',
    )
    this.#dropRequest = database.prepare('DELETE FROM access_requests WHERE document = ? AND actor = ?')
  }

  find(document: string, tokenHash: Uint8Array, secretHash: Uint8Array | null): Found {
    // What does not exist is looked for like what does.
    const key = this.#keyOf(document) ?? 0
    const actor = this.#actorByToken.get(tokenHash)?.id ?? null
    const link = secretHash === null ? undefined : this.#linkBySecret.get(key, secretHash)
    const standing = this.#standingOf(key, actor === null ? 0 : this.#actors.keyOf(actor))
    return { actor, standing, link: link === undefined ? null : withoutKey(link) }
  }

  standing(document: string, actor: string): Standing {
    const key = this.#keyOf(document)
    return key === undefined ? NOTHING : this.#standingOf(key, this.#actors.keyOf(actor))
  }

  enter(document: string, actor: string, { secretHash, name }: Visit, at: number): Standing {
    const key = this.#keyOf(document)
    if (key === undefined) return NOTHING
    const actorKey = this.#actors.keyOf(actor)
    return this.#database.transaction(() => {
      const link = secretHash === null ? undefined : this.#linkBySecret.get(key, secretHash)
      if (link !== undefined && link.revokedAt === null && adds(link, decisionOf(this.#grant.get(key, actorKey)))) {
        this.#addGrant.run(key, actorKey, at)
        this.#addLinkGrant.run(key, actorKey, link.key)
        this.#dropRequest.run(key, actorKey)
        if (at - (link.lastUsedAt ?? 0) >= LAST_USED_STEP_MS) this.#touch.run(at, link.key)
      }
      if (name !== null) this.#setName.run(name, key, actorKey, name)
      return this.#standingOf(key, actorKey)
    })
  }

  links(document: string): ShareLink[] {
    const key = this.#keyOf(document)
    return key === undefined ? [] : this.#liveLinks.all(key).map(withoutKey)
  }

  addLink(document: string, link: NewShareLink, limit: number): 'added' | 'known' | 'taken' | 'full' {
    const key = this.#keyOf(document)
    if (key === undefined) return 'taken'
    const [byId, bySecret] = [this.#linkById.get(key, link.id), this.#linkBySecret.get(key, link.secretHash)]
    if (byId !== undefined || bySecret !== undefined) {
      return byId?.key === bySecret?.key && byId?.revokedAt === null ? 'known' : 'taken'
    }
    return this.#database.transaction(() => {
      const forgotten = link.createdAt - REVOKED_LINK_KEPT_MS
      this.#forgetGrantsOfRevoked.run(key, forgotten)
      this.#forgetRevoked.run(key, forgotten)
      if ((this.#countLinks.get(key)?.count ?? 0) >= limit) return 'full'
      const { id, secretHash, role, label, expiresAt, passwordHash, createdBy, createdAt } = link
      const creator = this.#actors.keyOf(createdBy)
      this.#addLink.run(key, id, secretHash, role, label, expiresAt, passwordHash, creator, createdAt)
      this.#audit.note({ deed: 'link-added', at: createdAt, by: createdBy, document, link: id, detail: role })
      return 'added'
    })
  }

  revokeLink(document: string, link: string, by: string, at: number): boolean {
    const row = this.#linkOf(document, link)
    if (row === undefined) return false
    this.#setRevoked(document, row, at, by, at)
    return true
  }

  restoreLink(document: string, link: string, by: string, at: number): boolean {
    const row = this.#linkOf(document, link)
    if (row === undefined || (row.revokedAt !== null && row.revokedAt < at - REVOKED_LINK_KEPT_MS)) return false
    this.#setRevoked(document, row, null, by, at)
    return true
  }

  rotateLink(
    document: string,
    link: string,
    secretHash: Uint8Array,
    by: string,
    at: number,
  ): 'rotated' | 'known' | 'refused' {
    const key = this.#keyOf(document)
    const row = this.#linkOf(document, link)
    if (key === undefined || row === undefined || row.revokedAt !== null) return 'refused'
    const holder = this.#linkBySecret.get(key, secretHash)
    if (holder !== undefined) return holder.key === row.key ? 'known' : 'refused'
    this.#database.transaction(() => {
      this.#rotate.run(secretHash, at, row.key)
      this.#dropGrantsOfLink.run(row.key)
      this.#audit.note({ deed: 'link-rotated', at, by, document, link, detail: row.role })
    })
    return 'rotated'
  }

  people(document: string, limit: number): PersonRecord[] {
    const key = this.#keyOf(document)
    if (key === undefined) return []
    return this.#people.all(key, limit).map((row) => ({
      actor: row.id,
      at: row.at,
      email: row.email,
      ...this.#standing(row, key, row.key),
    }))
  }

  decide(document: string, actor: string, { role, by, at, email = null }: NewDecision): void {
    const key = this.#keyOf(document)
    if (key === undefined) return
    const actorKey = this.#actors.keyOf(actor)
    const before = decisionOf(this.#grant.get(key, actorKey))
    this.#database.transaction(() => {
      this.#decide(key, actorKey, role, at)
      if (email !== null) this.#setEmail.run(email, key, actorKey)
      if (before?.role === role) return
      const deed = role === null ? 'access-removed' : 'role-given'
      this.#audit.note({ deed, at, by, document, about: actor, detail: role })
    })
  }

  transfer(document: string, from: string, to: string, at: number): boolean {
    const key = this.#keyOf(document)
    if (key === undefined) return false
    const [fromKey, toKey] = [this.#actors.keyOf(from), this.#actors.keyOf(to)]
    if (this.#grant.get(key, fromKey)?.role !== 'owner') return false
    this.#database.transaction(() => {
      this.#decide(key, fromKey, 'editor', at)
      this.#decide(key, toKey, 'owner', at)
      this.#audit.note({ deed: 'owner-changed', at, by: from, document, about: to })
    })
    return true
  }

  withdraw(document: string, actor: string, at: number): void {
    const key = this.#keyOf(document)
    if (key === undefined) return
    const actorKey = this.#actors.keyOf(actor)
    const isDecided = decisionOf(this.#grant.get(key, actorKey)) !== null
    this.#database.transaction(() => {
      this.#audit.note({ deed: 'access-given-up', at, by: actor, document })
      if (isDecided) return this.#decide(key, actorKey, null, at)
      this.#dropLinkGrants.run(key, actorKey)
      this.#dropGrant.run(key, actorKey)
    })
  }

  ask(document: string, { actor, name, message, at }: AccessRequest, limit: number): boolean {
    const key = this.#keyOf(document)
    if (key === undefined) return false
    const actorKey = this.#actors.keyOf(actor)
    if ((this.#countRequests.get(key, actorKey)?.count ?? 0) >= limit) return false
    const isNew = this.#requestedName.get(key, actorKey) === undefined
    this.#database.transaction(() => {
      this.#putRequest.run(key, actorKey, name, message, at)
      if (isNew) this.#audit.note({ deed: 'access-asked', at, by: actor, document })
    })
    return true
  }

  requests(document: string): AccessRequest[] {
    const key = this.#keyOf(document)
    return key === undefined ? [] : this.#requests.all(key)
  }

  dismiss(document: string, actor: string, by: string, at: number): void {
    const key = this.#keyOf(document)
    if (key === undefined) return
    const actorKey = this.#actors.keyOf(actor)
    this.#database.transaction(() => {
      if (this.#dropRequest.run(key, actorKey) === 0) return
      this.#audit.note({ deed: 'request-declined', at, by, document, about: actor })
    })
  }

  #keyOf(document: string): number | undefined {
    return this.#liveKey.get(document)?.key
  }

  #linkOf(document: string, link: string): LinkRow | undefined {
    const key = this.#keyOf(document)
    return key === undefined ? undefined : this.#linkById.get(key, link)
  }

  #standingOf(key: number, actorKey: number): Standing {
    return this.#standing(this.#grant.get(key, actorKey), key, actorKey)
  }

  #standing(row: GrantRow | undefined, key: number, actorKey: number): Standing {
    return { decision: decisionOf(row), links: this.#grantsByLink.all(key, actorKey), name: row?.name ?? '' }
  }

  #setRevoked(document: string, row: LinkRow, revokedAt: number | null, by: string, at: number): void {
    const { key, id, role } = row
    const deed = revokedAt === null ? 'link-restored' : 'link-revoked'
    this.#database.transaction(() => {
      this.#revoke.run(revokedAt, key)
      // Asked for again, after an answer that was lost.
      if ((row.revokedAt === null) === (revokedAt === null)) return
      this.#audit.note({ deed, at, by, document, link: id, detail: role })
    })
  }

  #decide(key: number, actorKey: number, role: Role | null, at: number): void {
    const name = this.#requestedName.get(key, actorKey)?.name ?? ''
    this.#dropLinkGrants.run(key, actorKey)
    this.#putGrant.run(key, actorKey, role === null ? 'removed' : 'given', role, at, name)
    this.#dropRequest.run(key, actorKey)
  }
}

function withoutKey({ key: _key, ...link }: LinkRow): ShareLink {
  return link
}
