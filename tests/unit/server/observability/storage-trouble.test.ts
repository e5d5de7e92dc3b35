import { expect, it } from 'vitest'
import { createLog } from '../../../../server/observability/log.ts'
import { StorageTrouble } from '../../../../server/observability/storage-trouble.ts'
import { StorageError } from '../../../../server/storage/storage.ts'
import { FakeClock } from '../../../support/fake-clock.ts'

const MINUTE_MS = 60_000

function scene() {
  const lines: Record<string, unknown>[] = []
  const destination = { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) }
  const clock = new FakeClock()
  const trouble = new StorageTrouble(createLog({ level: 'info', destination }), clock)
  const full = new StorageError('SQLITE_FULL: database or disk is full')
  /** Without when, and what of an error is not its message. */
  const said = (): unknown[] =>
    lines.splice(0).map(({ time, err, ...line }) => {
      expect(time).toBeTypeOf('string')
      return err === undefined ? line : { ...line, err: (err as Error).message }
    })
  return { clock, trouble, full, said }
}

it('storage that fails for an hour is told when it begins, once a minute, and when it works again', () => {
  const { clock, trouble, full, said } = scene()
  trouble.failed('a commit failed', full)
  expect(said()).toEqual([{ level: 'error', err: full.message, msg: 'a commit failed' }])
  for (let second = 1; second < 3600; second++) {
    clock.advance(1000)
    for (let page = 0; page < 3; page++) trouble.failed('a commit failed', full)
  }
  const told = said()
  expect(told).toHaveLength(59)
  // The first tells of all since, itself among them.
  expect(told[0]).toEqual({ level: 'error', reason: full.message, failures: 178, msg: 'a commit failed' })
  clock.advance(1000)
  trouble.worked()
  trouble.worked()
  expect(said()).toEqual([{ level: 'info', failures: 3 * 3599 + 1, seconds: 3600, msg: 'storage works again' }])
})

it('each kind of failure is told for itself, of pages with what they asked', () => {
  const { trouble, full, said } = scene()
  for (let page = 0; page < 2; page++) {
    trouble.failed('a commit failed', full)
    for (const event of ['join', 'update']) trouble.failed('storage failed', full, { event, connection: 'c' })
  }
  expect(said()).toEqual([
    { level: 'error', err: full.message, msg: 'a commit failed' },
    { level: 'error', err: full.message, event: 'join', connection: 'c', msg: 'storage failed' },
    { level: 'error', err: full.message, event: 'update', connection: 'c', msg: 'storage failed' },
  ])
})

it('storage that works only now and then fills no log', () => {
  const { clock, trouble, full, said } = scene()
  for (let second = 0; second < 10 * 60; second++) {
    trouble.failed('a commit failed', full)
    trouble.worked()
    clock.advance(1000)
  }
  expect(said()).toHaveLength(20)
})

it('storage that failed once long ago is told with its reason when it fails again', () => {
  const { clock, trouble, full, said } = scene()
  trouble.failed('a commit failed', full)
  trouble.worked()
  clock.advance(2 * MINUTE_MS)
  said()
  trouble.failed('a commit failed', full)
  expect(said()).toEqual([{ level: 'error', err: full.message, msg: 'a commit failed' }])
})
