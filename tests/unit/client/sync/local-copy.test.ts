import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { LocalCopy } from '../../../../client/sync/local-copy.ts'
import { MemoryCache } from '../../../../client/sync/memory-cache.ts'
import { newRecord } from '../../../../client/sync/offline-cache.ts'
import { joinFrames } from '../../../../shared/protocol/frames.ts'
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
