import { expect, it } from 'vitest'
import { CursorPace } from '../../../../server/realtime/cursor-pace.ts'
import { MAX_CURSORS_BURST, MAX_CURSORS_PER_SECOND } from '../../../../shared/protocol/limits.ts'
import { FakeClock } from '../../../support/fake-clock.ts'

it('a cursor that moves too often is told less often, and always where it ends', () => {
  const clock = new FakeClock()
  const pace = new CursorPace(clock)
  const told: string[] = []
  const moves = 1000
  for (let i = 1; i <= moves; i++) {
    for (const document of ['a', 'b']) pace.offer(document, () => told.push(`${document}${i}`))
    clock.advance(1)
  }
  clock.advance(1000)
  expect(told.slice(0, 2)).toEqual(['a1', 'b1'])
  expect(told.slice(-2).toSorted()).toEqual([`a${moves}`, `b${moves}`])
  expect(told.length).toBeLessThanOrEqual(MAX_CURSORS_BURST + MAX_CURSORS_PER_SECOND + 2)
  expect(told.length).toBeGreaterThan(MAX_CURSORS_BURST)
})

it('a cursor at rest moves at once', () => {
  const clock = new FakeClock()
  const pace = new CursorPace(clock)
  for (let i = 0; i < MAX_CURSORS_BURST; i++) pace.offer('a', () => {})
  clock.advance(1000)
  let told = false
  pace.offer('a', () => (told = true))
  expect(told).toBe(true)
})
