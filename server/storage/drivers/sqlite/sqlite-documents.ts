import { FIRST_MARK, nextMark } from '../../mark.ts'
import { type Creation, type DocumentRecord, type NewDocument, StorageError } from '../../storage.ts'
import type { SqliteActors } from './sqlite-actors.ts'
import { SqliteAudit } from './sqlite-audit.ts'
import type { SqliteDatabase, Statement } from './sqlite-database.ts'
import type { SqliteJournal } from './sqlite-journal.ts'
import { SqliteTail } from './sqlite-tail.ts'

/**
 * An SQL expression for the last sequence of a row of `documents` but for what is in the journal: that of the tail's end, or
 * else of the snapshot.
 */
export const LAST_SEQUENCE = `coalesce(
  (SELECT max(last_sequence) FROM tail_segments WHERE document = documents.key),
  (SELECT sequence FROM snapshots WHERE document = documents.key),
  0
)`

/** An SQL expression for the mark at that sequence. */
export const LAST_MARK = `coalesce(
  (SELECT mark FROM tail_segments WHERE document = documents.key ORDER BY last_sequence DESC LIMIT 1),
  (SELECT mark FROM snapshots WHERE document = documents.key),
  ${FIRST_MARK}
)`

/** An SQL query for the key of a document that is there, and not in the trash. */
export const LIVE_KEY = 'SELECT key FROM documents WHERE id = ? AND deleted_at IS NULL AND trashed_at IS NULL'

/** What a sweep of the trash deletes in one transaction, for which saves have to wait. */
const SWEPT_AT_ONCE = 10

/** Tables that say who may do what with a document, those first that refer to another. */
const ACCESS_TABLES = ['link_grants', 'share_links', 'grants', 'access_requests', 'publications']

/** Tables that hold what a document consists of. */
const CONTENT_TABLES = [
  'tail_segments',
  'snapshots',
  'history_segments',
  'quarantined_updates',
  'client_bindings',
  'files',
]

/** The `documents` and `client_bindings` tables, and what a new document has in others. */
export class SqliteDocuments {
  readonly #database: SqliteDatabase
  readonly #actors: SqliteActors
  readonly #journal: SqliteJournal
  readonly #audit: SqliteAudit
  readonly #find
  readonly #liveKey
  readonly #insert
  readonly #tail: SqliteTail
  readonly #insertLink
  readonly #insertOwner
  readonly #countFiles
  readonly #copyFiles
  readonly #rename
  readonly #trash
  readonly #restore
  readonly #trashedKey
  readonly #expired
  readonly #markDeleted
  readonly #deletedSince
  readonly #deleteContent: readonly Statement<never>[]
  readonly #unedited
  readonly #forget
  readonly #forgetUnedited: readonly Statement<never>[]
  readonly #bind
  readonly #boundTo
  /** Keys of documents that were deleted by another process, and still have to be emptied. */
  readonly #unemptied = new Set<number>()

  constructor(database: SqliteDatabase, actors: SqliteActors, journal: SqliteJournal) {
    this.#database = database
    this.#actors = actors
    this.#journal = journal
    this.#audit = new SqliteAudit(database)
    this.#find = database.prepare<DocumentRecord & { key: number }>(`
      SELECT documents.key, documents.id, actors.id AS creator, documents.created_at AS createdAt,
        deleted_at AS deletedAt, trashed_at AS trashedAt, title, first_line AS firstLine, epoch, ${LAST_SEQUENCE} AS sequence
      FROM documents JOIN actors ON actors.key = documents.creator
      WHERE documents.id = ?`)
    this.#liveKey = database.prepare<{ key: number }>(LIVE_KEY)
    this.#insert = database.prepare<{ key: number }>(`
      INSERT INTO documents (id, creator, created_at, first_edited_at, title) VALUES (?, ?, ?, ?, ?) RETURNING key`)
    this.#tail = new SqliteTail(database)
    this.#insertLink = database.prepare(`
      INSERT INTO share_links (document, id, secret_hash, role, created_by, created_at)
      VALUES (?, ?, ?, 'editor', ?, ?)`)
    this.#insertOwner = database.prepare(`
      INSERT INTO grants (document, actor, how, role, at, name) VALUES (?, ?, 'created', 'owner', ?, '')`)
    this.#countFiles = database.prepare<{ count: number }>(
      `SELECT count(*) AS count FROM files WHERE document = (${LIVE_KEY})`,
    )
    this.#copyFiles = database.prepare(`
      INSERT INTO files (document, id, blob, name, type, size, sha256, actor, by_name, created_at)
      SELECT ?1, id, blob, name, type, size, sha256, ?2, by_name, created_at FROM files WHERE document = (${LIVE_KEY})
      ORDER BY created_at DESC, id LIMIT max(0, ?4 - (SELECT count(*) FROM files WHERE actor = ?2))`)
    this.#rename = database.prepare(
      'UPDATE documents SET title = ? WHERE id = ? AND deleted_at IS NULL AND trashed_at IS NULL',
    )
    this.#trash = database.prepare(
      'UPDATE documents SET trashed_at = ? WHERE id = ? AND deleted_at IS NULL AND trashed_at IS NULL',
    )
    this.#restore = database.prepare('UPDATE documents SET trashed_at = NULL WHERE id = ? AND trashed_at IS NOT NULL')
    this.#trashedKey = database.prepare<{ key: number }>(
      'SELECT key FROM documents WHERE id = ? AND trashed_at IS NOT NULL',
    )
    this.#expired = database.prepare<{ key: number; id: string }>(
      'SELECT key, id FROM documents WHERE trashed_at < ? ORDER BY trashed_at LIMIT ?',
    )
    this.#markDeleted = database.prepare(`
      UPDATE documents SET deleted_at = ?, trashed_at = NULL, title = NULL, first_line = NULL, folded_at = NULL
      WHERE key = ?`)
    // Of what is gone nobody has anything; every other document has its owner.
    this.#deletedSince = database.prepare<{ key: number; id: string; isFull: number }>(`
      SELECT key, id, EXISTS (SELECT 1 FROM grants WHERE document = key) AS isFull
      FROM documents WHERE deleted_at >= ?`)
    const emptying = (tables: readonly string[]): Statement<never>[] =>
      tables.map((table) => database.prepare(`DELETE FROM ${table} WHERE document = ?`))
    this.#deleteContent = emptying([...CONTENT_TABLES, ...ACCESS_TABLES])
    this.#forgetUnedited = emptying(['client_bindings', ...ACCESS_TABLES])
    this.#unedited = database.prepare<{ key: number; id: string }>(
      `SELECT key, id FROM documents
      WHERE first_edited_at IS NULL AND deleted_at IS NULL AND trashed_at IS NULL AND created_at < ?
        AND NOT EXISTS (SELECT 1 FROM files WHERE document = documents.key)`,
    )
    this.#forget = database.prepare('DELETE FROM documents WHERE key = ?')
    this.#bind = database.prepare(`
      INSERT INTO client_bindings (document, client_id, actor) VALUES (?, ?, ?)
      ON CONFLICT (document, client_id) DO NOTHING`)
    this.#boundTo = database.prepare<{ actor: number }>(
      'SELECT actor FROM client_bindings WHERE document = ? AND client_id = ?',
    )
  }

  create(document: NewDocument): Creation {
    const created = this.#find.get(document.id) === undefined
    const leftFiles = created ? this.#database.transaction(() => this.#createNew(document)) : 0
    const record = this.find(document.id)
    if (!record) throw new Error(`document ${document.id} is gone right after it was created`)
    return { created, document: record, leftFiles }
  }

  /** Answers how many files were left out. */
  #createNew({ id, keyHash, creator, at, seed, more = [], title, filesOf }: NewDocument): number {
    const creatorKey = this.#actors.keyOf(creator)
    const row = this.#insert.get(id, creatorKey, at, seed ? at : null, title ?? null)
    if (!row) return 0
    this.#insertLink.run(row.key, id, keyHash, creatorKey, at)
    this.#insertOwner.run(row.key, creatorKey, at)
    const leftFiles = filesOf === undefined ? 0 : this.#copyFilesOf(filesOf, row.key, creatorKey)
    if (!seed) return leftFiles
    this.#bind.run(row.key, seed.clientId, creatorKey)
    const { clientId } = seed
    const actor = this.#actors.keyOf(seed.actor)
    let mark = FIRST_MARK
    for (const [index, update] of [seed.update, ...more].entries()) {
      mark = nextMark(mark, update)
      this.#tail.add([{ document: row.key, sequence: index + 1, at, actor, clientId, mark, update }])
    }
    return leftFiles
  }

  #copyFilesOf({ document, actorFiles }: NonNullable<NewDocument['filesOf']>, key: number, creatorKey: number): number {
    const all = this.#countFiles.get(document)?.count ?? 0
    return all - this.#copyFiles.run(key, creatorKey, document, actorFiles)
  }

  find(document: string): DocumentRecord | null {
    const row = this.#find.get(document)
    if (!row) return null
    const { key, ...record } = row
    return { ...record, sequence: this.#journal.last(key)?.sequence ?? record.sequence }
  }

  rename(document: string, title: string | null): boolean {
    return this.#database.transaction(() => this.#rename.run(title, document)) > 0
  }

  trash(document: string, by: string, at: number): boolean {
    return this.#database.transaction(() => {
      const isDone = this.#trash.run(at, document) > 0
      if (isDone) this.#audit.note({ deed: 'document-trashed', at, by, document })
      return isDone
    })
  }

  restore(document: string, by: string, at: number): boolean {
    return this.#database.transaction(() => {
      const isDone = this.#restore.run(document) > 0
      if (isDone) this.#audit.note({ deed: 'document-restored', at, by, document })
      return isDone
    })
  }

  /** `by` is null for who runs the server. */
  delete(document: string, by: string | null, at: number): boolean {
    return this.#remove(this.#liveKey.get(document) ?? this.#trashedKey.get(document), document, by, at)
  }

  purge(document: string, by: string, at: number): boolean {
    return this.#remove(this.#trashedKey.get(document), document, by, at)
  }

  sweepTrash(trashedBefore: number, at: number): number {
    const expired = this.#expired.all(trashedBefore, SWEPT_AT_ONCE)
    this.#empty(
      expired.map(({ key }) => key),
      () => expired.forEach(({ key, id }) => this.#noteDeleted(id, key, null, at, 'trash')),
    )
    return expired.length
  }

  /** By who runs the server, perhaps from another process, whose server finds it by `heedDeleted`: only that knows its journal. */
  deleteBeside(document: string, at: number): boolean {
    const row = this.#liveKey.get(document) ?? this.#trashedKey.get(document)
    if (!row) return false
    this.#database.transaction(() => this.#noteDeleted(document, row.key, null, at))
    return true
  }

  /** What cannot be emptied now, on a disk that is full, is told all the same, and is tried again at the next call. */
  heedDeleted(since: number): string[] {
    const deleted = this.#deletedSince.all(since)
    for (const { key, isFull } of deleted) if (isFull === 1) this.#unemptied.add(key)
    for (const key of this.#unemptied) {
      try {
        this.#empty([key])
        this.#unemptied.delete(key)
      } catch (error) {
        if (!(error instanceof StorageError)) throw error
      }
    }
    return deleted.map(({ id }) => id)
  }

  #remove(row: { readonly key: number } | undefined, document: string, by: string | null, at: number): boolean {
    if (row) this.#empty([row.key], () => this.#noteDeleted(document, row.key, by, at))
    return row !== undefined
  }

  #noteDeleted(document: string, key: number, by: string | null, at: number, detail: string | null = null): void {
    this.#markDeleted.run(at, key)
    this.#audit.note({ deed: 'document-deleted', at, by, document, detail })
  }

  #empty(keys: readonly number[], alsoDo = (): void => {}): void {
    if (keys.length === 0) return
    // What is in there of others must be kept, and nothing of these may come back.
    if (keys.some((key) => this.#journal.last(key))) this.#journal.unpack()
    this.#database.transaction(() => {
      alsoDo()
      for (const key of keys) for (const statement of this.#deleteContent) statement.run(key)
    })
    this.#database.freePages()
  }

  sweepUnedited(createdBefore: number, except: readonly string[]): number {
    const spared = new Set(except)
    const unedited = this.#unedited.all(createdBefore).filter(({ id }) => !spared.has(id))
    if (unedited.length === 0) return 0
    this.#database.transaction(() => {
      for (const { key } of unedited) {
        for (const statement of this.#forgetUnedited) statement.run(key)
        this.#forget.run(key)
      }
    })
    return unedited.length
  }

  bindClients(document: string, actor: string, clientIds: readonly number[]): number[] {
    const row = this.#liveKey.get(document)
    if (!row) return []
    const actorKey = this.#actors.keyOf(actor)
    const boundTo = (clientId: number): number | undefined => this.#boundTo.get(row.key, clientId)?.actor
    const unbound = clientIds.filter((clientId) => boundTo(clientId) === undefined)
    if (unbound.length > 0) {
      this.#database.transaction(() => {
        for (const clientId of unbound) this.#bind.run(row.key, clientId, actorKey)
      })
    }
    return clientIds.filter((clientId) => boundTo(clientId) !== actorKey)
  }

  countUnbound(document: string, clientIds: readonly number[]): number {
    const row = this.#liveKey.get(document)
    if (!row) return 0
    return clientIds.filter((clientId) => this.#boundTo.get(row.key, clientId) === undefined).length
  }
}
