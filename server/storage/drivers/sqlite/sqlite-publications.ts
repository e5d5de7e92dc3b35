import type { NewPublication, Publication, PublishedDocument } from '../../publication-store.ts'
import type { SqliteActors } from './sqlite-actors.ts'
import { SqliteAudit } from './sqlite-audit.ts'
import type { SqliteDatabase } from './sqlite-database.ts'
import { LIVE_KEY, type SqliteDocuments } from './sqlite-documents.ts'

/** The `publications` table. */
export class SqlitePublications {
  readonly #database: SqliteDatabase
  readonly #documents: SqliteDocuments
  readonly #actors: SqliteActors
  readonly #audit: SqliteAudit
  readonly #liveKey
  readonly #holder
  readonly #put
  readonly #remove
  readonly #of
  readonly #bySlug

  constructor(database: SqliteDatabase, documents: SqliteDocuments, actors: SqliteActors) {
    this.#database = database
    this.#documents = documents
    this.#actors = actors
    this.#audit = new SqliteAudit(database)
    this.#liveKey = database.prepare<{ key: number }>(LIVE_KEY)
    this.#holder = database.prepare<{ document: number }>('SELECT document FROM publications WHERE slug = ?')
    this.#put = database.prepare(`
      INSERT INTO publications (document, slug, description, published_by, published_at) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (document) DO UPDATE SET
        slug = excluded.slug, description = excluded.description, published_by = excluded.published_by`)
    this.#remove = database.prepare('DELETE FROM publications WHERE document = ?')
    this.#of = database.prepare<Publication>(
      'SELECT slug, description, published_at AS at FROM publications WHERE document = ?',
    )
    this.#bySlug = database.prepare<Publication & { readonly document: string }>(`
      SELECT documents.id AS document, slug, description, published_at AS at
      FROM publications JOIN documents ON documents.key = publications.document
      WHERE slug = ? AND deleted_at IS NULL AND trashed_at IS NULL`)
  }

  publish(document: string, { slug, description, by, at }: NewPublication): 'published' | 'taken' | 'not-found' {
    const key = this.#liveKey.get(document)?.key
    if (key === undefined) return 'not-found'
    const holder = this.#holder.get(slug)?.document
    if (holder !== undefined && holder !== key) return 'taken'
    const isThere = this.#of.get(key)?.slug === slug
    this.#database.transaction(() => {
      this.#put.run(key, slug, description, this.#actors.keyOf(by), at)
      if (!isThere) this.#audit.note({ deed: 'document-published', at, by, document, detail: slug })
    })
    return 'published'
  }

  /** `by` is null for who runs the server. */
  withdraw(document: string, by: string | null, at: number): boolean {
    const key = this.#liveKey.get(document)?.key
    if (key === undefined) return false
    return this.#database.transaction(() => {
      const isDone = this.#remove.run(key) > 0
      if (isDone) this.#audit.note({ deed: 'document-unpublished', at, by, document })
      return isDone
    })
  }

  of(document: string): Publication | null {
    const key = this.#liveKey.get(document)?.key
    return key === undefined ? null : (this.#of.get(key) ?? null)
  }

  find(slugs: readonly string[]): PublishedDocument[] {
    return slugs.flatMap((slug) => {
      const publication = this.#bySlug.get(slug)
      const record = publication === undefined ? null : this.#documents.find(publication.document)
      if (publication === undefined || record === null) return []
      const { title, epoch, sequence } = record
      return [{ ...publication, title, epoch, sequence }]
    })
  }
}
