import { type Clock, systemClock, withinTime } from '../lib/clock.ts'
import { createStores, IndexedDbCache, SCHEMA_VERSION } from './indexed-db-cache.ts'
import { MemoryCache } from './memory-cache.ts'
import type { OfflineCache } from './offline-cache.ts'

/** The page does not wait longer for its own disk: it goes on in memory and says that nothing is kept. */
const OPEN_LIMIT_MS = 3000

export interface OpenCacheOptions {
  /** Two servers under one origin (BASE_PATH) need two names. */
  readonly name?: string
  readonly indexedDB?: IDBFactory | undefined
  readonly limitMs?: number
  readonly clock?: Clock
}

/** Opens this browser's cache. Never rejects: where there is no IndexedDB, resolves to a cache in memory. */
export async function openCache(options: OpenCacheOptions = {}): Promise<OfflineCache> {
  const clock = options.clock ?? systemClock
  const opening = openDatabase(options)
  const db = await withinTime(clock, options.limitMs ?? OPEN_LIMIT_MS, opening, null)
  if (db !== null) return new IndexedDbCache(db, clock)
  // A database that opens after all must not stand in the way of other tabs.
  opening.then(
    (late) => late.close(),
    () => {},
  )
  return new MemoryCache()
}

function openDatabase(options: OpenCacheOptions): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    // In here, because where storage is blocked some browsers throw as soon as it is named.
    const factory = options.indexedDB ?? globalThis.indexedDB
    if (factory === undefined) throw new Error('this browser has no IndexedDB')
    const request = factory.open(options.name ?? 'weft', SCHEMA_VERSION)
    request.addEventListener('upgradeneeded', () => createStores(request.result))
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB')))
    // While another tab blocks it ('blocked'), nothing comes: the time limit decides, or the tab gives way before.
  })
}
