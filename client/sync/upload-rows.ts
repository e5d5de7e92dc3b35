import { cacheName } from './open-cache.ts'
import { completed } from './transactions.ts'

/**
 * Of all uploads that are kept for one account. They share with the texts what the browser lets a page store: these are not to fail
 * for want of room because of a film.
 */
export const MAX_KEPT_BYTES = 50 * 1024 * 1024

const STORE = 'uploads'

/** One upload; its key says whose it is. */
export interface UploadRow {
  readonly name: string
  readonly type: string
  readonly bytes: ArrayBuffer
}

/** Document, upload, and how many bytes that has: the sum is known without reading them. */
type Key = [document: string, id: string, byteLength: number]

/**
 * The uploads that this browser keeps for one account, or for the guest. A database of their own, beside that of the texts, which
 * needs no new version for them: a tab with an older page would have to let go of its texts. It is open no longer than it is used, so
 * that it stands in nobody's way, and it is not there before there is something to keep. Every method may reject.
 */
export class UploadRows {
  readonly #name: string
  readonly #factory: IDBFactory | undefined

  /** @param texts what the database of the same account's texts is called: see `cacheName`. */
  constructor(texts: string, factory?: IDBFactory) {
    this.#name = `${texts}.uploads`
    this.#factory = factory
  }

  /** In the order of their ids. */
  async idsOf(document: string): Promise<string[]> {
    const keys = await this.#keys(ofDocument(document))
    return keys.map(([, id]) => id)
  }

  /** Ids of the documents that have some. */
  async documents(): Promise<Set<string>> {
    return new Set((await this.#keys()).map(([document]) => document))
  }

  /** Null when it is not here. */
  async get(document: string, id: string): Promise<UploadRow | null> {
    const rows = await this.#read((store) => store.getAll(ofUpload(document, id)) as IDBRequest<UploadRow[]>)
    return rows?.[0] ?? null
  }

  /** Resolves once it is stored. Rejects when there is no room for it, and nothing is stored then. */
  async put(document: string, id: string, row: UploadRow): Promise<void> {
    const db = await this.#open(true)
    try {
      const transaction = db.transaction(STORE, 'readwrite')
      const store = transaction.objectStore(STORE)
      const { byteLength } = row.bytes
      const keys = store.getAllKeys() as unknown as IDBRequest<Key[]>
      keys.addEventListener('success', () => {
        const others = keys.result.reduce((sum, [, other, bytes]) => sum + (other === id ? 0 : bytes), 0)
        if (others + byteLength > MAX_KEPT_BYTES) transaction.abort()
        else store.put(row, [document, id, byteLength] satisfies Key)
      })
      await completed(transaction)
    } finally {
      db.close()
    }
  }

  remove(document: string, id: string): Promise<void> {
    return this.#delete(ofUpload(document, id))
  }

  forget(document: string): Promise<void> {
    return this.#delete(ofDocument(document))
  }

  /** Brings to another account all that have room there. They stay here as well. */
  async copyTo(target: UploadRows): Promise<void> {
    for (const [document, id] of await this.#keys()) {
      const row = await this.get(document, id)
      // The texts are not to stay behind because of a film.
      if (row !== null) await target.put(document, id, row).catch(() => {})
    }
  }

  /** Removes all of them, at the latest when nobody is reading there. */
  clear(): Promise<void> {
    return new Promise((resolve) => {
      const request = (this.#factory ?? indexedDB).deleteDatabase(this.#name)
      for (const outcome of ['success', 'error', 'blocked']) request.addEventListener(outcome, () => resolve())
    })
  }

  async #keys(range?: IDBKeyRange): Promise<Key[]> {
    return (await this.#read((store) => store.getAllKeys(range) as unknown as IDBRequest<Key[]>)) ?? []
  }

  /** Null where nothing was ever kept. */
  async #read<Value>(ask: (store: IDBObjectStore) => IDBRequest<Value>): Promise<Value | null> {
    return this.#ifThere(async (db) => {
      const transaction = db.transaction(STORE)
      const request = ask(transaction.objectStore(STORE))
      await completed(transaction)
      return request.result
    })
  }

  async #delete(range: IDBKeyRange): Promise<void> {
    await this.#ifThere(async (db) => {
      const transaction = db.transaction(STORE, 'readwrite')
      transaction.objectStore(STORE).delete(range)
      await completed(transaction)
    })
  }

  async #ifThere<Value>(work: (db: IDBDatabase) => Promise<Value>): Promise<Value | null> {
    let db: IDBDatabase
    try {
      db = await this.#open(false)
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') return null
      throw error
    }
    try {
      return await work(db)
    } finally {
      db.close()
    }
  }

  /** Without `creates` it rejects with an `AbortError` where there is none. */
  #open(creates: boolean): Promise<IDBDatabase> {
    return new Promise((resolve, reject) => {
      // In here: it throws where there is none, or as soon as it is named.
      const request = (this.#factory ?? indexedDB).open(this.#name, 1)
      request.addEventListener('upgradeneeded', () => {
        if (creates) request.result.createObjectStore(STORE)
        else request.transaction?.abort()
      })
      request.addEventListener('success', () => resolve(request.result))
      request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB')))
    })
  }
}

/** An array comes after every string and every number. */
function ofDocument(document: string): IDBKeyRange {
  return IDBKeyRange.bound([document], [document, []])
}

function ofUpload(document: string, id: string): IDBKeyRange {
  return IDBKeyRange.bound([document, id], [document, id, []])
}

/** Those of whoever has this page open. */
export function ownUploadRows(): UploadRows {
  return new UploadRows(cacheName(document.documentElement.dataset['accountId']))
}

/** Removes what this browser keeps of uploads into a document that it forgets. */
export async function forgetUploads(document: string): Promise<void> {
  await ownUploadRows()
    .forget(document)
    .catch(() => {})
}

/** Whether this browser keeps an upload into a document. */
export async function hasUploads(document: string): Promise<boolean> {
  const ids = await ownUploadRows()
    .idsOf(document)
    .catch(() => [])
  return ids.length > 0
}
