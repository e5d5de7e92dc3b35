import { expect, it } from 'vitest'
import * as Y from 'yjs'
import { type Asking, Versions } from '../../../../server/rooms/versions.ts'
import { ifDeleting } from '../../../../server/storage/deletions.ts'
import type { LogTail, UpdateLog } from '../../../../server/storage/storage.ts'
import { TEXT_NAME } from '../../../../shared/document/shape.ts'
import { joinFrames } from '../../../../shared/protocol/frames.ts'
import { refuse } from '../../../../shared/protocol/errors.ts'
import {
  MAX_HISTORY_READS,
  MAX_HISTORY_WAIT_MS,
  MAX_REPLAYED_UPDATES,
  MAX_REPLAY_MS,
} from '../../../../shared/protocol/limits.ts'
import { FakeClock } from '../../../support/fake-clock.ts'
import { inlineMaker } from '../../../support/inline-maker.ts'
import { until } from '../../../support/until.ts'

const MIB = 1024 * 1024
const PART = 1000

/** A log of `length` updates of so many bytes, in this epoch, all of one moment, stored in pieces of a thousand. */
function logOf(length: number, { bytes = 1, epoch = 1 } = {}): UpdateLog & { read: number } {
  const update = new Uint8Array(bytes)
  const part = <Updates>(first: number, last: number, make: (count: number) => Updates) => {
    log.read += 1
    return { first, last, updates: make(last - first + 1) }
  }
  const log = {
    read: 0,
    readAfter: async () => ({ epoch, sequence: length }) as LogTail,
    authorsUpTo: async (_: string, sequence: number) =>
      part(Math.max(1, sequence - PART + 1), sequence, (count) =>
        Array.from({ length: count }, () => ({ at: 0, actor: 'ada', deleting: null })),
      ),
    updatesFrom: async (_: string, sequence: number) =>
      part(sequence, Math.min(length, sequence + PART - 1), (count) =>
        joinFrames(Array.from({ length: count }, () => update)),
      ),
  }
  return log as unknown as UpdateLog & { read: number }
}

const access = { people: async () => [] }
const asking: Asking = { document: 'd', address: 'here', hindrance: () => null }
const from = (address: string): Asking => ({ ...asking, address })

function versionsOf(log: UpdateLog, maker: ConstructorParameters<typeof Versions>[0]['maker'] = inlineMaker) {
  const clock = new FakeClock()
  return { clock, versions: new Versions({ log, access, maker, clock }) }
}

/** Texts are made when the test says so. */
function heldMaker() {
  const done: (() => void)[] = []
  return {
    done,
    replay: () => new Promise<Uint8Array<ArrayBuffer>>((resolve) => done.push(() => resolve(new Uint8Array([1])))),
  }
}

it('a document that was mended has none: its log alone does not tell what the text was', async () => {
  const { versions } = versionsOf(logOf(3, { epoch: 2 }))
  expect(await versions.list(asking)).toMatchObject({ code: 'no-history' })
  expect(await versions.text(asking, 2)).toMatchObject({ code: 'no-history' })
})

it('looks through so many updates for one answer, and goes on where it stopped', async () => {
  const log = logOf(100_000)
  const { versions } = versionsOf(log)
  expect(await versions.list(asking)).toMatchObject({ versions: [{ sequence: 100_000 }], earlier: 60_001 })
  expect(log.read).toBe(40)
  expect(await versions.list(asking, 60_001)).toMatchObject({ versions: [{ sequence: 60_000 }], earlier: 20_001 })
  expect(await versions.list(asking, 20_001)).toMatchObject({ versions: [{ sequence: 20_000 }], earlier: null })
})

it('no version ends before it begins, whatever becomes of the clock', async () => {
  const times = [600_000, 601_000, 1000, 2000]
  const log = {
    ...logOf(4),
    authorsUpTo: async () => ({
      first: 1,
      last: 4,
      updates: times.map((at) => ({ at, actor: 'ada', deleting: null })),
    }),
  } as unknown as UpdateLog
  expect(await versionsOf(log).versions.list(asking)).toMatchObject({
    versions: [
      { sequence: 4, from: 1000, to: 2000 },
      { sequence: 2, from: 600_000, to: 601_000 },
    ],
  })
})

it('of much that is deleted again and again in a moment, what was there before all of it begins a version', async () => {
  const doc = new Y.Doc()
  const updates: Uint8Array[] = []
  doc.on('update', (update: Uint8Array) => updates.push(update))
  for (let round = 0; round < 3; round++) {
    doc.getText(TEXT_NAME).insert(0, 'word'.repeat(60))
    doc.getText(TEXT_NAME).delete(0, 240)
  }
  const listed = async (pauseMs: number) => {
    const log = {
      ...logOf(updates.length),
      authorsUpTo: async () => ({
        first: 1,
        last: updates.length,
        updates: updates.map((update, index) => ({ at: index * pauseMs, actor: 'ada', deleting: ifDeleting(update) })),
      }),
    } as unknown as UpdateLog
    const answer = await versionsOf(log).versions.list(asking)
    return answer.ok ? answer.versions.map(({ first, sequence }) => [first, sequence]) : answer
  }
  const moment = [
    [2, 6],
    [1, 1],
  ]
  expect(await listed(100)).toEqual(moment)
  expect(await listed(6_000)).toEqual([
    [6, 6],
    [4, 5],
    [2, 3],
    [1, 1],
  ])
})

it('does not read more of a log than its limits, in bytes and in updates', async () => {
  const text = new Uint8Array([1])
  const maker = { replay: async () => text }
  const log = logOf(10_000, { bytes: MIB / 100 })
  const { versions } = versionsOf(log, maker)
  expect(await versions.text(asking, 3000)).toEqual({ ok: true, text })
  expect(await versions.text(asking, 10_000)).toMatchObject({ code: 'no-version' })
  // Each of some 10 MiB.
  expect(log.read).toBe(3 + 4)
  const long = logOf(MAX_REPLAYED_UPDATES + 1)
  expect(await versionsOf(long, maker).versions.text(asking, MAX_REPLAYED_UPDATES + 1)).toMatchObject({
    code: 'no-version',
  })
  expect(long.read).toBe(0)
})

it('reads one log at a time, and lets so many wait, of one address no more than two', async () => {
  const maker = heldMaker()
  const { versions } = versionsOf(logOf(3), maker)
  const asked = Array.from({ length: MAX_HISTORY_READS }, (_, index) => versions.text(from(`address ${index >> 1}`), 3))
  expect(await versions.text(from('address 0'), 3)).toMatchObject({ code: 'slow' })
  expect(await versions.list(from('another'))).toMatchObject({ code: 'slow' })
  for (let index = 0; index < asked.length; index++) {
    await until(() => maker.done.length === index + 1)
    maker.done[index]?.()
    expect(await asked[index]).toMatchObject({ ok: true })
  }
  const again = versions.text(from('another'), 3)
  await until(() => maker.done.length === asked.length + 1)
  maker.done.at(-1)?.()
  expect(await again).toMatchObject({ ok: true })
})

it('nobody waits longer than their client does', async () => {
  const maker = heldMaker()
  const { versions, clock } = versionsOf(logOf(3), maker)
  const first = versions.text(from('one'), 3)
  const second = versions.text(from('two'), 3)
  await until(() => maker.done.length === 1)
  clock.advance(MAX_HISTORY_WAIT_MS)
  expect(await second).toMatchObject({ code: 'slow' })
  maker.done[0]?.()
  expect(await first).toMatchObject({ ok: true })
})

it('gives up what takes too long, and lets the next one have its turn', async () => {
  const clock = new FakeClock()
  const faults = [MAX_REPLAY_MS, MAX_REPLAY_MS - 1]
  const maker = {
    replay: async () => {
      clock.advance(faults.shift() ?? 0)
      throw new Error('the thread ended')
    },
  }
  const versions = new Versions({ log: logOf(3), access, maker, clock })
  expect(await versions.text(asking, 3)).toMatchObject({ code: 'no-version' })
  await expect(versions.text(asking, 3)).rejects.toThrow('the thread ended')
})

it('stops reading for whoever does not want it any more', async () => {
  const log = logOf(100_000)
  const { versions } = versionsOf(log)
  const left: Asking = { ...asking, hindrance: () => (log.read < 5 ? null : refuse('not-joined')) }
  expect(await versions.text(left, 100_000)).toMatchObject({ code: 'not-joined' })
  expect(log.read).toBe(5)
  expect(await versions.list(left)).toMatchObject({ code: 'not-joined' })
  expect(log.read).toBe(5)
})

it('what cannot be put together is refused, and takes nothing from the next', async () => {
  const faults = [new Error('the thread died')]
  const maker = {
    replay: async () => {
      const fault = faults.pop()
      if (fault !== undefined) throw fault
      return null
    },
  }
  const { versions } = versionsOf(logOf(3), maker)
  await expect(versions.text(asking, 3)).rejects.toThrow('the thread died')
  expect(await versions.text(asking, 3)).toMatchObject({ code: 'no-version' })
})
