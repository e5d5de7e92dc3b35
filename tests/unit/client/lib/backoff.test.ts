import { describe, expect, it } from 'vitest'
import { backoffMs } from '../../../../client/lib/backoff.ts'
import { Random } from '../../../support/random.ts'

describe('back-off', () => {
  it('spreads over the whole of a window that doubles up to ten seconds', () => {
    const windows = [500, 1000, 2000, 4000, 8000, 10_000, 10_000]
    for (const [attempt, window] of windows.entries()) {
      expect(backoffMs(attempt, 0)).toBe(0)
      expect(backoffMs(attempt, 0.5)).toBe(window / 2)
    }
  })

  it('never waits longer than ten seconds, however often it failed', () => {
    const random = new Random(1)
    for (let attempt = 0; attempt < 5000; attempt += 7) {
      const delayMs = backoffMs(attempt, random.next())
      expect(delayMs).toBeGreaterThanOrEqual(0)
      expect(delayMs).toBeLessThanOrEqual(10_000)
    }
  })
})
