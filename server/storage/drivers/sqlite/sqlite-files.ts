import { MAX_ACTOR_FILES } from '../../../../shared/protocol/limits.ts'
import type { FileBounds, FileRecord, NewFile, UsedFiles } from '../../file-store.ts'
import type { SqliteActors } from './sqlite-actors.ts'
import type { SqliteDatabase } from './sqlite-database.ts'
import { LIVE_KEY } from './sqlite-documents.ts'

const FILE = 'SELECT id, blob, name, type, size, sha256, by_name AS "by", created_at AS createdAt FROM files'

/** The `files` table. */
export class SqliteFiles {
  readonly #database: SqliteDatabase
  readonly #actors: SqliteActors
  readonly #liveKey
  readonly #add
  readonly #find
  readonly #list
  readonly #ofDocument
  readonly #ofActor
  readonly #remove
  readonly #isNamed

  constructor(database: SqliteDatabase, actors: SqliteActors) {
    this.#database = database
    this.#actors = actors
    this.#liveKey = database.prepare<{ key: number }>(LIVE_KEY)
    this.#add = database.prepare(`
      INSERT INTO files (document, id, blob, name, type, size, sha256, actor, by_name, created_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
    this.#find = database.prepare<FileRecord>(`${FILE} WHERE document = ? AND id = ?`)
    this.#list = database.prepare<FileRecord>(`${FILE} WHERE document = ? ORDER BY created_at DESC, id`)
    this.#ofDocument = database.prepare<Pick<UsedFiles, 'documentFiles' | 'documentBytes'>>(`
      SELECT count(*) AS documentFiles, coalesce(sum(size), 0) AS documentBytes FROM files WHERE document = ?`)
    // Guests who became one account may have more together: it is full, whatever the rest of them is.
    this.#ofActor = database.prepare<Pick<UsedFiles, 'actorFiles' | 'actorBytes'>>(`
      SELECT coalesce(sum(files), 0) AS actorFiles, coalesce(sum(size), 0) AS actorBytes FROM (
        SELECT count(*) AS files, max(size) AS size
        FROM (SELECT blob, size FROM files WHERE actor = ? LIMIT ${MAX_ACTOR_FILES}) GROUP BY blob
      )`)
    this.#remove = database.prepare('DELETE FROM files WHERE document = ? AND id = ?')
    this.#isNamed = database.prepare<{ blob: string }>('SELECT blob FROM files WHERE blob = ? LIMIT 1')
  }

  add(
    document: string,
    { actor, id, blob, name, type, size, sha256, by, createdAt }: NewFile,
    bounds: FileBounds,
  ): 'added' | 'not-found' | 'document-full' | 'actor-full' {
    const key = this.#liveKey.get(document)?.key
    if (key === undefined) return 'not-found'
    const actorKey = this.#actors.keyOf(actor)
    const used = this.#used(key, actorKey)
    const isFull = used.documentFiles >= bounds.documentFiles || used.documentBytes + size > bounds.documentBytes
    if (isFull) return 'document-full'
    if (used.actorFiles >= bounds.actorFiles || used.actorBytes + size > bounds.actorBytes) return 'actor-full'
    this.#database.transaction(() => this.#add.run(key, id, blob, name, type, size, sha256, actorKey, by, createdAt))
    return 'added'
  }

  find(document: string, id: string): FileRecord | null {
    return this.#find.get(this.#keyOf(document), id) ?? null
  }

  list(document: string): FileRecord[] {
    return this.#list.all(this.#keyOf(document))
  }

  used(document: string, actor: string): UsedFiles {
    return this.#used(this.#keyOf(document), this.#actors.keyOf(actor))
  }

  remove(document: string, id: string): boolean {
    const key = this.#keyOf(document)
    return this.#database.transaction(() => this.#remove.run(key, id)) > 0
  }

  unnamed(blobs: readonly string[]): string[] {
    return blobs.filter((blob) => this.#isNamed.get(blob) === undefined)
  }

  #used(document: number, actor: number): UsedFiles {
    const { documentFiles, documentBytes } = this.#ofDocument.get(document) ?? { documentFiles: 0, documentBytes: 0 }
    const { actorFiles, actorBytes } = this.#ofActor.get(actor) ?? { actorFiles: 0, actorBytes: 0 }
    return { documentFiles, documentBytes, actorFiles, actorBytes }
  }

  /** What does not exist is looked for like what does. */
  #keyOf(document: string): number {
    return this.#liveKey.get(document)?.key ?? 0
  }
}
