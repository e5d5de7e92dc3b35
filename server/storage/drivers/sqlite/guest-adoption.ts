import { type LinkRole, isAtLeast } from '../../../../shared/access/roles.ts'
import { adds } from '../../access-store.ts'
import { type GrantRow, decisionOf } from './grant-row.ts'
import { SqliteAudit } from './sqlite-audit.ts'
import type { SqliteDatabase } from './sqlite-database.ts'

interface LinkRow {
  readonly key: number
  readonly role: LinkRole
  readonly createdAt: number
}

/** Makes what a guest has in documents an account's. */
export class GuestAdoption {
  readonly #database: SqliteDatabase
  readonly #audit: SqliteAudit
  readonly #guest
  readonly #account
  readonly #count
  readonly #documents
  readonly #grant
  readonly #putGrant
  readonly #links
  readonly #addLink
  readonly #dropLinks
  readonly #moves
  readonly #moveRequests
  readonly #dropRequests

  constructor(database: SqliteDatabase) {
    this.#database = database
    this.#audit = new SqliteAudit(database)
    // The token of an account's actor is nobody's.
    this.#guest = database.prepare<{ key: number; id: string }>(
      'SELECT key, id FROM actors WHERE token_hash = ? AND key NOT IN (SELECT actor FROM accounts)',
    )
    this.#account = database.prepare<{ key: number; id: string }>(
      'SELECT actors.key, actors.id FROM accounts JOIN actors ON actors.key = accounts.actor WHERE accounts.id = ?',
    )
    this.#count = database.prepare<{ count: number }>(
      "SELECT count(*) AS count FROM grants WHERE actor = ? AND how <> 'removed'",
    )
    this.#documents = database.prepare<{ document: number }>('SELECT document FROM grants WHERE actor = ?')
    this.#grant = database.prepare<GrantRow & { archivedAt: number | null }>(
      'SELECT how, role, at, name, email, archived_at AS archivedAt FROM grants WHERE document = ? AND actor = ?',
    )
    // What the account has put away stays so, and else what the guest has.
    this.#putGrant = database.prepare(`
      INSERT INTO grants (document, actor, how, role, at, name, email, archived_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (document, actor)
      DO UPDATE SET how = excluded.how, role = excluded.role, at = excluded.at, name = excluded.name`)
    this.#links = database.prepare<LinkRow>(`
      SELECT DISTINCT share_links.key, share_links.role, share_links.created_at AS createdAt
      FROM link_grants JOIN share_links ON share_links.key = link_grants.link
      WHERE link_grants.document = ? AND link_grants.actor IN (?, ?)`)
    this.#addLink = database.prepare('INSERT INTO link_grants (document, actor, link) VALUES (?, ?, ?)')
    this.#dropLinks = database.prepare('DELETE FROM link_grants WHERE document = ? AND actor IN (?, ?)')
    this.#moves = [
      'DELETE FROM grants WHERE actor = ?2 AND document = ?3 AND actor <> ?1',
      'UPDATE documents SET creator = ?1 WHERE creator = ?2 AND key = ?3',
      'UPDATE share_links SET created_by = ?1 WHERE created_by = ?2 AND document = ?3',
      'UPDATE publications SET published_by = ?1 WHERE published_by = ?2 AND document = ?3',
      'UPDATE files SET actor = ?1 WHERE actor = ?2 AND document = ?3',
      'UPDATE client_bindings SET actor = ?1 WHERE actor = ?2 AND document = ?3',
    ].map((sql) => database.prepare(sql))
    this.#moveRequests = database.prepare('UPDATE OR REPLACE access_requests SET actor = ? WHERE actor = ?')
    this.#dropRequests = database.prepare(`
      DELETE FROM access_requests WHERE actor = ?1
        AND document IN (SELECT document FROM grants WHERE actor = ?1 AND how <> 'removed')`)
  }

  countGuestDocuments(guestTokenHash: Uint8Array): number {
    const guest = this.#guest.get(guestTokenHash)?.key
    return guest === undefined ? 0 : (this.#count.get(guest)?.count ?? 0)
  }

  adoptGuest(accountId: string, guestTokenHash: Uint8Array, at: number): number {
    const from = this.#guest.get(guestTokenHash)
    const to = this.#account.get(accountId)
    if (from === undefined || to === undefined) return 0
    const [guest, account] = [from.key, to.key]
    const count = this.countGuestDocuments(guestTokenHash)
    this.#database.transaction(() => {
      const documents = this.#documents.all(guest)
      for (const { document } of documents) {
        this.#merge(document, account, guest)
        for (const statement of this.#moves) statement.run(account, guest, document)
      }
      const moved = this.#moveRequests.run(account, guest)
      // Nobody asks for what they have: an owner who turns that down would take it away.
      this.#dropRequests.run(account)
      if (documents.length === 0 && moved === 0) return
      this.#audit.note({ deed: 'documents-adopted', at, by: to.id, about: from.id, detail: String(count) })
    })
    return count
  }

  #merge(document: number, account: number, guest: number): void {
    const given = this.#grant.get(document, guest)
    if (given === undefined) return
    const own = this.#grant.get(document, account)
    const grant = higher(own, given)
    const decision = decisionOf(grant)
    const links = this.#links.all(document, account, guest)
    this.#dropLinks.run(document, account, guest)
    const { how, role, at, name } = grant
    this.#putGrant.run(document, account, how, role, at, name, own?.email ?? null, given.archivedAt)
    for (const link of links) if (adds(link, decision)) this.#addLink.run(document, account, link.key)
  }
}

/** What was decided counts before what was not, and of two decisions the one that gives more. */
function higher(one: GrantRow | undefined, other: GrantRow): GrantRow {
  if (one === undefined) return other
  if (one.how === 'link' || other.how === 'link') return one.how === 'link' ? other : one
  if (one.role === null || other.role === null) return one.role === null ? other : one
  return isAtLeast(one.role, other.role) ? one : other
}
