import { IDBFactory } from 'fake-indexeddb'
import { effect } from '@preact/signals-core'
import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { TEXT_NAME } from '../../../../shared/document/shape.ts'
import { openCache } from '../../../../client/sync/open-cache.ts'
import type { DocumentSession } from '../../../../client/sync/document-session.ts'
import {
  anotherCache,
  cache,
  connection,
  document,
  isSaved,
  joined,
  open,
  server,
  shut,
  status,
  textOf,
  type,
  useSessions,
} from '../../../support/session-scene.ts'
import { until } from '../../../support/until.ts'

useSessions()

const words = (text: string | undefined): string[] => (text ?? '').split(' ').sort()

/** Somebody else, in a browser of their own. */
async function somebodyElse(): Promise<DocumentSession> {
  const theirs = server.connect()
  theirs.goOnline()
  const session = open('open', { connection: theirs, cache: openCache({ indexedDB: new IDBFactory() }) })
  await until(() => session.role.value !== null)
  return session
}

/**
 * A browser that holds "hello own theirs", and a server that was put back to "hello" and overtaken by somebody who wrote
 * "new more", so that its log is as long as the browser thinks.
 */
async function overtaken(): Promise<DocumentSession> {
  const session = await joined()
  type(session, ' own')
  await isSaved(session)
  const other = await somebodyElse()
  type(other, ' theirs')
  await until(() => textOf(session) === 'hello own theirs')
  await until(async () => (await cache.load(document))?.record.sequence === 3)
  await shut(other)
  connection.goOffline()
  server.putBack(document, 1)
  const newcomer = await somebodyElse()
  for (const text of [' new', ' more']) {
    type(newcomer, text)
    await isSaved(newcomer)
  }
  await shut(newcomer)
  expect(server.documents.get(document)!.log).toHaveLength(3)
  return session
}

it('tells the mark of what it holds, also from this device', async () => {
  const session = await joined()
  type(session, '!')
  await isSaved(session)
  const { log } = server.documents.get(document)!
  await until(async () => (await cache.load(document))?.record.sequence === log.length)
  await shut(session)
  const again = open()
  await until(() => again.role.value !== null)
  const { held } = connection.payloads('join').at(-1)!
  expect(held).toMatchObject({ epoch: 1, sequence: 2 })
  expect(held!.mark).toBeGreaterThan(0)
  expect(connection.count('join')).toBe(2)
})

it('brings back what a restored server lost of a closed tab, from another one that never had it', async () => {
  const session = await joined()
  const theirs = server.connect()
  theirs.goOnline()
  const gone = open('open', { connection: theirs, cache: anotherCache() })
  await until(() => gone.role.value !== null)
  connection.goOffline()
  type(gone, ' one')
  await isSaved(gone)
  await until(async () => (await cache.load(document))?.record.sequence === 2)
  theirs.goOffline()
  server.putBack(document, 1)
  type(gone, ' two')
  await shut(gone)

  expect(textOf(session)).toBe('hello')
  connection.goOnline()
  await until(() => server.text(document) === 'hello one two')
  await isSaved(session)
  expect(textOf(session)).toBe('hello one two')
  expect(session.setAside.value).toEqual([])
  await until(async () => (await cache.pending(document)).length === 0)
})

it('brings back what a closed tab had stored in between, where the server was put back twice', async () => {
  const session = await joined()
  for (const text of [' one', ' two', ' three', ' and', ' more']) {
    type(session, text)
    await isSaved(session)
  }
  const theirs = server.connect()
  theirs.goOnline()
  const gone = open('open', { connection: theirs, cache: anotherCache() })
  await until(() => textOf(gone) === 'hello one two three and more')
  connection.goOffline()
  theirs.goOffline()
  server.putBack(document, 1)
  theirs.goOnline()
  type(gone, ' four')
  await until(() => server.text(document) === 'hello one two three and more four')
  await isSaved(gone)
  await until(async () => (await cache.pending(document)).length === 0)
  expect(server.documents.get(document)!.log.length).toBeLessThan(6)
  // The page learns that what it holds is not what the server has, and no more than that.
  const joins = connection.count('join')
  connection.goOnline()
  await until(() => connection.count('join') === joins + 1)
  connection.goOffline()
  theirs.goOffline()
  server.putBack(document, 1)
  type(gone, ' five')
  await shut(gone)
  expect(textOf(session)).toBe('hello one two three and more')

  connection.goOnline()
  await until(() => server.text(document) === 'hello one two three and more four five')
  await isSaved(session)
  expect(session.setAside.value).toEqual([])
})

it('tells none where this device has none, and learns it then', async () => {
  await shut(await joined())
  const { record } = (await cache.load(document))!
  const state = Y.encodeStateAsUpdate(server.documents.get(document)!.doc)
  await cache.replace(document, { ...record, mark: null, state, isRestored: false })
  await shut(await joined())
  expect(connection.payloads('join').at(-1)!.held).toEqual({ epoch: 1, sequence: 1 })
  await shut(await joined())
  expect(connection.payloads('join').at(-1)!.held!.mark).toBe(record.mark)
})

it('brings back what a restored server lost, though others have written as much since, and nothing twice', async () => {
  const session = await overtaken()
  connection.goOnline()
  await until(() => words(server.text(document)).length === 5)
  await isSaved(session)
  expect(words(server.text(document))).toEqual(['hello', 'more', 'new', 'own', 'theirs'])
  expect(textOf(session)).toBe(server.text(document))
  expect(session.setAside.value).toEqual([])
  await until(async () => (await cache.pending(document)).length === 0)

  await shut(session)
  connection.goOffline()
  const again = open()
  await until(() => textOf(again) === server.text(document))
})

it('brings back its own edits where the server takes nobody else’s, and sets the rest aside', async () => {
  server.refusesForeign = true
  const session = await overtaken()
  type(session, ' unsent')
  connection.goOnline()
  await until(() => session.setAside.value.length === 1)
  await until(() => server.text(document).includes('own'))
  await isSaved(session)
  expect(session.setAside.value).toHaveLength(1)
  // What was typed behind somebody else's words builds on them, and waits with them.
  expect(words(server.text(document))).toEqual(['hello', 'more', 'new', 'own'])
  expect(textOf(session)).toBe(server.text(document))
  expect(session.setAside.value[0]!.code).toBe('wrong-epoch')
  for (const word of ['own', 'theirs', 'unsent']) expect(session.setAside.value[0]!.text).toContain(word)
  await until(async () => (await cache.pending(document)).length === 0)
})

it('brings back what an earlier session of this browser wrote', async () => {
  server.refusesForeign = true
  const session = await overtaken()
  await shut(session)
  const again = open()
  await until(() => textOf(again)?.includes('own') === true)
  type(again, ' unsent')
  connection.goOnline()
  await until(() => again.setAside.value.length === 1)
  await isSaved(again)
  expect(words(server.text(document))).toEqual(['hello', 'more', 'new', 'own'])
})

it('sets aside what builds on text that nobody has any more, and goes on with the rest', async () => {
  await shut(await joined())
  connection.goOffline()
  const gone = new Y.Doc()
  Y.applyUpdate(gone, Y.encodeStateAsUpdate(server.documents.get(document)!.doc))
  gone.getText(TEXT_NAME).insert(5, ' lost')
  const before = Y.encodeStateVector(gone)
  gone.getText(TEXT_NAME).insert(10, ' later')
  const orphan = Y.encodeStateAsUpdate(gone, before)
  await anotherCache().appendPending(document, { clientId: gone.clientID, epoch: 1, update: orphan })

  const session = open()
  await until(() => session.replica.value !== null)
  type(session, ' mine')
  connection.goOnline()
  await until(() => textOf(session) === 'hello mine' && status(session) === 'saved')
  expect(server.documents.get(document)!.doc.getText(TEXT_NAME).toString()).toBe('hello mine')
  await until(() => session.setAside.peek().length > 0)
  expect(session.setAside.peek()).toMatchObject([{ text: expect.stringContaining(' later') as string }])
  await until(async () => (await cache.pending(document)).length === 0)
  // Nothing is sent that a server could only refuse.
  const sent = connection.sent
    .filter(({ event }) => event === 'update')
    .map(({ payload }) => payload as { update: Uint8Array })
  for (const { update } of sent)
    expect(Y.decodeUpdate(update).structs.every((struct) => !(struct instanceof Y.Skip))).toBe(true)
})

it('is not "saved" from when the server said that it lacks some of the text until it has that again', async () => {
  const session = await overtaken()
  const before = connection.count('join')
  const wrong: string[] = []
  const stop = effect(() => {
    const { name } = session.status.value
    // Nothing changes between the question and its answer.
    const isTold = connection.count('join') > before
    if (isTold && name === 'saved' && !server.text(document).includes('own')) wrong.push(server.text(document))
  })
  connection.goOnline()
  await until(() => words(server.text(document)).length === 5)
  await isSaved(session)
  stop()
  expect(wrong).toEqual([])
})
