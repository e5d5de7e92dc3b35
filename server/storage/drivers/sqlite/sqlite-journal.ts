import { Damage } from './damage.ts'
import { type JournalRow, type JournaledUpdate, decodeJournalRow, encodeJournalRow } from './journal-row.ts'
import type { SqliteDatabase } from './sqlite-database.ts'

/** Past either it is unpacked, which takes some 5 to 9 microseconds an update: 2000 take less time than a busy server gathers. */
const MAX_UPDATES = 2000
const MAX_BYTES = 512 * 1024

/** What one commit writes of as many documents gets its rows at once. */
const FEW_DOCUMENTS = 2

/**
 * The `journal` table, and the same in memory: updates that were committed and have no row in `updates` yet. A commit is one
 * row here, where it would be a page of `updates` for every document in it. `unpack` gives many commits their rows at once:
 * whatever reads `updates` must add what is in here, which comes after it in every document's log.
 */
export class SqliteJournal {
  readonly #database: SqliteDatabase
  readonly #all
  readonly #insert
  readonly #insertUpdate
  readonly #clear
  /** By the document's key, in order of sequence. */
  #updates = new Map<number, JournaledUpdate[]>()
  #count = 0
  #bytes = 0

  constructor(database: SqliteDatabase) {
    this.#database = database
    this.#all = database.prepare<JournalRow & { id: number }>('SELECT id, checksum, bytes FROM journal ORDER BY id')
    this.#insert = database.prepare('INSERT INTO journal (checksum, bytes) VALUES (?, ?)')
    this.#insertUpdate = database.prepare(
      'INSERT INTO updates (document, sequence, at, actor, client_id, mark, bytes) VALUES (?, ?, ?, ?, ?, ?, ?)',
    )
    this.#clear = database.prepare('DELETE FROM journal')
  }

  /** Takes over what is stored. Throws `Damage` when a row cannot be trusted. */
  read(): void {
    this.#forget()
    for (const { id, ...row } of this.#all.all()) {
      try {
        this.keep(decodeJournalRow(row))
      } catch (error) {
        if (!(error instanceof Damage)) throw error
        throw new Damage(`row ${id} of the journal cannot be used: ${error.message}`, { cause: error })
      }
    }
  }

  /** Stores updates as part of a transaction. Those it answers with must be given to `keep` once that is committed. */
  store(updates: readonly JournaledUpdate[]): readonly JournaledUpdate[] {
    const documents = new Set(updates.map(({ document }) => document))
    // So few pages are cheaper written at once, unless others of these documents have to come before.
    if (documents.size <= FEW_DOCUMENTS && [...documents].every((document) => !this.#updates.has(document))) {
      this.#insertUpdates(updates)
      return []
    }
    const { checksum, bytes } = encodeJournalRow(updates)
    this.#insert.run(checksum, bytes)
    return updates
  }

  /** Remembers updates that are stored. */
  keep(updates: readonly JournaledUpdate[]): void {
    for (const update of updates) {
      const before = this.#updates.get(update.document)
      if (before) before.push(update)
      else this.#updates.set(update.document, [update])
      this.#bytes += update.update.byteLength
    }
    this.#count += updates.length
  }

  /** Whether it should be unpacked before more comes. */
  get isFull(): boolean {
    return this.#count >= MAX_UPDATES || this.#bytes >= MAX_BYTES
  }

  /** What is in here of one document from `first` to `last`, both counted in, in order. */
  between(document: number, first: number, last: number): readonly JournaledUpdate[] {
    const updates = this.#updates.get(document) ?? []
    return updates.filter(({ sequence }) => sequence >= first && sequence <= last)
  }

  /** The last update in here of one document. */
  last(document: number): JournaledUpdate | undefined {
    return this.#updates.get(document)?.at(-1)
  }

  /** All that is in here, by the document's key. */
  all(): ReadonlyMap<number, readonly JournaledUpdate[]> {
    return this.#updates
  }

  /** Gives everything in here its row in `updates`, in one transaction. Throws a `StorageError`, and then all is as it was. */
  unpack(): void {
    if (this.#count === 0) return
    this.#database.transaction(() => {
      // Clustered by document: its rows come to one page, and its neighbour's to the same or the next.
      for (const [, updates] of [...this.#updates].toSorted(([a], [b]) => a - b)) this.#insertUpdates(updates)
      this.#clear.run()
    })
    this.#forget()
  }

  #insertUpdates(updates: readonly JournaledUpdate[]): void {
    for (const { document, sequence, at, actor, clientId, mark, update } of updates) {
      this.#insertUpdate.run(document, sequence, at, actor, clientId, mark, update)
    }
  }

  #forget(): void {
    this.#updates = new Map()
    this.#count = 0
    this.#bytes = 0
  }
}
