import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { TEXT_NAME } from '../../../../shared/document/shape.ts'
import { FakeClock } from '../../../support/fake-clock.ts'
import { HandDrawnFrames } from '../../../support/hand-drawn-frames.ts'
import {
  cache,
  connection,
  document,
  isSaved,
  key,
  open,
  openedOffline,
  server,
  shut,
  status,
  textOf,
  typeAndKeep,
  useSessions,
} from '../../../support/session-scene.ts'
import { slowCache } from '../../../support/slow-cache.ts'
import { until } from '../../../support/until.ts'

useSessions()

/** A page so slow that it comes to a frame after every step, with the document on its way to be shown. */
async function slowPage() {
  const frames = new HandDrawnFrames()
  const session = open('open', { nextFrame: frames.next, sliceMs: 0 })
  await until(() => frames.isAwaited)
  return { frames, session }
}

/** The server's document, of which this device holds nothing. */
function seeded(text = 'hello'): void {
  server.seed(document, key, text)
  connection.goOnline()
}

/** Somebody else's edit, at the end. */
function write(text: string): void {
  const { doc } = server.documents.get(document)!
  const other = new Y.Doc()
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc))
  other.getText(TEXT_NAME).insert(other.getText(TEXT_NAME).length, text)
  server.write(document, Y.encodeStateAsUpdate(other, Y.encodeStateVector(doc)))
}

/** What the server said by now has arrived. */
const arrived = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

it('shows nothing of a document before all of it is here', async () => {
  seeded()
  const { frames, session } = await slowPage()
  const seen = new Set<string | undefined>()
  for (; frames.isAwaited && textOf(session) === undefined; frames.draw()) seen.add(textOf(session) ?? status(session))
  expect([...seen]).toEqual(['opening'])
  expect(textOf(session)).toBe('hello')
  await isSaved(session)
})

it('misses nothing of what comes meanwhile, in the order in which it comes', async () => {
  seeded()
  const { frames, session } = await slowPage()
  write(', world')
  const fake = server.documents.get(document)!
  for (const member of fake.members.keys()) member.deliver('renamed', { document, title: 'New' })
  await arrived()
  expect(textOf(session)).toBeUndefined()
  frames.drawAll()
  await isSaved(session)
  expect([textOf(session), session.title.value]).toEqual(['hello, world', 'New'])
  expect(connection.count('join')).toBe(1)
})

it('is closed by what comes meanwhile', async () => {
  seeded()
  const { frames, session } = await slowPage()
  server.close(document, 'deleted')
  await arrived()
  expect(session.closed.value).toBeNull()
  frames.drawAll()
  expect([session.closed.value, textOf(session)]).toEqual(['deleted', 'hello'])
})

it('asks again when the connection was lost meanwhile', async () => {
  seeded()
  const { frames, session } = await slowPage()
  connection.goOffline()
  expect([frames.drawAll(), textOf(session)]).toEqual([0, undefined])
  write(' again')
  connection.goOnline()
  await until(() => frames.isAwaited)
  frames.drawAll()
  await isSaved(session)
  expect(textOf(session)).toBe('hello again')
})

it('comes to nothing when the page is closed meanwhile', async () => {
  seeded()
  const { frames, session } = await slowPage()
  await shut(session)
  expect([frames.drawAll(), textOf(session), connection.count('leave')]).toEqual([0, undefined, 1])
})

it('shows what this device holds, with what waits, before it asks the server', async () => {
  const first = await openedOffline()
  await typeAndKeep(first, ' and here')
  await shut(first)
  connection.goOnline()
  const joins = connection.count('join')
  const { frames, session } = await slowPage()
  expect([textOf(session), connection.count('join')]).toEqual([undefined, joins])
  frames.drawAll()
  expect(textOf(session)).toBe('hello and here')
  await until(() => {
    frames.drawAll()
    return status(session) === 'saved'
  })
  expect(server.text(document)).toBe('hello and here')
})

it('comes to nothing when a page is closed that was not shown what its device holds; it is still there', async () => {
  const first = await openedOffline()
  await typeAndKeep(first, ' and here')
  await shut(first)
  const { frames, session } = await slowPage()
  await shut(session)
  expect([frames.drawAll(), textOf(session)]).toEqual([0, undefined])
  const next = open()
  await until(() => textOf(next) === 'hello and here')
})

it('loses nothing when a late device answers while the answer of the server is taken in', async () => {
  const before = await openedOffline()
  await typeAndKeep(before, ' and here')
  await shut(before)
  // Of what waits it knows no clientID.
  server.refusesForeign = true
  connection.goOnline()
  const clock = new FakeClock()
  const { slow, answer } = slowCache(cache)
  const frames = new HandDrawnFrames()
  const session = open('open', { nextFrame: frames.next, sliceMs: 0, clock, cache: slow })
  clock.advance(3000)
  await until(() => frames.isAwaited)
  answer()
  await until(() => {
    if (session.replica.value === null) frames.draw()
    else frames.drawAll()
    clock.advance(1)
    return status(session) === 'saved' && server.text(document) === 'hello and here'
  })
  expect([textOf(session), session.setAside.value]).toEqual(['hello and here', []])
})
