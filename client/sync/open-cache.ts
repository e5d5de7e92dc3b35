import { type Clock, systemClock } from '../lib/clock.ts'
import { DeviceCache } from './device-cache.ts'
import { createStores, SCHEMA_VERSION } from './indexed-db-cache.ts'

/** The page does not wait longer for its own disk before it says so. */
const OPEN_LIMIT_MS = 3000

export interface OpenCacheOptions {
  /** As `cacheName` makes it. */
  readonly name?: string
  readonly indexedDB?: IDBFactory | undefined
  readonly limitMs?: number
  readonly clock?: Clock
}

/**
 * Two servers under one origin (BASE_PATH) need two names, and so do the people of one browser: what one of them kept here is
 * neither shown nor sent for another. `account` is the id of who is signed in; none for the guest.
 */
export function cacheName(account = '', basePath = new URL(document.baseURI).pathname): string {
  return `weft${basePath}${account}`
}

/** Opens this browser's cache; it can be used at once. */
export function openCache(options: OpenCacheOptions = {}): DeviceCache {
  return new DeviceCache(openDatabase(options), options.clock ?? systemClock, options.limitMs ?? OPEN_LIMIT_MS)
}

/** Rejects where there is no storage, or it may not be used. */
export function openDatabase(options: OpenCacheOptions): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    // In here: it throws where there is none, and where storage is blocked some browsers throw as soon as it is named.
    const request = (options.indexedDB ?? indexedDB).open(options.name ?? 'weft', SCHEMA_VERSION)
    request.addEventListener('upgradeneeded', () => createStores(request.result))
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB')))
    // While another tab blocks it ('blocked'), nothing comes, until that tab gives way.
  })
}
