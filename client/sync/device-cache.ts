import { type ReadonlySignal, signal } from '@preact/signals-core'
import { type Clock, Later } from '../lib/clock.ts'
import { type Closing, IndexedDbCache } from './indexed-db-cache.ts'
import type { DocumentRecord, NewBranch, NewRow, OfflineCache, Progress, Replacement } from './offline-cache.ts'

const RETRY_MS = 1000

/** Whether this device keeps what is written; all but `kept` is said on the page. */
export type Keeping =
  /** Nothing is known to be wrong. */
  | 'kept'
  /** The database has not answered in time, and still may: another tab can be in its way, or the disk is slow. */
  | 'late'
  /** There is none, or it may not be used. */
  | 'none'
  /** It belongs to a newer version of the page. */
  | 'newer'

/**
 * This browser's cache from the first moment on: what is asked of it before the database is open waits for that, in order,
 * however long it takes. Where there is no database it is one in memory.
 */
export class DeviceCache implements OfflineCache {
  readonly keeping: ReadonlySignal<Keeping>
  readonly #keeping = signal<Keeping>('kept')
  readonly #opened: Promise<OfflineCache>
  #cache: OfflineCache | null = null

  /** Says that it is late when `opening` takes longer than `limitMs`. */
  constructor(opening: Promise<IDBDatabase>, clock: Clock, limitMs: number) {
    this.keeping = this.#keeping
    const late = new Later(clock, limitMs, () => (this.#keeping.value = 'late'))
    late.schedule()
    const ended = (reason: Closing): void => void (this.#keeping.value = reason === 'upgrade' ? 'newer' : 'none')
    this.#opened = opening.then(
      (db) => new IndexedDbCache(db, clock, ended),
      (error: unknown) => {
        late.cancel()
        this.#keeping.value = error instanceof DOMException && error.name === 'VersionError' ? 'newer' : 'none'
        return inMemory(clock)
      },
    )
    void this.#opened.then((cache) => {
      late.cancel()
      this.#cache = cache
      if (this.#keeping.peek() === 'late') this.#keeping.value = 'kept'
    })
  }

  get durable(): boolean {
    return this.#cache?.durable === true
  }

  list() {
    return this.#opened.then((cache) => cache.list())
  }

  load(document: string) {
    return this.#opened.then((cache) => cache.load(document))
  }

  pending(document: string) {
    return this.#opened.then((cache) => cache.pending(document))
  }

  begin(record: DocumentRecord) {
    return this.#opened.then((cache) => cache.begin(record))
  }

  patch(document: string, fields: Parameters<OfflineCache['patch']>[1]) {
    return this.#opened.then((cache) => cache.patch(document, fields))
  }

  appendPending(document: string, row: NewRow) {
    return this.#opened.then((cache) => cache.appendPending(document, row))
  }

  appendRemote(document: string, frame: Progress & { readonly frames: Uint8Array }) {
    return this.#opened.then((cache) => cache.appendRemote(document, frame))
  }

  confirm(document: string, progress: Progress & { readonly rows: readonly number[] }) {
    return this.#opened.then((cache) => cache.confirm(document, progress))
  }

  replace(document: string, replacement: Replacement) {
    return this.#opened.then((cache) => cache.replace(document, replacement))
  }

  forget(document: string) {
    return this.#opened.then((cache) => cache.forget(document))
  }

  setAside(document: string) {
    return this.#opened.then((cache) => cache.setAside(document))
  }

  addSetAside(branch: NewBranch) {
    return this.#opened.then((cache) => cache.addSetAside(branch))
  }

  discardSetAside(id: number) {
    return this.#opened.then((cache) => cache.discardSetAside(id))
  }

  subscribe(listener: () => void): () => void {
    const subscribed = this.#opened.then((cache) => cache.subscribe(listener))
    return () => void subscribed.then((end) => end())
  }

  /** A database that opens only later is closed then, and stands in no other tab's way. */
  close(): void {
    void this.#opened.then((cache) => cache.close())
  }
}

/** Most browsers never need its code, which is asked for until it comes. */
async function inMemory(clock: Clock): Promise<OfflineCache> {
  for (;;) {
    try {
      const { MemoryCache } = await import('./memory-cache.ts')
      return new MemoryCache()
    } catch {
      await new Promise<void>((resolve) => clock.after(RETRY_MS, resolve))
    }
  }
}
