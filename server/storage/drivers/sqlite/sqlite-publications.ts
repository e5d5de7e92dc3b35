import type { NewPublication, Publication, PublishedDocument } from '../../publication-store.ts'
import type { SqliteActors } from './sqlite-actors.ts'
import type { SqliteDatabase } from './sqlite-database.ts'
import type { SqliteDocuments } from './sqlite-documents.ts'

/** The `publications` table. */
export class SqlitePublications {
  readonly #database: SqliteDatabase
  readonly #documents: SqliteDocuments
  readonly #actors: SqliteActors
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
    this.#liveKey = database.prepare<{ key: number }>('SELECT key FROM documents WHERE id = ? AND deleted_at IS NULL')
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
      WHERE slug = ? AND deleted_at IS NULL`)
  }

  publish(document: string, { slug, description, by, at }: NewPublication): 'published' | 'taken' | 'not-found' {
    const key = this.#liveKey.get(document)?.key
    if (key === undefined) return 'not-found'
    const holder = this.#holder.get(slug)?.document
    if (holder !== undefined && holder !== key) return 'taken'
    this.#database.transaction(() => this.#put.run(key, slug, description, this.#actors.keyOf(by), at))
    return 'published'
  }

  withdraw(document: string): boolean {
    const key = this.#liveKey.get(document)?.key
    return key !== undefined && this.#database.transaction(() => this.#remove.run(key)) > 0
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
