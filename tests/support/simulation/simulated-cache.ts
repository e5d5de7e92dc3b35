import type { MemoryCache } from '../../../client/sync/memory-cache.ts'
import type { OfflineCache } from '../../../client/sync/offline-cache.ts'

/**
 * One tab's way to its browser's cache. Each call is a transaction that is done, and later told to the tab, only when the
 * simulation says so, in the order of the calls, as IndexedDB does; a tab that crashes in between stored what it never heard
 * of, or thought of storing what it never did.
 */
export class SimulatedCache implements OfflineCache {
  readonly durable = true
  readonly #kept: MemoryCache
  readonly #asked: (() => Promise<() => void>)[] = []
  readonly #done: (() => void)[] = []

  constructor(kept: MemoryCache) {
    this.#kept = kept
  }

  get isQuiet(): boolean {
    return this.#asked.length + this.#done.length === 0
  }

  /** Tells the oldest transaction's end, or does the next one. */
  async step(tellsFirst: boolean): Promise<void> {
    const told = tellsFirst || this.#asked.length === 0 ? this.#done.shift() : undefined
    if (told !== undefined) return told()
    const work = this.#asked.shift()
    if (work !== undefined) this.#done.push(await work())
  }

  list: OfflineCache['list'] = () => this.#kept.list()
  load: OfflineCache['load'] = (document) => this.#call(() => this.#kept.load(document))
  pending: OfflineCache['pending'] = (document) => this.#call(() => this.#kept.pending(document))
  begin: OfflineCache['begin'] = (record) => this.#call(() => this.#kept.begin(record))
  patch: OfflineCache['patch'] = (document, fields) => this.#call(() => this.#kept.patch(document, fields))
  appendPending: OfflineCache['appendPending'] = (document, row) =>
    this.#call(() => this.#kept.appendPending(document, row))
  appendRemote: OfflineCache['appendRemote'] = (document, frame) =>
    this.#call(() => this.#kept.appendRemote(document, frame))
  confirm: OfflineCache['confirm'] = (document, progress) => this.#call(() => this.#kept.confirm(document, progress))
  replace: OfflineCache['replace'] = (document, replacement) =>
    this.#call(() => this.#kept.replace(document, replacement))
  forget: OfflineCache['forget'] = (document) => this.#call(() => this.#kept.forget(document))
  setAside: OfflineCache['setAside'] = (document) => this.#call(() => this.#kept.setAside(document))
  addSetAside: OfflineCache['addSetAside'] = (branch) => this.#call(() => this.#kept.addSetAside(branch))
  discardSetAside: OfflineCache['discardSetAside'] = (id) => this.#call(() => this.#kept.discardSetAside(id))
  subscribe: OfflineCache['subscribe'] = (listener) => this.#kept.subscribe(listener)
  close(): void {}

  #call<Value>(work: () => Promise<Value>): Promise<Value> {
    return new Promise((resolve) => {
      this.#asked.push(async () => {
        const value = await work()
        return () => resolve(value)
      })
    })
  }
}
