import * as Y from 'yjs'
import { TEXT_NAME } from '../../../shared/document/shape.ts'
import type { MemoryStorage } from '../memory-storage.ts'

/** A Y.Doc that holds exactly what the log holds at any moment. */
export class LogMirror {
  readonly #database: MemoryStorage
  readonly #document: string
  #doc = new Y.Doc()
  #sequence = 0
  #snapshot: Y.Snapshot | null = null

  constructor(database: MemoryStorage, document: string) {
    this.#database = database
    this.#document = document
  }

  get sequence(): number {
    return this.#sequence
  }

  get text(): string {
    return this.#doc.getText(TEXT_NAME).toString()
  }

  /** Nothing in the log waits for something that is not there. */
  get isComplete(): boolean {
    return this.#doc.store.pendingStructs === null && this.#doc.store.pendingDs === null
  }

  /** The log is another one. */
  async startAgain(): Promise<void> {
    this.#doc = new Y.Doc()
    this.#sequence = 0
    this.#snapshot = null
    await this.catchUp()
  }

  async catchUp(): Promise<void> {
    const rows = await this.#database.log.history(this.#document, this.#sequence + 1, Infinity)
    for (const { update, sequence } of rows) {
      Y.applyUpdate(this.#doc, update)
      this.#sequence = sequence
      this.#snapshot = null
    }
  }

  /** Whether every struct and every deletion of an update is in the log. */
  contains(update: Uint8Array): boolean {
    this.#snapshot ??= Y.snapshot(this.#doc)
    return Y.snapshotContainsUpdate(this.#snapshot, update)
  }
}
