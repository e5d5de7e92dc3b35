import { IDBFactory } from 'fake-indexeddb'
import { afterEach, describe, expect, it } from 'vitest'
import type { DocumentRecord, OfflineCache } from '../../../../client/sync/offline-cache.ts'
import { MemoryCache } from '../../../../client/sync/memory-cache.ts'
import { openCache } from '../../../../client/sync/open-cache.ts'
import { joinFrames, splitFrames } from '../../../../shared/protocol/frames.ts'
import { FakeClock } from '../../../support/fake-clock.ts'
import { until } from '../../../support/until.ts'

const RECORD: DocumentRecord = {
  document: 'd',
  key: 'k',
  title: null,
  pendingTitle: null,
  firstLine: 'Untitled',
  creating: true,
  epoch: 0,
  sequence: 0,
  mark: null,
  clientIds: [],
  role: null,
  openedAt: 1,
}
const MARK = 0xfeedbeef
const bytes = (...values: number[]): Uint8Array => new Uint8Array(values)
const frames = (...values: number[]): Uint8Array => joinFrames(values.map((value) => bytes(value)))
const pending = (value: number) => ({ clientId: 7, epoch: 1, update: bytes(value) })

const opened: OfflineCache[] = []
afterEach(() => {
  for (const cache of opened.splice(0)) cache.close()
})

function track(cache: OfflineCache): OfflineCache {
  opened.push(cache)
  return cache
}

/** A document whose cache stands at sequence 4 of epoch 1. */
async function prepared(cache: OfflineCache): Promise<OfflineCache> {
  await cache.begin(RECORD)
  await cache.replace('d', { epoch: 1, sequence: 4, mark: MARK, state: bytes(4), isRestored: false })
  return cache
}

async function held(cache: OfflineCache): Promise<{ sequence: number; rows: number[]; pending: number[] }> {
  const cached = await cache.load('d')
  return {
    sequence: cached!.record.sequence,
    rows: cached!.rows.flatMap((row) => splitFrames(row.frames!).map((update) => update[0]!)),
    pending: cached!.pending.map((row) => row.update[0]!),
  }
}

describe.each<[string, () => OfflineCache]>([
  ['in memory', () => new MemoryCache()],
  ['in IndexedDB', () => openCache({ indexedDB: new IDBFactory() })],
])('offline cache %s', (_name, make) => {
  const open = (): OfflineCache => track(make())

  it('knows nothing of a document it never held, and stores nothing for it', async () => {
    const cache = open()
    expect(await cache.load('d')).toBeNull()
    expect(await cache.appendPending('d', pending(1))).toBeNull()
    expect(await cache.appendRemote('d', { epoch: 1, after: 0, sequence: 1, mark: MARK, frames: frames(1) })).toBe(
      false,
    )
    expect(await cache.patch('d', { title: 'x' })).toBe(false)
    expect(await cache.list()).toEqual([])
  })

  it('begins a document once, and keeps what it holds when it is opened again', async () => {
    const cache = await prepared(open())
    await cache.begin({ ...RECORD, openedAt: 9 })
    expect((await cache.load('d'))!.record).toEqual({ ...RECORD, epoch: 1, sequence: 4, mark: MARK, openedAt: 9 })
  })

  it('stores a frame together with the sequence it reaches', async () => {
    const cache = await prepared(open())
    expect(await cache.appendRemote('d', { epoch: 1, after: 4, sequence: 6, mark: MARK, frames: frames(5, 6) })).toBe(
      true,
    )
    expect(await held(cache)).toEqual({ sequence: 6, rows: [4, 5, 6], pending: [] })
  })

  it.each([
    ['is behind', { epoch: 1, after: 3, sequence: 4, mark: MARK }],
    ['leaves a gap', { epoch: 1, after: 5, sequence: 6, mark: MARK }],
    ['is of another epoch', { epoch: 2, after: 4, sequence: 5, mark: MARK }],
  ])('skips a frame that %s', async (_why, progress) => {
    const cache = await prepared(open())
    expect(await cache.appendRemote('d', { ...progress, frames: frames(9) })).toBe(false)
    expect(await held(cache)).toEqual({ sequence: 4, rows: [4], pending: [] })
  })

  it('lists a document as unsaved until its own updates are confirmed, which then are held like all others', async () => {
    const cache = await prepared(open())
    const first = await cache.appendPending('d', pending(5))
    const second = await cache.appendPending('d', pending(6))
    expect(await held(cache)).toEqual({ sequence: 4, rows: [4], pending: [5, 6] })
    expect(await cache.list()).toMatchObject([{ document: 'd', unsaved: true }])
    await cache.confirm('d', { epoch: 1, after: 4, sequence: 6, mark: MARK, rows: [first!, second!] })
    expect(await held(cache)).toEqual({ sequence: 6, rows: [4, 5, 6], pending: [] })
    expect(await cache.list()).toMatchObject([{ document: 'd', unsaved: false, creating: false }])
  })

  it('does not step over a gap when own updates are confirmed', async () => {
    const cache = await prepared(open())
    const row = await cache.appendPending('d', pending(9))
    await cache.confirm('d', { epoch: 1, after: 8, sequence: 9, mark: MARK, rows: [row!] })
    expect(await held(cache)).toEqual({ sequence: 4, rows: [4, 9], pending: [] })
  })

  it('drops an update confirmed in an epoch that is no longer held', async () => {
    const cache = await prepared(open())
    const row = await cache.appendPending('d', pending(9))
    await cache.replace('d', { epoch: 2, sequence: 1, mark: MARK, state: bytes(20), isRestored: false })
    await cache.confirm('d', { epoch: 1, after: 4, sequence: 5, mark: MARK, rows: [row!] })
    expect(await held(cache)).toEqual({ sequence: 1, rows: [20], pending: [] })
  })

  it('replaces what is confirmed by one state, and leaves pending updates alone', async () => {
    const cache = await prepared(open())
    await cache.appendRemote('d', { epoch: 1, after: 4, sequence: 5, mark: MARK, frames: frames(5) })
    await cache.appendPending('d', pending(6))
    expect(await cache.replace('d', { epoch: 1, sequence: 5, mark: MARK, state: bytes(55), isRestored: false })).toBe(
      true,
    )
    expect(await held(cache)).toEqual({ sequence: 5, rows: [55], pending: [6] })
    expect(await cache.replace('d', { epoch: 1, sequence: 3, mark: MARK, state: bytes(3), isRestored: false })).toBe(
      false,
    )
    expect(await held(cache)).toEqual({ sequence: 5, rows: [55], pending: [6] })
    expect(await cache.replace('d', { epoch: 1, sequence: 3, mark: MARK, state: bytes(3), isRestored: true })).toBe(
      true,
    )
    expect(await held(cache)).toEqual({ sequence: 3, rows: [3], pending: [6] })
  })

  it('keeps a branch that was set aside in place of its pending updates', async () => {
    const cache = await prepared(open())
    const row = await cache.appendPending('d', pending(5))
    await cache.appendPending('d', pending(6))
    const branch = { document: 'd', at: 5, code: 'forbidden', text: 'mine', update: bytes(5) } as const
    const id = await cache.addSetAside({ ...branch, rows: [row!] })
    expect(await cache.setAside('d')).toEqual([{ ...branch, id }])
    expect(await cache.setAside('other')).toEqual([])
    expect((await held(cache)).pending).toEqual([6])
    expect(await cache.list()).toMatchObject([{ document: 'd', hasSetAside: true }])
    await cache.discardSetAside(id!)
    expect(await cache.list()).toMatchObject([{ document: 'd', hasSetAside: false }])
    expect(await cache.setAside('d')).toEqual([])
  })

  it('keeps the same edits once, however often they are set aside', async () => {
    const cache = await prepared(open())
    const branch = { document: 'd', at: 5, code: 'forbidden', text: 'mine', update: bytes(5), rows: [] } as const
    const id = await cache.addSetAside(branch)
    expect(await cache.addSetAside({ ...branch, at: 6 })).toBe(id)
    expect(await cache.addSetAside({ ...branch, update: bytes(6) })).not.toBe(id)
    expect(await cache.addSetAside({ ...branch, document: 'e' })).not.toBe(id)
    expect(await cache.setAside('d')).toHaveLength(2)
  })

  it('forgets a document with everything of it', async () => {
    const cache = await prepared(open())
    await cache.appendPending('d', pending(5))
    await cache.addSetAside({ document: 'd', at: 5, code: 'forbidden', text: '', update: bytes(5), rows: [] })
    expect(await cache.forget('d')).toBe(true)
    expect(await cache.load('d')).toBeNull()
    expect(await cache.pending('d')).toEqual([])
    expect(await cache.setAside('d')).toEqual([])
  })

  it('tells when its list changed', async () => {
    const cache = open()
    let notices = 0
    const unsubscribe = cache.subscribe(() => (notices += 1))
    await cache.begin(RECORD)
    await until(() => notices > 0)
    unsubscribe()
  })
})

describe('offline cache in two tabs', () => {
  function tabs(): [OfflineCache, OfflineCache] {
    const indexedDB = new IDBFactory()
    return [track(openCache({ indexedDB })), track(openCache({ indexedDB }))]
  }

  it('stores what both tabs receive only once', async () => {
    const [one, two] = tabs()
    await prepared(one)
    const frame = { epoch: 1, after: 4, sequence: 5, mark: MARK, frames: frames(5) }
    const stored = await Promise.all([one.appendRemote('d', frame), two.appendRemote('d', frame)])
    expect(stored.filter(Boolean)).toHaveLength(1)
    expect(await held(two)).toEqual({ sequence: 5, rows: [4, 5], pending: [] })
  })

  it('shows one tab what the other has waiting, and tells it of changes', async () => {
    const [one, two] = tabs()
    let notices = 0
    two.subscribe(() => (notices += 1))
    await prepared(one)
    await one.appendPending('d', pending(5))
    expect(await two.pending('d')).toMatchObject([{ clientId: 7, epoch: 1, update: bytes(5) }])
    await until(() => notices > 0)
  })

  it('tells the other tabs no more than once a second, and what is left to tell when its tab is left', async () => {
    const indexedDB = new IDBFactory()
    const clock = new FakeClock()
    const one = track(openCache({ indexedDB, clock }))
    const two = track(openCache({ indexedDB }))
    let notices = 0
    two.subscribe(() => (notices += 1))
    await prepared(one)
    clock.advance(200)
    await until(() => notices === 1)
    await one.appendPending('d', pending(5))
    clock.advance(900)
    await two.list()
    expect(notices).toBe(1)
    clock.advance(100)
    await until(() => notices === 2)

    await one.appendPending('d', pending(6))
    one.close()
    await until(() => notices === 3)
  })
})

describe('offline cache that fails', () => {
  it('says that nothing was stored when the database fails, and throws nothing', async () => {
    const cache = await prepared(track(openCache({ indexedDB: new IDBFactory() })))
    cache.close()
    expect(await cache.appendPending('d', pending(1))).toBeNull()
    expect(await cache.appendRemote('d', { epoch: 1, after: 4, sequence: 5, mark: MARK, frames: frames(5) })).toBe(
      false,
    )
    expect(await cache.load('d')).toBeNull()
    expect(await cache.list()).toEqual([])
    expect(await cache.setAside('d')).toBeNull()
    expect(
      await cache.addSetAside({ document: 'd', at: 5, code: 'forbidden', text: '', update: bytes(5), rows: [] }),
    ).toBeNull()
  })
})
