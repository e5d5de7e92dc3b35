import { joinFrames } from '../../shared/protocol/frames.ts'
import type { Clock } from '../lib/clock.ts'
import {
  advance,
  type CachedDocument,
  type DocumentRecord,
  type DocumentSummary,
  holdSameEdits,
  type NewBranch,
  type NewRow,
  type OfflineCache,
  type PendingRow,
  type Progress,
  replaced,
  type Replacement,
  writtenBy,
} from './offline-cache.ts'
import type { SetAsideBranch } from './session.ts'
import {
  confirmedRow,
  pendingRow,
  readBranch,
  readDocument,
  readPending,
  readRecord,
  type StoredRow,
} from './stored-rows.ts'

export const SCHEMA_VERSION = 1

/** Changes of the list are told so soon, to the other tabs as well, */
const NOTICE_MS = 200
/** and no more often than this, however fast somebody types: each tab reads the whole list again. */
const PAUSE_MS = 1000

/** Why a database was closed: a newer version of the page needs it, or it was deleted or became unreadable. */
export type Closing = 'upgrade' | 'gone'

type Store = 'documents' | 'updates' | 'setAside'

/** Creates the stores of version 1 in a new database. */
export function createStores(db: IDBDatabase): void {
  db.createObjectStore('documents', { keyPath: 'document' })
  const updates = db.createObjectStore('updates', { keyPath: 'id', autoIncrement: true })
  updates.createIndex('document', 'document')
  updates.createIndex('pendingOf', 'pendingOf')
  db.createObjectStore('setAside', { keyPath: 'id', autoIncrement: true }).createIndex('document', 'document')
}

/** The offline cache in IndexedDB. Each method is one transaction; those of one tab run in the order of their calls. */
export class IndexedDbCache implements OfflineCache {
  readonly durable = true
  readonly #db: IDBDatabase
  readonly #channel: BroadcastChannel | null
  readonly #listeners = new Set<() => void>()
  readonly #clock: Clock
  #cancelNotice: (() => void) | null = null
  /** By the clock; the next notice comes no earlier. */
  #quietUntil = 0
  #isClosed = false

  /** `ended` is called when the database cannot be used any more: every method fails from then on, which is allowed. */
  constructor(db: IDBDatabase, clock: Clock, ended: (reason: Closing) => void) {
    this.#db = db
    this.#clock = clock
    // Another tab wants a newer version of the database, or to delete it: out of its way.
    db.addEventListener('versionchange', ({ newVersion }) => {
      db.close()
      this.#isClosed = true
      ended(newVersion === null ? 'gone' : 'upgrade')
    })
    // The browser closed it, because its data were deleted or its disk is gone.
    db.addEventListener('close', () => ended('gone'))
    this.#channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(db.name)
    this.#channel?.addEventListener('message', () => this.#tell())
    if (typeof window !== 'undefined') window.addEventListener('pagehide', this.#tellWaiting)
  }

  list(): Promise<DocumentSummary[]> {
    return this.#read(
      async (store) => {
        const unsaved = new Set(await uniqueKeys(store('updates').index('pendingOf')))
        const setAside = new Set(await uniqueKeys(store('setAside').index('document')))
        const records = await got<unknown[]>(store('documents').getAll())
        const ids = await got(store('documents').getAllKeys())
        return records.flatMap((stored, index) => {
          const document = ids[index]
          const record = typeof document === 'string' ? readRecord(document, stored) : null
          if (record === null) return []
          return {
            ...record,
            unsaved: unsaved.has(record.document) || record.pendingTitle !== null,
            hasSetAside: setAside.has(record.document),
          }
        })
      },
      () => [],
    )
  }

  load(document: string): Promise<CachedDocument | null> {
    return this.#read(
      async (store) => {
        const record = await got<unknown>(store('documents').get(document))
        return readDocument(document, record, await got<unknown[]>(store('updates').index('document').getAll(document)))
      },
      () => null,
    )
  }

  pending(document: string): Promise<PendingRow[]> {
    return this.#read(
      async (store) => {
        const stored = await got<unknown[]>(store('updates').index('pendingOf').getAll(document))
        return stored.map(readPending)
      },
      () => [],
    )
  }

  begin(record: DocumentRecord): Promise<boolean> {
    return this.#write(async (store) => {
      const stored = await got<unknown>(store('documents').get(record.document))
      const held = stored === undefined ? record : readRecord(record.document, stored)
      await got(store('documents').put({ ...held, key: held.key || record.key, openedAt: record.openedAt }))
      return true
    })
  }

  patch(document: string, fields: Partial<DocumentRecord>): Promise<boolean> {
    return this.#change(document, (record) => ({ ...record, ...fields }))
  }

  async appendPending(document: string, row: NewRow): Promise<number | null> {
    let id: number | null = null
    const isStored = await this.#change(document, async (record, store) => {
      const update = ownMemory(row.update)
      const added = store('updates').add(pendingRow(document, { ...row, update }))
      id = await got<number>(added as IDBRequest<number>)
      return writtenBy(record, row.clientId)
    })
    return isStored ? id : null
  }

  appendRemote(document: string, frame: Progress & { readonly frames: Uint8Array }): Promise<boolean> {
    return this.#change(document, async (record, store) => {
      const advanced = advance(record, frame)
      if (advanced !== null && frame.frames.byteLength > 0)
        await got(store('updates').add(confirmedRow(document, ownMemory(frame.frames))))
      return advanced
    })
  }

  confirm(document: string, progress: Progress & { readonly rows: readonly number[] }): Promise<boolean> {
    return this.#change(document, async (record, store) => {
      for (const id of progress.rows) {
        const row = await got<StoredRow | undefined>(store('updates').get(id))
        if (row?.update === undefined) continue
        // An update of another epoch is in the server's log, but not in the state that is held here now.
        if (record.epoch === progress.epoch)
          await got(store('updates').put({ id, ...confirmedRow(document, joinFrames([row.update])) }))
        else await got(store('updates').delete(id))
      }
      return { ...(advance(record, progress) ?? record), creating: false }
    })
  }

  replace(document: string, replacement: Replacement): Promise<boolean> {
    return this.#change(document, async (record, store) => {
      const changed = replaced(record, replacement)
      if (changed === null) return null
      const updates = store('updates')
      const pending = new Set(await got(updates.index('pendingOf').getAllKeys(document)))
      for (const id of await got(updates.index('document').getAllKeys(document)))
        if (!pending.has(id)) await got(updates.delete(id))
      await got(updates.add(confirmedRow(document, joinFrames([replacement.state]))))
      return changed
    })
  }

  forget(document: string): Promise<boolean> {
    return this.#write(async (store) => {
      await got(store('documents').delete(document))
      for (const name of ['updates', 'setAside'] as const)
        for (const id of await got(store(name).index('document').getAllKeys(document)))
          await got(store(name).delete(id))
      return true
    })
  }

  setAside(document: string): Promise<SetAsideBranch[] | null> {
    return this.#read<SetAsideBranch[] | null>(
      (store) => branchesOf(store('setAside'), document),
      () => null,
    )
  }

  async addSetAside({ rows, ...branch }: NewBranch): Promise<number | null> {
    let id: number | null = null
    const isStored = await this.#write(async (store) => {
      const update = ownMemory(branch.update)
      const same = (await branchesOf(store('setAside'), branch.document)).find((each) => holdSameEdits(each, branch))
      id = same?.id ?? (await got<number>(store('setAside').add({ ...branch, update }) as IDBRequest<number>))
      for (const row of rows) await got(store('updates').delete(row))
      return true
    })
    return isStored ? id : null
  }

  discardSetAside(id: number): Promise<boolean> {
    return this.#write(async (store) => {
      await got(store('setAside').delete(id))
      return true
    })
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  close(): void {
    this.#isClosed = true
    if (typeof window !== 'undefined') window.removeEventListener('pagehide', this.#tellWaiting)
    this.#tellWaiting()
    this.#listeners.clear()
    this.#channel?.close()
    this.#db.close()
  }

  /** Changes one record, and whatever belongs to it, in one transaction; `change` answers null to leave all as it is. */
  #change(
    document: string,
    change: (
      record: DocumentRecord,
      store: (name: Store) => IDBObjectStore,
    ) => Promise<DocumentRecord | null> | DocumentRecord,
  ): Promise<boolean> {
    return this.#write(async (store) => {
      const stored = await got<unknown>(store('documents').get(document))
      if (stored === undefined) return false
      const record = readRecord(document, stored)
      const changed = await change(record, store)
      if (changed === null) return false
      if (changed !== record) await got(store('documents').put(changed))
      return true
    })
  }

  async #write(work: (store: (name: Store) => IDBObjectStore) => Promise<boolean>): Promise<boolean> {
    const isStored = await this.#transact('readwrite', work, () => false)
    if (isStored && !this.#isClosed) this.#notice()
    return isStored
  }

  #read<Value>(work: (store: (name: Store) => IDBObjectStore) => Promise<Value>, nothing: () => Value): Promise<Value> {
    return this.#transact('readonly', work, nothing)
  }

  /** Resolves after the transaction completed; to `nothing` when it could not begin or was aborted (quota, closed, denied). */
  async #transact<Value>(
    mode: IDBTransactionMode,
    work: (store: (name: Store) => IDBObjectStore) => Promise<Value>,
    nothing: () => Value,
  ): Promise<Value> {
    let transaction: IDBTransaction | null = null
    try {
      const opened = this.#db.transaction(['documents', 'updates', 'setAside'], mode)
      transaction = opened
      const [value] = await Promise.all([work((name) => opened.objectStore(name)), completed(opened)])
      return value
    } catch {
      try {
        transaction?.abort()
      } catch {
        // It was aborted already, by the failure that brought us here.
      }
      return nothing()
    }
  }

  #notice(): void {
    const delayMs = Math.max(NOTICE_MS, this.#quietUntil - this.#clock.now())
    this.#cancelNotice ??= this.#clock.after(Math.min(delayMs, PAUSE_MS), this.#tellWaiting)
  }

  /** Also when the page is left: the other tabs would go on without it. */
  readonly #tellWaiting = (): void => {
    if (this.#cancelNotice === null) return
    this.#cancelNotice()
    this.#cancelNotice = null
    this.#quietUntil = this.#clock.now() + PAUSE_MS
    this.#channel?.postMessage('changed')
    this.#tell()
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}

async function branchesOf(setAside: IDBObjectStore, document: string): Promise<SetAsideBranch[]> {
  const stored = await got<unknown[]>(setAside.index('document').getAll(document))
  return stored.flatMap((branch) => readBranch(branch) ?? [])
}

/** IndexedDB stores the whole memory behind a view; a view of a large frame is copied out first. */
function ownMemory(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice()
}

function got<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB')))
  })
}

function completed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.addEventListener('complete', () => resolve())
    transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('aborted')))
  })
}

function uniqueKeys(index: IDBIndex): Promise<IDBValidKey[]> {
  return new Promise((resolve, reject) => {
    const keys: IDBValidKey[] = []
    const request = index.openKeyCursor(null, 'nextunique')
    request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB')))
    request.addEventListener('success', () => {
      const cursor = request.result
      if (cursor === null) {
        resolve(keys)
        return
      }
      keys.push(cursor.key)
      cursor.continue()
    })
  })
}
