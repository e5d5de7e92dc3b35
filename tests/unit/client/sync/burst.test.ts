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
import { until } from '../../../support/until.ts'

useSessions()

/** A Y.Doc whose changes go through a burst, and frames that are drawn by hand. */
function scene() {
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

it('makes one update of all that one task changes, when it ends and without a frame', async () => {
  const { text, burst, made, begun } = scene()
  for (const letter of 'hundred') text.insert(text.length, letter)
  text.delete(0, 1)
  expect([made.length, burst.isEmpty, begun()]).toEqual([0, false, 1])
  await Promise.resolve()
  expect([made.length, burst.isEmpty]).toEqual([1, true])
  expect(textOf(made)).toBe('undred')
})

it('makes at most one update a frame of what follows, and waits for nothing again after a frame without changes', async () => {
  const { text, made, draw } = scene()
  for (const letter of 'abcd') {
    text.insert(text.length, letter)
    await Promise.resolve()
  }
  expect(made).toHaveLength(1)
  draw()
  expect([made.length, textOf(made)]).toEqual([2, 'abcd'])
  text.insert(4, 'e')
  await Promise.resolve()
  expect(made).toHaveLength(2)
  draw()
  draw()
  text.insert(5, 'f')
  await Promise.resolve()
  expect([made.length, textOf(made)]).toEqual([4, 'abcdef'])
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

it('what waits for a frame is stored when the document is left', async () => {
  const session = await joined('')
  connection.goOffline()
  type(session, 'one')
  await Promise.resolve()
  type(session, ' two')
  await shut(session)
  const pending = await cache.pending(document)
  expect(textOf([...server.documents.get(document)!.log.map((update) => ({ update })), ...pending])).toBe('one two')
})
