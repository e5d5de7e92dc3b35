import { expect, it } from 'vitest'
import { Load } from '../../../../server/rooms/load.ts'
import { FakeClock } from '../../../support/fake-clock.ts'

/** The window after `seconds` of so many messages a second. */
function windowAt(perSecond: number, seconds = 10): number {
  const clock = new FakeClock()
  const load = new Load(clock)
  for (let ms = 0; ms < seconds * 1000; ms += 100) {
    clock.advance(100)
    load.add(perSecond / 10)
  }
  return load.windowMs
}

it('gathers nothing on a quiet server, longer the more is sent, and never longer than people notice', () => {
  expect(windowAt(0)).toBe(0)
  expect(windowAt(100)).toBe(0)
  expect(windowAt(600)).toBeGreaterThan(1)
  expect(windowAt(1200)).toBeGreaterThan(windowAt(600))
  expect(windowAt(5000)).toBe(40)
  expect(windowAt(1_000_000)).toBe(40)
})

it('is quiet again soon after', () => {
  const clock = new FakeClock()
  const load = new Load(clock)
  load.add(5000)
  expect(load.windowMs).toBe(40)
  clock.advance(5000)
  expect(load.windowMs).toBe(0)
})

it('is not misled by a clock that is put back', () => {
  const clock = { at: 1e12, now: () => clock.at, after: () => () => {} }
  const load = new Load(clock)
  load.add(1000)
  clock.at -= 86_400_000
  expect(load.windowMs).toBeGreaterThan(0)
  clock.at += 5000
  expect(load.windowMs).toBe(0)
})
