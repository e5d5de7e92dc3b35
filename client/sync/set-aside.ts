import { type ReadonlySignal, signal } from '@preact/signals-core'
import * as Y from 'yjs'
import { TEXT_NAME } from '../../shared/document/shape.ts'
import type { ErrorCode } from '../../shared/protocol/errors.ts'
import { type Clock, withinTime } from '../lib/clock.ts'
import { isIncomplete } from './branch.ts'
import type { LocalCopy, LocalEntry } from './local-copy.ts'
import { CACHE_LIMIT_MS, type OfflineCache, type PendingRow } from './offline-cache.ts'
import type { SetAsideBranch } from './session.ts'
import { insertedText } from './split-update.ts'

/** One document's edits that the server refused for good. They are kept until the person decides. */
export class SetAside {
  readonly branches: ReadonlySignal<readonly SetAsideBranch[]>
  readonly #branches = signal<readonly SetAsideBranch[]>([])
  readonly #cache: OfflineCache
  readonly #copy: LocalCopy
  readonly #document: string
  readonly #clock: Clock
  #unstored = 0
  /** The ids of those that are not to be shown any more, though they may still be stored. */
  readonly #discarded = new Set<number>()
  /** The ids of rows that were set aside. */
  readonly #rows = new Set<number>()
  /** One after the other, so that each knows what the one before it set aside. */
  #adding: Promise<unknown> = Promise.resolve()

  constructor(cache: OfflineCache, copy: LocalCopy, document: string, clock: Clock) {
    this.branches = this.#branches
    this.#cache = cache
    this.#copy = copy
    this.#document = document
    this.#clock = clock
  }

  /** Shows what this device holds, as another tab may have left it. */
  load(): Promise<void> {
    const loaded = this.#adding.then(async () => {
      const stored = await withinTime(this.#clock, CACHE_LIMIT_MS, this.#cache.setAside(this.#document), null)
      if (stored === null) return
      const shown = this.#branches.peek()
      // The same objects, so that whoever is looking at one goes on doing so.
      const known = new Map(shown.map((branch) => [branch.id, branch]))
      const unstored = shown.filter(({ id }) => id < 0)
      const kept = stored.filter(({ id }) => !this.#discarded.has(id)).map((branch) => known.get(branch.id) ?? branch)
      const all = [...unstored, ...kept].sort((a, b) => b.at - a.at || b.id - a.id)
      if (all.length !== shown.length || all.some((branch, index) => branch !== shown[index]))
        this.#branches.value = all
    })
    this.#adding = loaded
    return loaded
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

  /**
   * Sets rows aside that could not be brought into a replica at all. What cannot be read stays as it is, by itself;
   * the others, of which there is one for each key that was pressed, are one branch for each reason.
   */
  addRows(refused: readonly RefusedRow[], at: number): void {
    const groups = new Map<string, RefusedRow[]>()
    for (const each of refused) {
      this.#rows.add(each.row.id)
      const name = isReadable(each.row) ? each.code : String(each.row.id)
      const group = groups.get(name)
      if (group === undefined) groups.set(name, [each])
      else group.push(each)
    }
    for (const group of groups.values()) this.#storeRows(group, at)
  }

  /** Whether a row was set aside here: it may be seen again before it is gone from where it waited. */
  hasRow(row: PendingRow): boolean {
    return this.#rows.has(row.id)
  }

  async discard(branch: SetAsideBranch): Promise<void> {
    this.#discarded.add(branch.id)
    this.#branches.value = this.#branches.value.filter(({ id }) => id !== branch.id)
    // It may have been inserted again just now: those edits come first.
    await this.#copy.settled()
    await this.#remove(branch.id)
  }

  #storeRows(group: readonly RefusedRow[], at: number): void {
    const [first] = group
    if (first === undefined) return
    const entries = group.map(({ row }) => ({ ...row, row: row.id }))
    const update = group.length === 1 ? first.row.update : merged(entries)
    const text = entries.map((entry) => insertedText(entry.update)).join('')
    const branch = { document: this.#document, at, code: first.code, text, update }
    this.#store(entries, () => ({ branch, replaces: null }))
  }

  /** Shown even when this device does not store it, or not yet, under an id that no stored branch has. */
  #store(entries: readonly LocalEntry[], make: () => Made): void {
    this.#adding = this.#adding.then(async () => {
      const { branch, replaces } = make()
      const storing = this.#copy.setAside(entries, branch).then(async (id) => {
        if (id !== null && replaces !== null) await this.#remove(replaces.id)
        return id
      })
      const id = await withinTime(this.#clock, CACHE_LIMIT_MS, storing, null)
      this.#unstored += id === null ? 1 : 0
      const shown = { ...branch, id: id ?? -this.#unstored }
      const others = this.#branches.value.filter((each) => each !== replaces && each.id !== id)
      this.#branches.value = [shown, ...others]
      if (id === null) void storing.then((late) => this.#storedLate(shown, late))
    })
  }

  async #storedLate(shown: SetAsideBranch, id: number | null): Promise<void> {
    if (id === null) return
    if (!this.#branches.value.includes(shown)) return await this.#remove(id)
    const others = this.#branches.value.filter((each) => each.id !== id)
    this.#branches.value = others.map((each) => (each === shown ? { ...shown, id } : each))
  }

  async #remove(id: number): Promise<void> {
    this.#discarded.add(id)
    await this.#cache.discardSetAside(id)
  }
}

/** A waiting row, and why it cannot be sent any more. */
export interface RefusedRow {
  readonly row: PendingRow
  readonly code: ErrorCode
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

function isReadable({ isDamaged, update }: PendingRow): boolean {
  if (isDamaged) return false
  try {
    Y.decodeUpdate(update)
    return true
  } catch {
    return false
  }
}

function merged(entries: readonly LocalEntry[]): Uint8Array {
  return Y.mergeUpdates(entries.map((entry) => entry.update))
}
