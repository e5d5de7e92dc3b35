import { afterEach, expect, it } from 'vitest'
import * as Y from 'yjs'
import { DocumentWorker, MAX_CALL_MS } from '../../server/rooms/document-worker.ts'
import { seedUpdate } from '../../server/rooms/seed.ts'
import { TEXT_NAME } from '../../shared/document/shape.ts'
import { FakeClock } from '../support/fake-clock.ts'

const clock = new FakeClock()
const worker = new DocumentWorker(clock)

afterEach(() => worker.close())

it('a snapshot that takes too long is given up, and the next call is answered', async () => {
  const update = seedUpdate('text', 1)
  const endless = worker.snapshot(null, [update])
  clock.advance(MAX_CALL_MS)
  const next = worker.snapshot(null, [update])
  await expect(endless).rejects.toThrow('the worker has stopped')
  const answer = await next
  if (!answer.ok) throw new Error(answer.reason)
  const { made } = answer
  const doc = new Y.Doc()
  Y.applyUpdateV2(doc, made.bytes)
  expect(doc.getText(TEXT_NAME).toString()).toBe('text')
})
