import { IDBObjectStore } from 'fake-indexeddb'
import { afterEach, expect, it, vi } from 'vitest'
import {
  anotherCache,
  cache,
  connection,
  document,
  isSaved,
  open,
  openedOffline,
  server,
  shut,
  status,
  textOf,
  type,
  useSessions,
} from '../../../support/session-scene.ts'
import { until } from '../../../support/until.ts'

useSessions()

afterEach(() => {
  vi.restoreAllMocks()
})

/** This device has no room left, until the answer is called. */
function fill(): () => void {
  const add = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
  return () => add.mockRestore()
}

it('never says that an edit is kept while there is no room for it, or for one before it', async () => {
  const session = await openedOffline()
  const makeRoom = fill()
  type(session, ' one')
  await until(() => status(session) === 'offline')
  // Written after the failure: it has an answer only once the edit before it had one.
  await cache.patch(document, { firstLine: 'x' })
  expect(session.status.value).toMatchObject({ changes: 1, kept: false })
  makeRoom()
  type(session, ' two')
  await until(() => session.status.value.name === 'offline' && session.status.value.kept)
  expect((await cache.pending(document)).map(({ update }) => update.length > 0)).toEqual([true, true])
  await shut(session)

  const again = open()
  await until(() => textOf(again) === 'hello one two')
  connection.goOnline()
  await isSaved(again)
  expect(server.text(document)).toBe('hello one two')
})

it('saves on the server what this device has no room for', async () => {
  const session = await openedOffline()
  fill()
  type(session, ' one')
  connection.goOnline()
  await isSaved(session)
  expect(server.text(document)).toBe('hello one')
})

it('keeps what is written in a document that another tab made this device forget', async () => {
  const session = await openedOffline()
  await anotherCache().forget(document)
  type(session, ' one')
  type(session, ' two')
  await until(() => session.status.value.name === 'offline' && session.status.value.kept)
  await shut(session)
  const again = open()
  connection.goOnline()
  await isSaved(again)
  expect(server.text(document)).toBe('hello one two')
})
