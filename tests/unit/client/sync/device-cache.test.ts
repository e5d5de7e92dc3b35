import { IDBFactory } from 'fake-indexeddb'
import { afterEach, describe, expect, it } from 'vitest'
import type { DeviceCache } from '../../../../client/sync/device-cache.ts'
import { newRecord } from '../../../../client/sync/offline-cache.ts'
import { openCache } from '../../../../client/sync/open-cache.ts'
import { FakeClock } from '../../../support/fake-clock.ts'
import { until } from '../../../support/until.ts'

const RECORD = newRecord({
  document: 'd',
  key: 'k',
  pendingTitle: null,
  firstLine: '',
  creating: true,
  epoch: 0,
  openedAt: 1,
})
const ROW = { clientId: 7, epoch: 0, update: new Uint8Array([1]) }

const opened: DeviceCache[] = []
afterEach(() => {
  for (const cache of opened.splice(0)) cache.close()
})

function open(indexedDB: IDBFactory | undefined, clock = new FakeClock()): DeviceCache {
  const cache = openCache({ indexedDB, clock })
  opened.push(cache)
  return cache
}

function opening(request: IDBOpenDBRequest): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB')))
  })
}

describe('this device', () => {
  it('keeps what it is asked to keep before its database is open', async () => {
    const indexedDB = new IDBFactory()
    const cache = open(indexedDB)
    const stored = await Promise.all([cache.begin(RECORD), cache.appendPending('d', ROW)])
    expect(stored).toEqual([true, expect.any(Number)])
    expect([cache.durable, cache.keeping.value]).toEqual([true, 'kept'])
    expect((await open(indexedDB).load('d'))?.pending).toHaveLength(1)
  })

  it('says that it is late while its database does not open, and takes what was written meanwhile when it does', async () => {
    const indexedDB = new IDBFactory()
    const before = open(indexedDB)
    await before.begin(RECORD)
    const clock = new FakeClock()
    let answer: () => void = () => {}
    const hanging = {
      open: (name: string, version: number) => {
        const late = new EventTarget() as IDBOpenDBRequest
        answer = () =>
          void opening(indexedDB.open(name, version)).then((db) => {
            Object.defineProperty(late, 'result', { value: db })
            late.dispatchEvent(new Event('success'))
          })
        return late
      },
    } as unknown as IDBFactory
    const cache = open(hanging, clock)
    const loaded = cache.load('d')
    const row = cache.appendPending('d', ROW)
    clock.advance(3000)
    expect([cache.keeping.value, cache.durable]).toEqual(['late', false])

    answer()
    expect(await loaded).toMatchObject({ record: { document: 'd' }, pending: [] })
    expect(await row).toEqual(expect.any(Number))
    expect([cache.keeping.value, cache.durable]).toEqual(['kept', true])
    expect(await before.pending('d')).toHaveLength(1)
  })

  it.each([
    ['there is no IndexedDB', undefined],
    [
      'IndexedDB is denied',
      {
        open: () => {
          throw new DOMException('denied', 'SecurityError')
        },
      } as unknown as IDBFactory,
    ],
  ])('goes on in memory where %s', async (_case, indexedDB) => {
    const cache = open(indexedDB)
    expect(await cache.begin(RECORD)).toBe(true)
    expect(await cache.load('d')).toMatchObject({ record: { document: 'd' } })
    expect([cache.keeping.value, cache.durable]).toEqual(['none', false])
  })

  it('says that a newer version of the page keeps the texts, and leaves those alone', async () => {
    const indexedDB = new IDBFactory()
    const newer = await opening(indexedDB.open('weft', 2))
    const cache = open(indexedDB)
    expect(await cache.load('d')).toBeNull()
    expect([cache.keeping.value, cache.durable]).toEqual(['newer', false])
    newer.close()
  })

  it('gives way to a newer version of the page, and says so', async () => {
    const indexedDB = new IDBFactory()
    const cache = open(indexedDB)
    await cache.begin(RECORD)
    ;(await opening(indexedDB.open('weft', 2))).close()
    expect(cache.keeping.value).toBe('newer')
    expect(await cache.appendPending('d', ROW)).toBeNull()
  })

  it('says that it keeps nothing any more when its data are deleted', async () => {
    const indexedDB = new IDBFactory()
    const cache = open(indexedDB)
    await cache.begin(RECORD)
    indexedDB.deleteDatabase('weft')
    await until(() => cache.keeping.value === 'none')
  })
})
