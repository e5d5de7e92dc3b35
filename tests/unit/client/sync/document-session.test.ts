import { IDBFactory } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { newId } from '../../../../client/lib/ids.ts'
import { DocumentSession } from '../../../../client/sync/document-session.ts'
import type { OfflineCache } from '../../../../client/sync/offline-cache.ts'
import { openCache } from '../../../../client/sync/open-cache.ts'
import { RecentDocuments } from '../../../../client/sync/recent-documents.ts'
import { WaitingDocuments } from '../../../../client/sync/waiting-documents.ts'
import { joinFrames } from '../../../../shared/protocol/frames.ts'
import { type FakeConnection, FakeServer } from '../../../support/fake-server.ts'
import { until } from '../../../support/until.ts'

const document = newId()
const key = newId()

let server: FakeServer
let connection: FakeConnection
let indexedDB: IDBFactory
let cache: OfflineCache
const sessions: DocumentSession[] = []
const caches: OfflineCache[] = []

beforeEach(async () => {
  server = new FakeServer()
  connection = server.connect()
  indexedDB = new IDBFactory()
  cache = await anotherCache()
})

afterEach(async () => {
  for (const session of sessions.splice(0)) await session.close()
  for (const opened of caches.splice(0)) opened.close()
})

/** The cache as another tab of this browser sees it. */
async function anotherCache(): Promise<OfflineCache> {
  const opened = await openCache({ indexedDB })
  caches.push(opened)
  return opened
}

function open(
  kind: 'blank' | 'open' | 'waiting' = 'open',
  over: Partial<{ cache: OfflineCache; connection: FakeConnection }> = {},
) {
  const session = new DocumentSession({
    document,
    key,
    kind,
    connection,
    cache,
    name: 'Ada',
    random: () => 0,
    ...over,
  })
  sessions.push(session)
  return session
}

/** Ends a session as closing its tab does. */
async function shut(session: DocumentSession): Promise<void> {
  sessions.splice(sessions.indexOf(session), 1)
  await session.close()
}

function type(session: DocumentSession, text: string): void {
  const replica = session.replica.peek()
  if (replica === null) throw new Error('there is no text to type into')
  replica.text.insert(replica.text.length, text)
}

const textOf = (session: DocumentSession): string | undefined => session.replica.peek()?.text.toString()
const status = (session: DocumentSession): string => session.status.value.name
const isSaved = (session: DocumentSession) => until(() => status(session) === 'saved')

async function joined(text = 'hello'): Promise<DocumentSession> {
  if (!server.documents.has(document)) server.seed(document, key, text)
  connection.goOnline()
  const session = open()
  await until(() => session.role.value !== null)
  return session
}

/** A document that this device holds, opened while there is no connection. */
async function openedOffline(): Promise<DocumentSession> {
  await shut(await joined())
  connection.goOffline()
  const session = open()
  await until(() => session.replica.value !== null)
  return session
}

describe('a blank page', () => {
  it('exists nowhere until its first edit, which creates it', async () => {
    connection.goOnline()
    const session = open('blank')
    expect([status(session), session.begun.value, textOf(session)]).toEqual(['blank', false, ''])
    expect(await cache.list()).toEqual([])
    type(session, 'first')
    expect(session.begun.value).toBe(true)
    await isSaved(session)
    expect(server.text(document)).toBe('first')
    expect(connection.sent.map(({ event }) => event).slice(0, 3)).toEqual(['create', 'join', 'awareness'])
    await until(async () => (await cache.load(document))?.record.creating === false)
  })

  it('is kept on this device when it is begun offline, and created as soon as there is a connection', async () => {
    const session = open('blank')
    type(session, 'a')
    type(session, 'b')
    await until(() => session.status.value.name === 'offline' && session.status.value.kept)
    expect(session.status.value).toMatchObject({ changes: 2, kept: true })
    await shut(session)

    const again = open()
    await until(() => textOf(again) === 'ab')
    connection.goOnline()
    await isSaved(again)
    expect(server.text(document)).toBe('ab')
    expect(connection.count('create')).toBe(1)
  })

  it('is created again when the server forgot it before its first edit arrived', async () => {
    const session = open('blank')
    type(session, 'a')
    server.refusals.push({ event: 'join', code: 'not-found' })
    connection.goOnline()
    await isSaved(session)
    expect(connection.count('create')).toBe(2)
  })

  it('says why it cannot be created yet, and goes on trying', async () => {
    server.refusals.push({ event: 'create', code: 'too-many-documents' })
    connection.goOnline()
    const session = open('blank')
    const codes: string[] = []
    session.status.subscribe((now) => now.name === 'not-saved' && codes.push(now.code))
    type(session, 'a')
    await isSaved(session)
    expect(codes).toContain('too-many-documents')
  })

  it('does not say that a change is kept where nothing outlives the page', async () => {
    const session = open('blank', { cache: await openCache({ indexedDB: undefined }) })
    type(session, 'a')
    await until(() => status(session) === 'offline')
    await new Promise((resolve) => setImmediate(resolve))
    expect(session.status.value).toMatchObject({ changes: 1, kept: false })
  })
})

describe('a document opened by its address', () => {
  it('shows nothing to type into before it was loaded from somewhere', async () => {
    server.seed(document, key, 'hello')
    const session = open()
    await until(() => status(session) === 'offline')
    expect(session.replica.value).toBeNull()
    expect(session.begun.value).toBe(true)
    connection.goOnline()
    await until(() => textOf(session) === 'hello')
    await isSaved(session)
    expect(session.displayTitle.value).toBe('hello')
  })

  it('is there at once from this device, and continues from where that stands', async () => {
    const session = await openedOffline()
    expect(textOf(session)).toBe('hello')
    server.documents.get(document)!.members.clear()
    connection.goOnline()
    await until(() => session.role.value !== null)
    expect(connection.payloads('join').at(-1)!.held).toEqual({ epoch: 1, sequence: 1 })
  })

  it('is closed, and leaves no trace, when there is none under this address', async () => {
    connection.goOnline()
    const session = open()
    await until(() => session.closed.value === 'not-found')
    expect(session.replica.value).toBeNull()
    expect(await cache.list()).toEqual([])
  })

  it('receives what others write, and stores it', async () => {
    const session = await joined()
    const other = server.connect()
    other.goOnline()
    const second = open('open', { connection: other, cache: await openCache({ indexedDB: new IDBFactory() }) })
    await until(() => second.role.value !== null)
    type(second, ' world')
    await until(() => textOf(session) === 'hello world')
    expect(status(session)).toBe('saved')
    await until(async () => (await cache.load(document))?.record.sequence === 2)
  })

  it('is saved only after the acknowledgement', async () => {
    const session = await joined()
    server.isSilent = true
    type(session, '!')
    await until(() => server.text(document) === 'hello!')
    expect(session.status.value).toEqual({ name: 'saving', changes: 1 })
    server.isSilent = false
    connection.goOffline()
    connection.goOnline()
    await isSaved(session)
    expect(server.text(document)).toBe('hello!')
  })

  it('joins again when a frame was lost', async () => {
    const session = await joined()
    const fake = server.documents.get(document)!
    const writer = new Y.Doc()
    Y.applyUpdate(writer, Y.encodeStateAsUpdate(fake.doc))
    for (const [text, isLost] of [
      [' one', true],
      [' two', false],
    ] as const) {
      server.losesFrames = isLost
      const other = server.connect()
      other.goOnline()
      const second = open('open', { connection: other, cache: await openCache({ indexedDB: new IDBFactory() }) })
      await until(() => second.role.value !== null)
      type(second, text)
      await isSaved(second)
      await shut(second)
    }
    await until(() => textOf(session) === 'hello one two')
    expect(connection.count('join')).toBe(2)
    await until(async () => (await cache.load(document))?.record.sequence === 3)
  })

  it('joins again after its connection was lost, and sends what was typed meanwhile', async () => {
    const session = await joined()
    connection.goOffline()
    type(session, ' offline')
    await until(() => session.status.value.name === 'offline' && session.status.value.kept)
    connection.goOnline()
    await isSaved(session)
    expect(server.text(document)).toBe('hello offline')
  })

  it.each(['deleted', 'not-found'] as const)(
    'stays readable when it is closed as %s, and keeps what was typed',
    async (code) => {
      const session = await joined()
      server.close(document, code)
      await until(() => session.closed.value === code)
      type(session, '!')
      expect(textOf(session)).toBe('hello!')
      expect(session.status.value).toMatchObject({ name: 'not-saved', changes: 1, code })
      await until(async () => (await cache.pending(document)).length === 1)
    },
  )

  it('joins again when it is closed because the server restarts', async () => {
    const session = await joined()
    server.close(document, 'draining')
    await until(() => connection.count('join') === 2)
    await isSaved(session)
  })

  it('is closed when the page is too old for the server', async () => {
    const session = await joined()
    connection.state.value = { name: 'refused', code: 'too-old' }
    expect(session.closed.value).toBe('too-old')
    expect(textOf(session)).toBe('hello')
  })

  it('is deleted for everybody', async () => {
    const session = await joined()
    expect(await session.delete()).toEqual({ ok: true })
    expect(session.closed.value).toBe('deleted')
  })
})

describe('closing', () => {
  it('gives up a join on its way, and leaves a later session of the same document alone', async () => {
    server.seed(document, key, 'hello')
    connection.goOnline()
    const first = open()
    await until(() => connection.count('join') === 1)
    await shut(first)
    const second = open()
    await until(() => second.role.value !== null)
    expect(first.role.value).toBeNull()
    type(second, '!')
    await isSaved(second)
    expect(connection.count('join')).toBe(2)
  })

  it('keeps what was typed last', async () => {
    const session = await openedOffline()
    type(session, '!')
    await shut(session)
    expect(await cache.pending(document)).toHaveLength(1)
    const again = open()
    await until(() => textOf(again) === 'hello!')
  })
})

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

  it('is taken anew without a word when nothing of this device was waiting', async () => {
    const session = await joined()
    server.restore(document, 'restored')
    connection.goOffline()
    connection.goOnline()
    await until(() => textOf(session) === 'restored')
    await isSaved(session)
    expect(session.setAside.value).toEqual([])
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

describe('several tabs and sessions', () => {
  it('sends what an earlier session left waiting, under its own clientID and before newer edits', async () => {
    const first = await openedOffline()
    const earlier = first.replica.peek()!.doc.clientID
    type(first, ' one')
    await until(() => first.status.value.name === 'offline' && first.status.value.kept)
    await shut(first)

    const second = open()
    await until(() => textOf(second) === 'hello one')
    type(second, ' two')
    connection.goOnline()
    await isSaved(second)
    expect(connection.payloads('join').at(-1)!.pendingClientIds).toEqual([earlier])
    expect(server.text(document)).toBe('hello one two')
    await until(async () => (await cache.pending(document)).length === 0)
  })

  it('takes over what another tab left waiting when it joins again', async () => {
    const session = await joined()
    await until(async () => (await cache.load(document))?.rows.length === 1)
    const offline = server.connect()
    const otherTab = open('open', { connection: offline, cache: await anotherCache() })
    await until(() => textOf(otherTab) === 'hello')
    type(otherTab, ' from a tab')
    await until(() => otherTab.status.value.name === 'offline' && otherTab.status.value.kept)
    await shut(otherTab)

    connection.goOffline()
    connection.goOnline()
    await until(() => server.text(document) === 'hello from a tab')
    await isSaved(session)
    expect(textOf(session)).toBe('hello from a tab')
  })

  it('sends what waits in documents that are not open, one after the other', async () => {
    const first = await openedOffline()
    type(first, ' later')
    await until(() => first.status.value.name === 'offline' && first.status.value.kept)
    await shut(first)
    const recents = new RecentDocuments(cache)
    await until(() => recents.list.value[0]?.unsaved === true)

    const waiting = new WaitingDocuments({
      cache,
      connection,
      open: () => open('waiting'),
      isOpen: () => false,
    })
    connection.goOnline()
    await until(() => server.text(document) === 'hello later')
    await until(() => recents.list.value[0]?.unsaved === false)
    await until(() => connection.count('leave') === 2)
    await recents.rename(document, 'A name')
    waiting.check()
    await until(() => server.documents.get(document)!.title === 'A name')
    await until(() => recents.list.value[0]?.title === 'A name')
    await recents.forget(document)
    expect(recents.list.value).toEqual([])
    waiting.close()
    recents.close()
  })

  it('opens what can be read when a stored row is damaged, and asks the server for the rest', async () => {
    await shut(await joined())
    await cache.appendRemote(document, { epoch: 1, after: 1, sequence: 2, frames: new Uint8Array([3, 9, 9, 9]) })
    const session = open()
    await until(() => textOf(session) === 'hello')
    await isSaved(session)
    expect(connection.payloads('join').at(-1)!.held).toBeUndefined()
    await until(async () => (await cache.load(document))?.rows.length === 1)
  })

  it('takes everything anew from a server that was restored from a backup', async () => {
    const session = await joined()
    type(session, ' one')
    await isSaved(session)
    const fake = server.documents.get(document)!
    connection.goOffline()
    fake.log.pop()
    fake.doc = new Y.Doc()
    Y.applyUpdate(fake.doc, fake.log[0]!)
    connection.goOnline()
    await until(() => connection.count('join') === 3)
    type(session, ' two')
    await isSaved(session)
    expect(server.text(document)).toBe('hello one two')
    await until(async () => (await cache.load(document))?.record.sequence === 2)
  })

  it('makes many stored rows one at the next opening, and loses nothing by it', async () => {
    await shut(await joined())
    const writer = new Y.Doc()
    const updates: Uint8Array[] = []
    writer.on('update', (update: Uint8Array) => updates.push(update))
    for (let edit = 0; edit < 210; edit++) writer.getText('text').insert(0, 'x')
    for (const [index, update] of updates.entries()) {
      const frames = joinFrames([update])
      await cache.appendRemote(document, { epoch: 1, after: index + 1, sequence: index + 2, frames })
    }
    connection.goOffline()
    const again = open()
    await until(() => textOf(again)?.length === 215)
    await until(async () => (await cache.load(document))!.rows.length === 1)
    await shut(again)
    const last = open()
    await until(() => textOf(last)?.length === 215)
  })

  it('sets a damaged row of its own aside, and sends the rest', async () => {
    await shut(await joined())
    await cache.appendPending(document, { clientId: 5, epoch: 1, update: new Uint8Array([9, 9, 9]) })
    const session = open()
    await until(() => session.setAside.value.length === 1)
    expect(session.setAside.value[0]).toMatchObject({ code: 'malformed-update', update: new Uint8Array([9, 9, 9]) })
    type(session, '!')
    await isSaved(session)
    expect(server.text(document)).toBe('hello!')
    expect(await cache.pending(document)).toEqual([])
  })

  it('goes on in memory when this device stops storing', async () => {
    const session = await joined()
    cache.close()
    type(session, ' one')
    await isSaved(session)
    connection.goOffline()
    type(session, ' two')
    await until(() => status(session) === 'offline')
    await new Promise((resolve) => setImmediate(resolve))
    expect(session.status.value).toMatchObject({ changes: 1, kept: false })
    connection.goOnline()
    await isSaved(session)
    expect(server.text(document)).toBe('hello one two')
  })
})

describe('names and people', () => {
  it('shows a new title at once, keeps it, and sends it when there is a connection', async () => {
    const session = await openedOffline()
    session.rename('  Minutes\u0007 ')
    expect(session.title.value).toBe('Minutes')
    await until(() => session.status.value.name === 'offline' && session.status.value.kept)
    expect(session.status.value).toMatchObject({ changes: 1 })
    await shut(session)
    const again = open()
    await until(() => again.title.value === 'Minutes')
    connection.goOnline()
    await isSaved(again)
    expect(server.documents.get(document)!.title).toBe('Minutes')
  })

  it('takes a title that somebody else gave', async () => {
    const session = await joined()
    connection.deliver('renamed', { document, title: 'Theirs' })
    await until(() => session.displayTitle.value === 'Theirs')
    connection.deliver('renamed', { document, title: null })
    await until(() => session.displayTitle.value === 'hello')
  })

  it('groups the clients of a person, oneself first, and forgets them with the connection', async () => {
    const session = await joined()
    const presence = (clientId: number, id: string, name: string, color: number): Uint8Array => {
      const awareness = new Awareness(new Y.Doc())
      awareness.clientID = clientId
      // Twice: a first clock of 0 is no news to anybody.
      awareness.setLocalState({ cursor: null, user: { id, name, color } })
      awareness.setLocalState({ cursor: null, user: { id, name, color } })
      const update = encodeAwarenessUpdate(awareness, [clientId])
      awareness.destroy()
      return update
    }
    const say = (update: Uint8Array): void => connection.deliver('awareness', { document, update })
    say(presence(11, 'b', 'Grace', 5))
    say(presence(12, 'b', 'Grace', 5))
    say(presence(13, 'me', 'Ada', 3))
    await until(() => session.people.value.length === 2 && session.people.value[0]!.clientIds.length === 2)
    const own = session.replica.peek()!.doc.clientID
    expect(session.people.value).toEqual([
      { id: 'self', name: 'Ada', color: 3, self: true, clientIds: [own, 13] },
      { id: 'b', name: 'Grace', color: 5, self: false, clientIds: [11, 12] },
    ])
    connection.goOffline()
    expect(session.people.value).toHaveLength(1)
    session.introduce('Lovelace')
    expect(session.people.value[0]!.name).toBe('Lovelace')
    connection.goOnline()
    await until(() => connection.payloads('join').at(-1)!.name === 'Lovelace')
  })

  it('tells others where its cursor is, and nothing else', async () => {
    const session = await joined()
    const { awareness, text, doc } = session.replica.peek()!
    const position = Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, 2)) as object
    awareness.setLocalStateField('secret', 1)
    awareness.setLocalStateField('cursor', { anchor: position, head: position })
    const before = connection.sent.length
    await until(() => connection.sent.length > before)
    const seen = new Awareness(new Y.Doc())
    applyAwarenessUpdate(seen, (connection.sent.at(-1)!.payload as { update: Uint8Array }).update, 'test')
    expect(seen.getStates().get(doc.clientID)).toEqual({ cursor: { anchor: position, head: position } })
    seen.destroy()
  })
})
