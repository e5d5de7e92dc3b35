import { type ReadonlySignal, signal } from '@preact/signals-core'
import * as Y from 'yjs'
import { TEXT_NAME } from '../../shared/document/shape.ts'
import type { ErrorCode } from '../../shared/protocol/errors.ts'
import { isIncomplete } from './branch.ts'
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
  /** One after the other, so that each knows what the one before it set aside. */
  #adding: Promise<unknown> = Promise.resolve()

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

  /**
   * Sets a replica aside: what waits to be sent, or all of it when nothing does; `text` is all of its text. Who goes on
   * writing in a full document gets one branch that grows, not one for each key.
   */
  add(entries: readonly LocalEntry[], doc: Y.Doc, text: string, code: ErrorCode, at: number): void {
    const update = entries.length > 0 ? merged(entries) : Y.encodeStateAsUpdate(doc)
    const branch = { document: this.#document, at, code, text, update }
    this.#store(entries, () => {
      const before = code === 'document-full' ? this.#branches.peek().find((each) => each.code === code) : undefined
      const whole = before && together(doc, before.update)
      if (before === undefined || whole === null || whole === undefined) return { branch, replaces: null }
      const grown = { ...branch, text: whole, update: Y.mergeUpdates([before.update, update]) }
      return { branch: grown, replaces: before }
    })
  }

  /** Sets a row aside that could not be brought into a replica at all. */
  addRow(row: PendingRow, code: ErrorCode, at: number): void {
    const text = insertedText(row.update)
    const entry = { ...row, row: row.id }
    const branch = { document: this.#document, at, code, text, update: row.update }
    this.#store([entry], () => ({ branch, replaces: null }))
  }

  async discard(branch: SetAsideBranch): Promise<void> {
    this.#branches.value = this.#branches.value.filter(({ id }) => id !== branch.id)
    // It may have been inserted again just now: those edits come first.
    await this.#copy.settled()
    await this.#cache.discardSetAside(branch.id)
  }

  /** Shown even when this device cannot store it, under an id that no stored branch has. */
  #store(entries: readonly LocalEntry[], make: () => Made): void {
    this.#adding = this.#adding.then(async () => {
      const { branch, replaces } = make()
      const id = await this.#copy.setAside(entries, branch)
      this.#unstored += id === null ? 1 : 0
      const others = this.#branches.value.filter((each) => each !== replaces)
      this.#branches.value = [{ ...branch, id: id ?? -this.#unstored }, ...others]
      if (id !== null && replaces !== null) await this.#cache.discardSetAside(replaces.id)
    })
  }
}

interface Made {
  readonly branch: Omit<SetAsideBranch, 'id'>
  /** The stored branch that is in it. */
  readonly replaces: SetAsideBranch | null
}

/** The text of a replica with an update that was set aside from it before; null when that no longer belongs to it. */
function together(doc: Y.Doc, update: Uint8Array): string | null {
  const both = new Y.Doc()
  try {
    Y.applyUpdate(both, Y.encodeStateAsUpdate(doc))
    Y.applyUpdate(both, update)
  } catch {
    return null
  }
  return isIncomplete(both) ? null : both.getText(TEXT_NAME).toString()
}

function merged(entries: readonly LocalEntry[]): Uint8Array {
  return Y.mergeUpdates(entries.map((entry) => entry.update))
}
