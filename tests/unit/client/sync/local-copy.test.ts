import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { LocalCopy } from '../../../../client/sync/local-copy.ts'
import { MemoryCache } from '../../../../client/sync/memory-cache.ts'
import { newRecord } from '../../../../client/sync/offline-cache.ts'
import { joinFrames, splitFrames } from '../../../../shared/protocol/frames.ts'
import { FakeClock } from '../../../support/fake-clock.ts'

const DOCUMENT = 'd'.repeat(22)

function stateOf(text: string): Uint8Array {
  const doc = new Y.Doc()
  doc.getText('text').insert(0, text)
  return Y.encodeStateAsUpdate(doc)
}

it('nothing is added to a copy that is further along another history; a whole state takes its place in time', async () => {
  const cache = new MemoryCache()
  const place = { epoch: 1, isRestored: false }
  const facts = { document: DOCUMENT, key: 'k'.repeat(22), pendingTitle: null, firstLine: '', creating: false }
  await cache.begin(newRecord({ ...facts, epoch: 0, openedAt: 0 }))
  await cache.replace(DOCUMENT, { ...place, sequence: 5, mark: 55, state: stateOf('before') })

  // This page could not load the copy, and the server has been put back since.
  const copy = new LocalCopy(cache, DOCUMENT, new FakeClock(), () => {})
  copy.replace({ ...place, sequence: 4, mark: 4, state: stateOf('put back') })
  const frames = joinFrames([stateOf('new')])
  for (const sequence of [5, 6]) copy.receive(frames, { epoch: 1, after: sequence - 1, sequence, mark: sequence })
  await copy.settled()
  expect((await cache.load(DOCUMENT))?.record).toMatchObject({ sequence: 5, mark: 55 })
  expect((await cache.load(DOCUMENT))?.rows).toHaveLength(1)

  expect(copy.isUntidy).toBe(true)
  copy.replace({ ...place, sequence: 6, mark: 6, state: stateOf('whole') })
  await copy.settled()
  expect((await cache.load(DOCUMENT))?.record).toMatchObject({ sequence: 6, mark: 6 })
})

it.each([
  ['short', 'a few words', 201],
  ['long', 'x'.repeat(400_000), 401],
])('a %s document is made one row again once that costs less than its rows do', async (_, text, count) => {
  const copy = new LocalCopy(new MemoryCache(), DOCUMENT, new FakeClock(), () => {})
  const facts = { document: DOCUMENT, key: 'k'.repeat(22), pendingTitle: null, firstLine: '', creating: false }
  copy.begin(newRecord({ ...facts, epoch: 0, openedAt: 0 }))
  copy.replace({ epoch: 1, sequence: 1, mark: 1, isRestored: false, state: stateOf(text) })
  await copy.settled()
  const frames = joinFrames([stateOf('more')])
  let sequence = 1
  const grow = async (rows: number): Promise<void> => {
    for (; rows > 0; rows--) {
      copy.receive(frames, { epoch: 1, after: sequence, sequence: ++sequence, mark: sequence })
      await copy.settled()
    }
  }
  await grow(count - 2)
  expect(copy.isUntidy).toBe(false)
  await grow(1)
  expect(copy.isUntidy).toBe(true)
  copy.replace({ epoch: 1, sequence, mark: sequence, isRestored: false, state: stateOf(text) })
  await copy.settled()
  expect(copy.isUntidy).toBe(false)
})

it('what comes at once is stored as one row, but never across something of its own, another epoch or a gap', async () => {
  const cache = new MemoryCache()
  const copy = new LocalCopy(cache, DOCUMENT, new FakeClock(), () => {})
  const facts = { document: DOCUMENT, key: 'k'.repeat(22), pendingTitle: null, firstLine: '', creating: false }
  copy.begin(newRecord({ ...facts, epoch: 0, openedAt: 0 }))
  copy.replace({ epoch: 1, sequence: 1, mark: 1, isRestored: false, state: stateOf('a') })
  await copy.settled()
  const receive = (sequence: number, after = sequence - 1, epoch = 1): void =>
    copy.receive(joinFrames([stateOf(String(sequence))]), { epoch, after, sequence, mark: 10 * sequence })
  receive(2)
  receive(3)
  receive(4)
  copy.keep({ update: stateOf('own'), clientId: 7, epoch: 1, row: null })
  receive(5)
  // What is missing between them will not be here; what follows it must not hide that.
  receive(8, 7)
  receive(9, 8, 2)
  await copy.settled()
  const { record, rows = [], pending } = (await cache.load(DOCUMENT)) ?? {}
  expect(rows.map(({ frames }) => splitFrames(frames ?? new Uint8Array()).length)).toEqual([1, 3, 1])
  expect(record).toMatchObject({ epoch: 1, sequence: 5, mark: 50 })
  expect(pending).toHaveLength(1)
})
