import { type ReadonlySignal, signal } from '@preact/signals-core'
import * as Y from 'yjs'
import type { ErrorCode } from '../../shared/protocol/errors.ts'
import type { LocalCopy, LocalEntry } from './local-copy.ts'
import type { OfflineCache, PendingRow } from './offline-cache.ts'
import type { SetAsideBranch } from './session.ts'
import { insertedText } from './split-update.ts'

/** One document's edits that the server refused for good. They are kept until the person decides. */
export class SetAside {
  readonly branches: ReadonlySignal<readonly SetAsideBranch[]>
  readonly #branches = signal<readonly SetAsideBranch[]>([])
  readonly #cache: OfflineCache
  readonly #copy: LocalCopy
  readonly #document: string
  #unstored = 0

  constructor(cache: OfflineCache, copy: LocalCopy, document: string) {
    this.branches = this.#branches
    this.#cache = cache
    this.#copy = copy
    this.#document = document
  }

  async load(): Promise<void> {
    const stored = await this.#cache.setAside(this.#document)
    this.#branches.value = [...stored].sort((a, b) => b.at - a.at)
  }

  /** Sets a replica aside: what waits to be sent, or all of it when nothing does; `text` is all of its text. */
  add(entries: readonly LocalEntry[], doc: Y.Doc, text: string, code: ErrorCode, at: number): void {
    const update = entries.length > 0 ? merged(entries) : Y.encodeStateAsUpdate(doc)
    this.#store(entries, { document: this.#document, at, code, text, update })
  }

  /** Sets a row aside that could not be brought into a replica at all. */
  addRow(row: PendingRow, code: ErrorCode, at: number): void {
    const text = insertedText(row.update)
    const entry = { ...row, row: row.id }
    this.#store([entry], { document: this.#document, at, code, text, update: row.update })
  }

  async discard(branch: SetAsideBranch): Promise<void> {
    this.#branches.value = this.#branches.value.filter(({ id }) => id !== branch.id)
    // It may have been inserted again just now: those edits come first.
    await this.#copy.settled()
    await this.#cache.discardSetAside(branch.id)
  }

  /** Shown even when this device cannot store it, under an id that no stored branch has. */
  #store(entries: readonly LocalEntry[], branch: Omit<SetAsideBranch, 'id'>): void {
    void this.#copy.setAside(entries, branch).then((id) => {
      this.#unstored += id === null ? 1 : 0
      this.#branches.value = [{ ...branch, id: id ?? -this.#unstored }, ...this.#branches.value]
    })
  }
}

function merged(entries: readonly LocalEntry[]): Uint8Array {
  return Y.mergeUpdates(entries.map((entry) => entry.update))
}
