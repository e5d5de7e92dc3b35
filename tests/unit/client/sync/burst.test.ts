import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { Burst } from '../../../../client/sync/burst.ts'
import { MAX_TRANSACTION_BYTES } from '../../../../shared/protocol/limits.ts'
import {
  cache,
  connection,
  document,
  isSaved,
  joined,
  server,
  shut,
  type,
  useSessions,
} from '../../../support/session-scene.ts'
import { HandDrawnFrames } from '../../../support/hand-drawn-frames.ts'
import { until } from '../../../support/until.ts'

useSessions()

/** A Y.Doc whose changes go through a burst, and frames that are drawn by hand. */
function scene(canWait = true) {
  const doc = new Y.Doc()
  const text = doc.getText('text')
  const made: { update: Uint8Array; clientId: number }[] = []
  const frames = new Set<() => void>()
  let begun = 0
  const burst = new Burst({
    nextFrame: (callback) => {
      frames.add(callback)
      return () => frames.delete(callback)
    },
    canWait: () => canWait,
    begun: () => (begun += 1),
    made: (update, clientId) => made.push({ update, clientId }),
  })
  doc.on('update', (update: Uint8Array) => burst.add(update, doc.clientID))
  const draw = (): void => {
    const waiting = [...frames]
    frames.clear()
    for (const callback of waiting) callback()
  }
  return { doc, text, burst, made, draw, frames, begun: () => begun }
}

const textOf = (updates: readonly { readonly update: Uint8Array }[]): string => {
  const doc = new Y.Doc()
  for (const { update } of updates) Y.applyUpdate(doc, update)
  expect(doc.store.pendingStructs).toBeNull()
  return doc.getText('text').toString()
}

it('makes one update of all that is changed before a frame is drawn, behind it', async () => {
  const { text, burst, made, draw, frames, begun } = scene()
  for (const letter of 'hundred') text.insert(text.length, letter)
  await Promise.resolve()
  text.delete(0, 1)
  expect([made.length, burst.isEmpty, begun()]).toEqual([0, false, 1])
  draw()
  expect([made.length, burst.isEmpty, frames.size]).toEqual([1, true, 0])
  expect(textOf(made)).toBe('undred')
  text.insert(6, 's')
  expect([made.length, burst.isEmpty, begun()]).toEqual([1, false, 2])
  draw()
  expect([made.length, textOf(made)]).toEqual([2, 'undreds'])
})

it('makes one update of all that one task changes, when it ends, where that cannot wait', async () => {
  const { text, made, frames } = scene(false)
  for (const letter of 'hundred') text.insert(text.length, letter)
  expect(made).toHaveLength(0)
  await Promise.resolve()
  expect([made.length, textOf(made), frames.size]).toEqual([1, 'hundred', 0])
})

it('waits for no frame when it is asked for what there is', () => {
  const { text, burst, made, draw, frames } = scene()
  text.insert(0, 'a')
  burst.flush()
  expect([made.length, frames.size]).toEqual([1, 0])
  draw()
  expect(made).toHaveLength(1)
})

it('is asked for no more than a message may hold, and for one clientID', () => {
  const { doc, text, burst, made } = scene()
  const paste = 'x'.repeat(MAX_TRANSACTION_BYTES - 100)
  text.insert(0, paste)
  text.insert(0, paste)
  expect(made).toHaveLength(1)
  const first = doc.clientID
  doc.clientID = first + 1
  text.insert(0, 'y')
  burst.flush()
  expect(made.map(({ clientId }) => clientId)).toEqual([first, first, first + 1])
})

it('leaves nothing behind when it is stopped', () => {
  const { text, burst, made, frames } = scene()
  text.insert(0, 'last')
  burst.stop()
  expect([textOf(made), frames.size]).toEqual(['last', 0])
})

it('a hundred changes at once are unsaved at once, and become one row and one message', async () => {
  const session = await joined('')
  const sent = connection.count('update')
  for (let key = 0; key < 100; key++) type(session, 'x')
  expect(session.status.value).toEqual({ name: 'saving', changes: 1 })
  await isSaved(session)
  expect(server.text(document)).toBe('x'.repeat(100))
  expect(connection.count('update')).toBe(sent + 1)

  connection.goOffline()
  for (let key = 0; key < 100; key++) type(session, 'y')
  expect(session.status.value).toMatchObject({ name: 'offline', changes: 1, kept: false })
  await until(() => session.status.value.name === 'offline' && session.status.value.kept)
  expect(await cache.pending(document)).toHaveLength(1)
})

it('waits for a frame only while there is a connection: else this device has the only copy', async () => {
  const frames = new HandDrawnFrames()
  const session = await joined('', { nextFrame: frames.next })
  frames.drawAll()
  type(session, 'a')
  await new Promise((resolve) => setImmediate(resolve))
  expect([connection.count('update'), await cache.pending(document)]).toEqual([0, []])
  expect(session.status.value).toEqual({ name: 'saving', changes: 1 })
  session.flush()
  await isSaved(session)

  connection.goOffline()
  type(session, 'b')
  expect(session.status.value).toMatchObject({ name: 'offline', changes: 1, kept: false })
  await until(() => session.status.value.name === 'offline' && session.status.value.kept)
  expect(await cache.pending(document)).toHaveLength(1)
})

it('what waits for a frame is stored when the document is left', async () => {
  const session = await joined('')
  type(session, 'one')
  connection.goOffline()
  type(session, ' two')
  await shut(session)
  const pending = await cache.pending(document)
  expect(textOf([...server.documents.get(document)!.log.map((update) => ({ update })), ...pending])).toBe('one two')
})
