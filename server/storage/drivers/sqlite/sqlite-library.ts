import type { LinkGrant } from '../../access-store.ts'
import type { LibraryEntry } from '../../library-store.ts'
import { Damage } from './damage.ts'
import { type GrantRow, LINK_GRANTS, decisionOf } from './grant-row.ts'
import type { SqliteActors } from './sqlite-actors.ts'
import type { SqliteDatabase } from './sqlite-database.ts'
import type { SqliteJournal } from './sqlite-journal.ts'
import { SqliteTail } from './sqlite-tail.ts'

interface EntryRow extends Omit<GrantRow, 'email'>, Omit<LibraryEntry, 'editedAt' | 'standing'> {
  readonly key: number
  readonly foldedAt: number | null
}

const NOBODY = 0

/** Past the key of every document. */
const FIRST_PAGE = Number.MAX_SAFE_INTEGER

/** Documents as their people list them: a `LibraryStore`, call by call. */
export class SqliteLibrary {
  readonly #database: SqliteDatabase
  readonly #actors: SqliteActors
  readonly #journal: SqliteJournal
  readonly #tail: SqliteTail
  readonly #actorByToken
  readonly #place
  readonly #page
  readonly #linkGrants
  readonly #archive
  readonly #trashOwner

  constructor(database: SqliteDatabase, actors: SqliteActors, journal: SqliteJournal) {
    this.#database = database
    this.#actors = actors
    this.#journal = journal
    this.#tail = new SqliteTail(database)
    this.#actorByToken = database.prepare<{ key: number }>('SELECT key FROM actors WHERE token_hash = ?')
    this.#place = database.prepare<{ key: number }>(
      'SELECT key FROM documents JOIN grants ON grants.document = key WHERE id = ? AND actor = ?',
    )
    this.#page = database.prepare<EntryRow>(`
      SELECT key, id, title, first_line AS firstLine, created_at AS createdAt, folded_at AS foldedAt,
        trashed_at AS trashedAt, archived_at AS archivedAt, how, role, at, name,
        coalesce((
          SELECT owners.name FROM grants AS owners INDEXED BY grants_of_owners
          WHERE owners.document = key AND owners.role = 'owner' LIMIT 1
        ), '') AS ownerName
      FROM grants INDEXED BY grants_by_actor JOIN documents ON key = grants.document
      WHERE actor = ? AND grants.document < ? AND deleted_at IS NULL AND (trashed_at IS NULL OR role = 'owner')
      ORDER BY grants.document DESC LIMIT ?`)
    this.#linkGrants = database.prepare<LinkGrant>(LINK_GRANTS)
    this.#archive = database.prepare(`
      UPDATE grants SET archived_at = ? WHERE actor = ? AND document = (
        SELECT key FROM documents WHERE id = ? AND deleted_at IS NULL AND trashed_at IS NULL
      )`)
    this.#trashOwner = database.prepare<{ id: string }>(`
      SELECT actors.id FROM documents JOIN grants ON grants.document = documents.key JOIN actors ON actors.key = actor
      WHERE documents.id = ? AND trashed_at IS NOT NULL AND deleted_at IS NULL AND role = 'owner'`)
  }

  page(tokenHash: Uint8Array, after: string | null, limit: number): LibraryEntry[] | null {
    const actorKey = this.#actorByToken.get(tokenHash)?.key ?? NOBODY
    const before = after === null ? FIRST_PAGE : this.#place.get(after, actorKey)?.key
    if (before === undefined) return null
    return this.#page.all(actorKey, before, limit).map((row) => {
      const { key, how, role, at, name, foldedAt, ...entry } = row
      const links = this.#linkGrants.all(key, actorKey)
      const editedAt = this.#lastEdit(key) ?? foldedAt ?? entry.createdAt
      return { ...entry, editedAt, standing: { decision: decisionOf({ how, role, at }), links, name } }
    })
  }

  archive(document: string, actor: string, at: number | null): boolean {
    return this.#database.transaction(() => this.#archive.run(at, this.#actors.keyOf(actor), document)) > 0
  }

  trashOwner(document: string): string | null {
    return this.#trashOwner.get(document)?.id ?? null
  }

  /** Of what is no history yet. A document that is damaged says so to whoever opens it, and not to whoever lists it. */
  #lastEdit(key: number): number | null {
    try {
      return (this.#journal.last(key) ?? this.#tail.last(key))?.at ?? null
    } catch (error) {
      if (error instanceof Damage) return null
      throw error
    }
  }
}
