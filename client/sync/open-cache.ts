import { type Clock, systemClock } from '../lib/clock.ts'
import { DeviceCache } from './device-cache.ts'
import { createStores, SCHEMA_VERSION } from './indexed-db-cache.ts'

/** The page does not wait longer for its own disk before it says so. */
const OPEN_LIMIT_MS = 3000

export interface OpenCacheOptions {
  /** Two servers under one origin (BASE_PATH) need two names. */
  readonly name?: string
  readonly indexedDB?: IDBFactory | undefined
  readonly limitMs?: number
  readonly clock?: Clock
}

/** Opens this browser's cache; it can be used at once. */
export function openCache(options: OpenCacheOptions = {}): DeviceCache {
  return new DeviceCache(openDatabase(options), options.clock ?? systemClock, options.limitMs ?? OPEN_LIMIT_MS)
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
    // While another tab blocks it ('blocked'), nothing comes, until that tab gives way.
  })
}
