import { IDBFactory } from 'fake-indexeddb'
import { describe, expect, it } from 'vitest'
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { newId } from '../../../../client/lib/ids.ts'
import { openCache } from '../../../../client/sync/open-cache.ts'
import { MAX_UPDATE_BYTES } from '../../../../shared/protocol/limits.ts'
import {
  cache,
  connection,
  document,
  isSaved,
  joined,
  key,
  open,
  openedOffline,
  server,
  shut,
  status,
  textOf,
  type,
  typeAndKeep,
  useSessions,
} from '../../../support/session-scene.ts'
import { until } from '../../../support/until.ts'

useSessions()

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
    await typeAndKeep(session, 'a')
    await typeAndKeep(session, 'b')
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
    const session = open('blank', { cache: openCache({ indexedDB: undefined }) })
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
    expect(connection.payloads('join').at(-1)!.held).toMatchObject({ epoch: 1, sequence: 1 })
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
    const second = open('open', { connection: other, cache: openCache({ indexedDB: new IDBFactory() }) })
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
      const second = open('open', { connection: other, cache: openCache({ indexedDB: new IDBFactory() }) })
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

  it('sends a paste that is larger than one message without joining again', async () => {
    const session = await joined()
    const paste = 'x'.repeat(MAX_UPDATE_BYTES + 1)
    type(session, paste)
    await isSaved(session)
    expect(server.text(document)).toBe(`hello${paste}`)
    expect(server.documents.get(document)!.log.length).toBeGreaterThan(4)
    expect(connection.count('join')).toBe(1)
    await until(
      async () => (await cache.load(document))?.record.sequence === server.documents.get(document)!.log.length,
    )
    expect(await cache.pending(document)).toEqual([])
  })

  it('goes on saying that it saves while the server slows it for a moment', async () => {
    const session = await joined()
    server.refusals.push({ event: 'update', code: 'slow', retryAfterMs: 20 })
    const seen = new Set<string>()
    session.status.subscribe(({ name }) => seen.add(name))
    type(session, '!')
    await isSaved(session)
    expect([...seen]).toEqual(['saved', 'saving'])
    expect(connection.count('update')).toBe(2)
  })

  it('waits before it joins or creates as long as the server asks for', async () => {
    server.refusals.push({ event: 'create', code: 'slow', retryAfterMs: 20 })
    server.refusals.push({ event: 'join', code: 'slow', retryAfterMs: 20 })
    connection.goOnline()
    const session = open('blank')
    const seen = new Set<string>()
    session.status.subscribe(({ name }) => seen.add(name))
    type(session, 'a')
    await isSaved(session)
    expect([...seen]).toEqual(['blank', 'saving', 'saved'])
    expect(server.text(document)).toBe('a')
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

describe('a wrong key', () => {
  it('does not take the place of the right one by an edit made before the server was asked', async () => {
    await shut(await joined())
    connection.goOffline()
    const session = open('open', { key: newId() })
    await until(() => textOf(session) === 'hello')
    type(session, '!')
    await until(() => session.status.value.name === 'offline' && session.status.value.kept)
    connection.goOnline()
    await until(() => session.closed.value === 'not-found')
    await shut(session)
    expect((await cache.load(document))!.record.key).toBe(key)

    const again = open()
    await isSaved(again)
    expect(server.text(document)).toBe('hello!')
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
    type(again, '?')
    const third = open('open', { after: shut(again) })
    await until(() => textOf(third) !== undefined)
    expect(textOf(third)).toBe('hello!?')
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

  it('keeps a title that was given before the first edit', async () => {
    const session = open('blank')
    session.rename('Minutes')
    type(session, 'a')
    await until(() => session.status.value.name === 'offline' && session.status.value.kept)
    expect((await cache.load(document))!.record.pendingTitle).toBe('Minutes')
    connection.goOnline()
    await isSaved(session)
    expect(server.documents.get(document)!.title).toBe('Minutes')
  })

  it('says that a title was refused, and goes on with the one before', async () => {
    const session = await joined()
    session.rename('Minutes')
    await isSaved(session)
    server.refusals.push({ event: 'rename', code: 'forbidden' })
    session.rename('Refused')
    await until(() => session.refusedTitle.value !== null)
    expect(session.refusedTitle.value).toEqual({ title: 'Refused', code: 'forbidden' })
    expect(session.title.value).toBe('Minutes')
    await isSaved(session)
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
    say(presence(13, 'a', 'Ada', 3))
    await until(() => session.people.value.length === 2 && session.people.value[0]!.clientIds.length === 2)
    const own = session.replica.peek()!.doc.clientID
    expect(session.people.value).toEqual([
      { id: 'a', name: 'Ada', color: 3, self: true, clientIds: [own, 13] },
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
