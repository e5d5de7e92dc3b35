import { beforeEach, expect, it } from 'vitest'
import { TurnQueue } from '../../../../server/lib/turn-queue.ts'
import { MAX_JOINS_IN_FLIGHT, MAX_JOIN_WAIT_MS } from '../../../../shared/protocol/limits.ts'
import { FakeClock } from '../../../support/fake-clock.ts'
import { until } from '../../../support/until.ts'

let clock: FakeClock
let queue: TurnQueue
/** Of the joins that are reading, in the order in which they began: ends them. */
let reading: Map<number, () => void>
let most: number

beforeEach(() => {
  clock = new FakeClock()
  queue = new TurnQueue(clock, MAX_JOINS_IN_FLIGHT, MAX_JOIN_WAIT_MS)
  reading = new Map()
  most = 0
})

const join = (number: number): Promise<number | 'late'> =>
  queue.run(async () => {
    await new Promise<void>((end) => {
      reading.set(number, end)
      most = Math.max(most, reading.size)
    })
    return number
  })

function endFirst(): void {
  const [first] = reading
  if (first === undefined) return
  const [number, end] = first
  reading.delete(number)
  end()
}

it('two thousand joins at once read a few at a time, in the order in which they came', async () => {
  const total = 2000
  const done: number[] = []
  const all = Array.from({ length: total }, async (_, i) => done.push(Number(await join(i))))
  await until(() => reading.size === MAX_JOINS_IN_FLIGHT)
  while (done.length < total) {
    endFirst()
    await until(() => reading.size === Math.min(MAX_JOINS_IN_FLIGHT, total - done.length))
  }
  await Promise.all(all)
  expect(most).toBe(MAX_JOINS_IN_FLIGHT)
  expect(done).toEqual(Array.from({ length: total }, (_, i) => i))
})

it('a join that waits for too long is late, and those after it get their turn all the same', async () => {
  const first = Array.from({ length: MAX_JOINS_IN_FLIGHT }, (_, i) => join(i))
  const late = join(1000)
  clock.advance(MAX_JOIN_WAIT_MS - 1)
  const next = join(1001)
  clock.advance(1)
  expect(await late).toBe('late')
  await until(() => reading.size === MAX_JOINS_IN_FLIGHT)
  endFirst()
  expect(await first[0]).toBe(0)
  await until(() => reading.has(1001))
  while (reading.size > 0) endFirst()
  expect(await next).toBe(1001)
  expect(await Promise.all(first)).toHaveLength(MAX_JOINS_IN_FLIGHT)
})

it('a join that fails gives its place to the next', async () => {
  const fail = () => queue.run(() => Promise.reject(new Error('no storage')))
  for (let i = 0; i < 2 * MAX_JOINS_IN_FLIGHT; i++) await expect(fail()).rejects.toThrow('no storage')
  const last = join(1)
  await until(() => reading.size === 1)
  endFirst()
  expect(await last).toBe(1)
})
