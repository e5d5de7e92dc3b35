import { Damage } from './damage.ts'
import { type EncodedUpdates, type StoredUpdate, decodeUpdates, encodeUpdates } from './stored-updates.ts'
import type { SqliteDatabase } from './sqlite-database.ts'
import { SqliteTail } from './sqlite-tail.ts'

/** Past either it is unpacked, for which saves have to wait. */
const MAX_UPDATES = 2000
const MAX_BYTES = 512 * 1024

/** What one commit writes of as many documents goes straight into their tails. */
const FEW_DOCUMENTS = 2

/**
 * The `journal` table, and the same in memory: updates that were committed and are not in `tail_segments` yet. A commit is one
 * row here, where it would be a page there for every document in it. `unpack` moves many commits there at once: whatever reads
 * a tail must add what is in here, which comes after it in every document's log.
 */
export class SqliteJournal {
  readonly #database: SqliteDatabase
  readonly #insert
  readonly #tail: SqliteTail
  readonly #clear
  /** By the document's key, in order of sequence. */
  #updates = new Map<number, StoredUpdate[]>()
  #count = 0
  #bytes = 0

  constructor(database: SqliteDatabase) {
    this.#database = database
    this.#insert = database.prepare('INSERT INTO journal (checksum, bytes) VALUES (?, ?)')
    this.#tail = new SqliteTail(database)
    this.#clear = database.prepare('DELETE FROM journal')
  }

  /** Takes over what is stored. Throws `Damage` when a row cannot be trusted. */
  read(): void {
    this.#forget()
    this.keep(readJournal(this.#database))
  }

  /** Stores updates as part of a transaction. Those it answers with must be given to `keep` once that is committed. */
  store(updates: readonly StoredUpdate[]): readonly StoredUpdate[] {
    const byDocument = new Map<number, StoredUpdate[]>()
    addByDocument(byDocument, updates)
    // So few pages are cheaper written at once, unless others of these documents have to come before.
    if (byDocument.size <= FEW_DOCUMENTS && [...byDocument.keys()].every((document) => !this.#updates.has(document))) {
      for (const own of byDocument.values()) this.#tail.add(own)
      return []
    }
    const { checksum, bytes } = encodeUpdates(updates)
    this.#insert.run(checksum, bytes)
    return updates
  }

  /** Remembers updates that are stored. */
  keep(updates: readonly StoredUpdate[]): void {
    addByDocument(this.#updates, updates)
    this.#count += updates.length
    for (const { update } of updates) this.#bytes += update.byteLength
  }

  /** Whether it should be unpacked before more comes. */
  get isFull(): boolean {
    return this.#count >= MAX_UPDATES || this.#bytes >= MAX_BYTES
  }

  /** What is in here of one document from `first` to `last`, both counted in, in order. */
  between(document: number, first: number, last: number): readonly StoredUpdate[] {
    const updates = this.#updates.get(document) ?? []
    return updates.filter(({ sequence }) => sequence >= first && sequence <= last)
  }

  /** The last update in here of one document. */
  last(document: number): StoredUpdate | undefined {
    return this.#updates.get(document)?.at(-1)
  }

  /** All that is in here, by the document's key. */
  all(): ReadonlyMap<number, readonly StoredUpdate[]> {
    return this.#updates
  }

  /** Moves everything in here to its document's tail, in one transaction. Throws a `StorageError`, and then all is as it was. */
  unpack(): void {
    if (this.#count === 0) return
    this.#database.transaction(() => {
      // Clustered by document: its rows come to one page, and its neighbour's to the same or the next.
      for (const [, updates] of [...this.#updates].toSorted(([a], [b]) => a - b)) this.#tail.add(updates)
      this.#clear.run()
    })
    this.#forget()
  }

  #forget(): void {
    this.#updates = new Map()
    this.#count = 0
    this.#bytes = 0
  }
}

/** What the table holds, in order. Throws `Damage` when a row cannot be trusted. */
export function readJournal(database: SqliteDatabase): StoredUpdate[] {
  const rows = database.prepare<EncodedUpdates & { id: number }>('SELECT id, checksum, bytes FROM journal ORDER BY id')
  return rows.all().flatMap(({ id, ...row }) => {
    try {
      return decodeUpdates(row)
    } catch (error) {
      if (!(error instanceof Damage)) throw error
      throw new Damage(`row ${id} of the journal cannot be used: ${error.message}`, { cause: error })
    }
  })
}

function addByDocument(to: Map<number, StoredUpdate[]>, updates: readonly StoredUpdate[]): void {
  for (const update of updates) {
    const before = to.get(update.document)
    if (before) before.push(update)
    else to.set(update.document, [update])
  }
}
