import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import type { OfflineCache } from '../../../../client/sync/offline-cache.ts'
import { RecentDocuments } from '../../../../client/sync/recent-documents.ts'
import { WaitingDocuments } from '../../../../client/sync/waiting-documents.ts'
import { joinFrames } from '../../../../shared/protocol/frames.ts'
import { FakeClock } from '../../../support/fake-clock.ts'
import {
  anotherCache,
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
  useSessions,
} from '../../../support/session-scene.ts'
import { until } from '../../../support/until.ts'

useSessions()

/** Lets the session look once for what other tabs left, and waits until it has. */
async function look(clock: FakeClock): Promise<void> {
  clock.advance(10_000)
  // Answered after the look, which asked before.
  await cache.pending(document)
  await cache.pending(document)
}

/** Gives it the moment that joining again takes, and not the seconds after which it would not wait for this device. */
function hasRejoined(clock: FakeClock): boolean {
  clock.advance(1)
  return connection.count('join') === 2
}

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
    const otherTab = open('open', { connection: offline, cache: anotherCache() })
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

  it('takes over what a closed tab left waiting while it has the document open', async () => {
    const clock = new FakeClock()
    server.seed(document, key, 'hello')
    connection.goOnline()
    const session = open('open', { clock })
    await isSaved(session)
    await until(async () => (await cache.load(document))?.rows.length === 1)
    const gone = open('open', { connection: server.connect(), cache: anotherCache() })
    await until(() => gone.replica.value !== null)
    type(gone, ' left')
    await until(() => gone.status.value.name === 'offline' && gone.status.value.kept)
    await shut(gone)

    const clientIds = (await cache.pending(document)).map((row) => row.clientId)
    await look(clock)
    await look(clock)
    await until(() => hasRejoined(clock))
    expect(connection.payloads('join')[1]!.pendingClientIds).toEqual(clientIds)
    await until(() => server.text(document) === 'hello left')
    await isSaved(session)
    expect(textOf(session)).toBe('hello left')
    expect(await cache.pending(document)).toEqual([])
  })

  it('does not join again for what another tab is about to send', async () => {
    const clock = new FakeClock()
    server.seed(document, key, 'hello')
    connection.goOnline()
    const session = open('open', { clock })
    await isSaved(session)
    await until(async () => (await cache.load(document))?.rows.length === 1)
    const row = { clientId: 7, epoch: 1, update: new Uint8Array([0, 0]) }
    let last: number | null = null
    for (let round = 0; round < 5; round++) {
      const next = await cache.appendPending(document, row)
      const rows = last === null ? [] : [last]
      await cache.confirm(document, { epoch: 1, after: 1, sequence: 1, mark: null, rows })
      last = next
      await look(clock)
    }
    clock.advance(1)
    expect(connection.count('join')).toBe(1)
    await look(clock)
    await until(() => hasRejoined(clock))
  })

  it('leaves alone what a tab that has joined left waiting, until it has joined itself', async () => {
    const session = open('blank')
    type(session, 'hello')
    await until(() => session.status.value.name === 'offline' && session.status.value.kept)
    // Meanwhile another tab of this browser has created the document and learned its epoch.
    const writer = new Y.Doc()
    writer.getText('text').insert(0, 'more ')
    const row = { clientId: writer.clientID, epoch: 1, update: Y.encodeStateAsUpdate(writer) }
    await cache.appendPending(document, row)

    connection.goOnline()
    await isSaved(session)
    expect(server.text(document)).toBe('hello')
    expect(session.setAside.value).toEqual([])
    connection.goOffline()
    connection.goOnline()
    await until(() => server.text(document).length === 'more hello'.length)
    await isSaved(session)
    await until(async () => (await cache.pending(document)).length === 0)
    expect(session.setAside.value).toEqual([])
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

  it('makes way for the page that opens a document of them, before its session joins', async () => {
    const first = await openedOffline()
    type(first, ' later')
    await until(() => first.status.value.name === 'offline' && first.status.value.kept)
    await shut(first)
    server.isSilent = true
    const waiting = new WaitingDocuments({ cache, connection, open: () => open('waiting'), isOpen: () => false })
    connection.goOnline()
    await until(() => connection.count('update') === 1)

    waiting.makeWay(document)
    server.isSilent = false
    const session = open()
    await isSaved(session)
    const ends = connection.sent.map(({ event }) => event).filter((event) => event === 'join' || event === 'leave')
    expect(ends.slice(-3)).toEqual(['join', 'leave', 'join'])
    expect(server.text(document)).toBe('hello later')
    waiting.close()
  })

  it('tries again later what the server cannot take at the moment', async () => {
    const first = await openedOffline()
    type(first, ' later')
    await until(() => first.status.value.name === 'offline' && first.status.value.kept)
    await shut(first)
    const clock = new FakeClock()
    server.refusals.push({ event: 'join', code: 'storage-unavailable' })
    const joins = connection.count('join')
    const leaves = connection.count('leave')
    const waiting = new WaitingDocuments({ cache, connection, clock, open: () => open('waiting'), isOpen: () => false })
    connection.goOnline()
    await until(() => connection.count('join') === joins + 1)
    await until(() => connection.count('leave') === leaves + 1)
    await new Promise((resolve) => setImmediate(resolve))
    expect(server.text(document)).toBe('hello')

    clock.advance(60_000)
    await until(() => server.text(document) === 'hello later')
    waiting.close()
  })

  it('opens what can be read when a stored row is damaged, and asks the server for the rest', async () => {
    await shut(await joined())
    await cache.appendRemote(document, {
      epoch: 1,
      after: 1,
      sequence: 2,
      mark: null,
      frames: new Uint8Array([3, 9, 9, 9]),
    })
    const session = open()
    await until(() => textOf(session) === 'hello')
    await isSaved(session)
    expect(connection.payloads('join').at(-1)!.held).toBeUndefined()
    await until(async () => (await cache.load(document))?.rows.length === 1)
  })

  it('does not take the cache back to where a slower tab joined', async () => {
    const session = await joined()
    let write: () => void = () => {}
    const isWritten = new Promise<void>((resolve) => (write = resolve))
    const disk = anotherCache()
    // Knows nothing of the document when it joins, and stores what it got only later.
    const slow = {
      durable: true,
      load: async () => null,
      pending: async () => [],
      begin: async () => true,
      patch: async () => true,
      setAside: async () => [],
      replace: async (...replacement: Parameters<OfflineCache['replace']>) => {
        await isWritten
        return disk.replace(...replacement)
      },
      appendRemote: async () => false,
      subscribe: () => () => {},
    } as unknown as OfflineCache
    const otherConnection = server.connect()
    otherConnection.goOnline()
    const otherTab = open('open', { connection: otherConnection, cache: slow })
    await until(() => otherTab.role.value !== null)
    type(session, ' one')
    await isSaved(session)
    await until(async () => (await cache.load(document))?.record.sequence === 2)
    write()
    await shut(otherTab)
    expect((await cache.load(document))?.record.sequence).toBe(2)
    await shut(session)
    connection.goOffline()
    const again = open()
    await until(() => textOf(again) === 'hello one')
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
    // Without a further edit: what was shown as saved is so again.
    await until(() => server.text(document) === 'hello one')
    await isSaved(session)
    type(session, ' two')
    await isSaved(session)
    expect(server.text(document)).toBe('hello one two')
    await until(async () => (await cache.load(document))?.record.sequence === 3)
    expect(await cache.pending(document)).toEqual([])
  })

  it('makes many stored rows one at the next opening, and loses nothing by it', async () => {
    await shut(await joined())
    const writer = new Y.Doc()
    const updates: Uint8Array[] = []
    writer.on('update', (update: Uint8Array) => updates.push(update))
    for (let edit = 0; edit < 210; edit++) writer.getText('text').insert(0, 'x')
    for (const [index, update] of updates.entries()) {
      const frames = joinFrames([update])
      await cache.appendRemote(document, { epoch: 1, after: index + 1, sequence: index + 2, mark: null, frames })
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
    await until(async () => (await cache.pending(document)).length === 0)
    expect(await cache.setAside(document)).toHaveLength(1)
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
