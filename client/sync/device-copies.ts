import { completed } from './transactions.ts'
import { UploadRows } from './upload-rows.ts'

/** What this browser keeps of documents for one account, or for the guest, while nobody has the page of them open here. */
export interface DeviceCopies {
  readonly documents: number
  /** Of these, with something that no server has acknowledged, or an upload that it does not have. */
  readonly unsaved: number
}

const STORES = ['documents', 'updates', 'setAside'] as const

interface Row {
  readonly id?: number
  readonly document: string
  readonly pendingOf?: string
  readonly pendingTitle?: string | null
}

/** Opens what this browser keeps for an account, by its id; '' for the guest. */
export type OpenCopies = (account: string) => Promise<IDBDatabase>

/** Nothing where it cannot be read. */
export async function countCopies(
  open: OpenCopies,
  account: string,
  factory = globalThis.indexedDB,
): Promise<DeviceCopies> {
  const [documents = [], updates = [], setAside = []] = await rowsOf(open, account).catch(() => [])
  const titled = documents.filter(({ pendingTitle }) => typeof pendingTitle === 'string')
  const waiting = updates.flatMap(({ pendingOf }) => pendingOf ?? [])
  const uploading = await uploadsOf(open, account, factory)
    .then((uploads) => uploads.documents())
    .catch(() => [])
  const unsaved = new Set([...waiting, ...[...titled, ...setAside].map(({ document }) => document), ...uploading])
  return { documents: documents.length, unsaved: unsaved.size }
}

/** Pages that have them open keep nothing on this device from then on. */
export async function removeCopies(open: OpenCopies, account: string, factory = globalThis.indexedDB): Promise<void> {
  const db = await open(account).catch(() => null)
  if (db === null) return
  db.close()
  await new UploadRows(db.name, factory).clear()
  await new Promise((resolve) => {
    const request = factory.deleteDatabase(db.name)
    // Blocked, it goes as soon as the last page lets go of it, as each does when it is asked.
    for (const outcome of ['success', 'error', 'blocked']) request.addEventListener(outcome, resolve)
  })
}

/**
 * Brings everything that is kept for the guest to an account, and removes it there once that is stored. Of a document that both
 * have, the account's copy stays, and has what was not sent added. When that fails, all stays where it was.
 */
export async function moveGuestCopies(
  open: OpenCopies,
  account: string,
  factory = globalThis.indexedDB,
): Promise<void> {
  try {
    const rows = await rowsOf(open, '')
    // Before the texts: what stands in their place there would wait for nobody.
    await (await uploadsOf(open, '', factory)).copyTo(await uploadsOf(open, account, factory))
    const target = await open(account)
    await addAll(target, rows).finally(() => target.close())
  } catch {
    return
  }
  await removeCopies(open, '', factory)
}

/** By what the database of the texts is called. */
async function uploadsOf(open: OpenCopies, account: string, factory: IDBFactory): Promise<UploadRows> {
  const db = await open(account)
  db.close()
  return new UploadRows(db.name, factory)
}

/** The rows of each of `STORES`. */
async function rowsOf(open: OpenCopies, account: string): Promise<readonly Row[][]> {
  const db = await open(account)
  try {
    const transaction = db.transaction(STORES)
    const requests = STORES.map((store) => transaction.objectStore(store).getAll() as IDBRequest<Row[]>)
    await completed(transaction)
    return requests.map(({ result }) => result)
  } finally {
    db.close()
  }
}

function addAll(db: IDBDatabase, [documents = [], updates = [], setAside = []]: readonly Row[][]): Promise<void> {
  const transaction = db.transaction(STORES, 'readwrite')
  const keys = transaction.objectStore('documents').getAllKeys()
  keys.addEventListener('success', () => {
    const held = new Set(keys.result)
    for (const row of documents) if (!held.has(row.document)) transaction.objectStore('documents').add(row)
    // They get ids of their own here.
    for (const { id: _id, ...row } of updates) {
      if (row.pendingOf !== undefined || !held.has(row.document)) transaction.objectStore('updates').add(row)
    }
    for (const { id: _id, ...row } of setAside) transaction.objectStore('setAside').add(row)
  })
  return completed(transaction)
}
