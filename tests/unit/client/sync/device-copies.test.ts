import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { countCopies, moveGuestCopies, removeCopies } from '../../../../client/sync/device-copies.ts'
import { newRecord } from '../../../../client/sync/offline-cache.ts'
import { cacheName, openCache, openDatabase } from '../../../../client/sync/open-cache.ts'
import { UploadRows } from '../../../../client/sync/upload-rows.ts'

const GUEST = cacheName('', '/')
const ANN = cacheName('ann', '/')

let indexedDB: IDBFactory

beforeEach(() => {
  vi.stubGlobal('IDBKeyRange', IDBKeyRange)
  indexedDB = new IDBFactory()
})

afterEach(() => {
  vi.unstubAllGlobals()
})

const open = (account: string) => openDatabase({ name: cacheName(account, '/'), indexedDB })
const none = () => Promise.reject(new Error('there is no storage'))
const upload = { name: 'photo.png', type: 'image/png', bytes: new ArrayBuffer(3) }
const row = { clientId: 7, epoch: 1, update: new Uint8Array([0, 0]) }

/** Writes in a database as the page would; the page is closed then. */
async function keep(name: string, document: string, isSaved: boolean): Promise<void> {
  const cache = openCache({ name, indexedDB })
  const facts = { document, key: `key of ${document}`, pendingTitle: null, firstLine: '', creating: false }
  await cache.begin(newRecord({ ...facts, epoch: 1, openedAt: 1 }))
  if (!isSaved) await cache.appendPending(document, row)
  cache.close()
}

async function kept(name: string): Promise<string[]> {
  const cache = openCache({ name, indexedDB })
  const listed = (await cache.list()).map(({ document, unsaved }) => `${document}${unsaved ? ', unsaved' : ''}`)
  cache.close()
  return listed
}

describe('what a device keeps', () => {
  it('is another’s for each who signs in, on each server of an origin', async () => {
    expect(new Set([GUEST, ANN, cacheName('', '/weft/'), cacheName('ann', '/weft/')]).size).toBe(4)
    await keep(ANN, 'd', false)
    expect(await kept(GUEST)).toEqual([])
    expect(await kept(ANN)).toEqual(['d, unsaved'])
  })

  it('is counted, with what no server has', async () => {
    expect(await countCopies(open, 'ann')).toEqual({ documents: 0, unsaved: 0 })
    await keep(ANN, 'd', true)
    await keep(ANN, 'e', false)
    expect(await countCopies(open, 'ann', indexedDB)).toEqual({ documents: 2, unsaved: 1 })
    // The text is with the server, a picture in it is not.
    await new UploadRows(ANN, indexedDB).put('d', 'upload', upload)
    expect(await countCopies(open, 'ann', indexedDB)).toEqual({ documents: 2, unsaved: 2 })
  })

  it('is removed, and others’ stays; a page that has it open keeps nothing from then on', async () => {
    await keep(ANN, 'd', false)
    await keep(GUEST, 'e', true)
    const page = openCache({ name: ANN, indexedDB })
    await page.list()
    await removeCopies(open, 'ann', indexedDB)
    await expect.poll(() => page.keeping.peek()).toBe('none')
    expect([await kept(ANN), await kept(GUEST)]).toEqual([[], ['e']])
  })

  it('is removed with its uploads', async () => {
    await keep(ANN, 'd', true)
    await new UploadRows(ANN, indexedDB).put('d', 'upload', upload)
    await removeCopies(open, 'ann', indexedDB)
    expect(await indexedDB.databases()).toEqual([])
  })

  it('goes along with a guest who gets an account, unsent edits and all', async () => {
    await keep(GUEST, 'd', false)
    await keep(GUEST, 'e', false)
    await keep(ANN, 'e', false)
    await keep(ANN, 'f', true)
    await moveGuestCopies(open, 'ann', indexedDB)
    expect([await kept(GUEST), await kept(ANN)]).toEqual([[], ['d, unsaved', 'e, unsaved', 'f']])
    const cache = openCache({ name: ANN, indexedDB })
    expect(await cache.pending('e')).toHaveLength(2)
    expect(await cache.load('d')).toMatchObject({ record: { key: 'key of d' }, pending: [row] })
    cache.close()
  })

  it('goes along with its uploads', async () => {
    await keep(GUEST, 'd', false)
    await new UploadRows(GUEST, indexedDB).put('d', 'upload', upload)
    await moveGuestCopies(open, 'ann', indexedDB)
    expect(await new UploadRows(ANN, indexedDB).get('d', 'upload')).toEqual(upload)
    expect((await indexedDB.databases()).map(({ name }) => name)).toEqual([ANN, `${ANN}.uploads`])
  })

  it('goes along without those uploads that have no room', async () => {
    await keep(GUEST, 'd', false)
    const film = { ...upload, bytes: new ArrayBuffer(30 * 1024 * 1024) }
    await new UploadRows(GUEST, indexedDB).put('d', 'film', film)
    await new UploadRows(ANN, indexedDB).put('f', 'another', film)
    await moveGuestCopies(open, 'ann', indexedDB)
    expect(await kept(ANN)).toEqual(['d, unsaved'])
    expect(await new UploadRows(ANN, indexedDB).get('d', 'film')).toBeNull()
  })

  it('is no reason to fail where there is no storage', async () => {
    expect(await countCopies(none, 'ann')).toEqual({ documents: 0, unsaved: 0 })
    await removeCopies(none, 'ann')
    await moveGuestCopies(none, 'ann')
  })

  it('stays with the guest when the account’s cannot be opened', async () => {
    await keep(GUEST, 'd', false)
    await moveGuestCopies((account) => (account === '' ? open('') : none()), 'ann', indexedDB)
    expect(await kept(GUEST)).toEqual(['d, unsaved'])
  })
})
