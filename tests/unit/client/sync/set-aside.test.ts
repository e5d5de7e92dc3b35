import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import {
  anotherCache,
  cache,
  connection,
  document,
  isSaved,
  joined,
  open,
  openedOffline,
  server,
  status,
  textOf,
  type,
  useSessions,
} from '../../../support/session-scene.ts'
import { until } from '../../../support/until.ts'

useSessions()

describe('what cannot be accepted', () => {
  it('is set aside when the document was restored to another state', async () => {
    const session = await openedOffline()
    const old = session.replica.value
    type(session, ' mine')
    await until(() => session.status.value.name === 'offline' && session.status.value.kept)
    server.restore(document, 'restored')
    connection.goOnline()
    await until(() => textOf(session) === 'restored')
    expect(session.replica.value).not.toBe(old)
    await until(() => session.setAside.value.length === 1)
    expect(session.setAside.value[0]).toMatchObject({ document, code: 'wrong-epoch', text: 'hello mine' })
    await isSaved(session)
    expect(await cache.pending(document)).toEqual([])
    await until(async () => (await cache.load(document))?.record.epoch === 2)

    type(session, ' again')
    await isSaved(session)
    expect(server.text(document)).toBe('restored again')

    await session.discardSetAside(session.setAside.value[0]!)
    expect(session.setAside.value).toEqual([])
    expect(await cache.setAside(document)).toEqual([])
  })

  it('is taken anew without a word when the server holds everything that this device does', async () => {
    const session = await joined()
    const { doc } = session.replica.peek()!
    server.raiseEpoch(document)
    connection.goOffline()
    connection.goOnline()
    await until(() => session.replica.peek()?.doc !== doc)
    await isSaved(session)
    expect(textOf(session)).toBe('hello')
    expect(session.setAside.value).toEqual([])
  })

  it('is set aside too when it had been stored once and the server was put back to before that', async () => {
    const session = await joined()
    server.restore(document, 'restored')
    connection.goOffline()
    connection.goOnline()
    await until(() => textOf(session) === 'restored')
    await isSaved(session)
    await until(() => session.setAside.value.length === 1)
    expect(session.setAside.value[0]).toMatchObject({ code: 'wrong-epoch', text: 'hello' })
  })

  it.each(['malformed-update', 'forbidden', 'foreign-client', 'too-large'] as const)(
    'is set aside with the reason %s, under a new clientID',
    async (code) => {
      const session = await joined()
      const { clientID } = session.replica.peek()!.doc
      server.refusals.push({ event: 'update', code })
      type(session, ' refused')
      await until(() => session.setAside.value.length === 1)
      expect(session.setAside.value[0]).toMatchObject({ code, text: 'hello refused' })
      expect(textOf(session)).toBe('hello')
      expect(session.replica.peek()!.doc.clientID).not.toBe(clientID)
      await isSaved(session)
    },
  )

  it('is one branch that grows while somebody goes on writing in a full document', async () => {
    const session = await joined()
    for (const word of [' one', ' two', ' three']) {
      server.refusals.push({ event: 'update', code: 'document-full' })
      type(session, word)
      await until(() => session.setAside.value[0]?.text.includes(word) === true)
    }
    await isSaved(session)
    expect(session.setAside.value).toHaveLength(1)
    expect(session.setAside.value[0]!.text.split(' ').sort()).toEqual(['hello', 'one', 'three', 'two'])
    await until(async () => (await cache.setAside(document))?.length === 1)
    session.replica.peek()!.text.delete(0, 4)
    await isSaved(session)
    expect(server.text(document)).toBe('o')
  })

  it('is one branch for all tabs, and gone from all when it is discarded in one', async () => {
    const session = await openedOffline()
    const other = open('open', { connection: server.connect(), cache: anotherCache() })
    await until(() => other.replica.value !== null)
    type(session, ' mine')
    server.refusals.push({ event: 'join', code: 'foreign-client' })
    connection.goOnline()
    await until(() => session.setAside.value.length === 1)
    await until(() => other.setAside.value.length === 1)
    const [branch] = other.setAside.value
    expect(branch).toEqual(session.setAside.value[0])
    // Nothing changes for who is looking at it, whatever else is stored.
    await cache.patch(document, { firstLine: 'other' })
    await other.discardSetAside(branch!)
    await until(() => session.setAside.value.length === 0)
    expect(await cache.setAside(document)).toEqual([])
  })

  it('is kept where it is until there is a fresh state to continue with', async () => {
    const session = await joined()
    server.refusals.push({ event: 'update', code: 'malformed-update' })
    server.refusals.push(...Array.from({ length: 50 }, () => ({ event: 'join', code: 'internal' }) as const))
    type(session, ' refused')
    await until(() => status(session) === 'not-saved')
    expect(textOf(session)).toBe('hello refused')
    type(session, ' and more')
    await until(() => session.setAside.value.length === 1)
    expect(session.setAside.value[0]).toMatchObject({ text: 'hello refused and more' })
  })

  it('is set aside when this browser has become somebody else', async () => {
    const session = await openedOffline()
    type(session, ' mine')
    server.refusals.push({ event: 'join', code: 'foreign-client' })
    connection.goOnline()
    await until(() => session.setAside.value.length === 1)
    expect(session.setAside.value[0]).toMatchObject({ code: 'foreign-client', text: 'hello mine' })
    expect(textOf(session)).toBe('hello')
    const [first, second] = connection.payloads('join').slice(-2)
    expect(second!.clientId).not.toBe(first!.clientId)
    expect(second!.held).toBeUndefined()
  })

  it('is healed by a difference when the server lacks an earlier edit', async () => {
    const session = await joined()
    type(session, ' one')
    await isSaved(session)
    const fake = server.documents.get(document)!
    fake.doc = new Y.Doc()
    for (const update of fake.log.slice(0, 1)) Y.applyUpdate(fake.doc, update)
    type(session, ' two')
    await isSaved(session)
    expect(server.text(document)).toBe('hello one two')
    expect(session.setAside.value).toEqual([])
  })
})
