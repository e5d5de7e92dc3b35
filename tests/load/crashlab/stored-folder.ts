import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as Y from 'yjs'
import { type DataDirectory, openDataDirectory } from '../../../server/storage/drivers/sqlite/data-directory.ts'
import { SqliteActors } from '../../../server/storage/drivers/sqlite/sqlite-actors.ts'
import { SqliteDocuments } from '../../../server/storage/drivers/sqlite/sqlite-documents.ts'
import { SqliteLog } from '../../../server/storage/drivers/sqlite/sqlite-log.ts'
import { TEXT_NAME } from '../../../shared/document/shape.ts'
import { splitFrames } from '../../../shared/protocol/frames.ts'

/** What a folder holds of one document; null when it does not have it. */
export interface StoredDocument {
  /** Of the newest snapshot and what follows it, as a client is given it. */
  readonly text: string
  /** Of everything that was ever logged. */
  readonly historyText: string
  /** Rows of the log in which a sequence number is missing or comes twice. */
  readonly gaps: number
  /** Something waits for what is not there. */
  readonly isIncomplete: boolean
  /** The newest snapshot's place; 0 when there is none. */
  readonly folded: number
}

/**
 * A copy of what a killed server left. The folder itself is the server's own to mend: nothing here may do it in its place.
 */
export class StoredFolder {
  readonly #copy: string
  #open: { readonly data: DataDirectory; readonly log: SqliteLog } | null = null

  private constructor(copy: string) {
    this.#copy = copy
  }

  /** Resolves when everything is copied: from then on the server may be started again. */
  static async copy(folder: string): Promise<StoredFolder> {
    const copy = await mkdtemp(join(tmpdir(), 'weft-stored-'))
    await cp(folder, copy, { recursive: true })
    return new StoredFolder(copy)
  }

  /** Throws when the database, or this document in it, cannot be read. */
  read(document: string): StoredDocument | null {
    const log = this.#log()
    const tail = log.readAfter(document, 0)
    if (tail === null) return null
    const doc = new Y.Doc()
    if (tail.snapshot !== null) Y.applyUpdateV2(doc, tail.snapshot.bytes)
    applyAll(doc, splitFrames(tail.updates))
    const history = log.history(document, 1, Number.MAX_SAFE_INTEGER)
    const whole = new Y.Doc()
    applyAll(
      whole,
      history.map(({ update }) => update),
    )
    const { length } = history
    return {
      text: textOf(doc),
      historyText: textOf(whole),
      gaps: history.filter(({ sequence }, index) => sequence !== index + 1).length + Math.abs(length - tail.sequence),
      isIncomplete: [doc, whole].some(({ store }) => store.pendingStructs !== null || store.pendingDs !== null),
      folded: tail.snapshot?.sequence ?? 0,
    }
  }

  async remove(): Promise<void> {
    this.#open?.data.close()
    await rm(this.#copy, { recursive: true, force: true })
  }

  /** In this thread: a worker's start would take longer than everything else here. */
  #log(): SqliteLog {
    if (this.#open === null) {
      const data = openDataDirectory(this.#copy)
      const { database, journal } = data
      const actors = new SqliteActors(database)
      const documents = new SqliteDocuments(database, actors, journal)
      this.#open = { data, log: new SqliteLog(database, documents, actors, journal) }
    }
    return this.#open.log
  }
}

function applyAll(doc: Y.Doc, updates: readonly Uint8Array[]): void {
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update)
  })
}

function textOf(doc: Y.Doc): string {
  return doc.getText(TEXT_NAME).toString()
}
