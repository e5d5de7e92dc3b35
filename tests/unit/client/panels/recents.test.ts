import { expect, it } from 'vitest'
import { relativeTime } from '../../../../client/panels/relative-time.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const now = Date.UTC(2026, 10, 20, 12)

it.each([
  [0, 'just now'],
  [-5000, 'just now'],
  [MINUTE, '1 minute ago'],
  [59 * MINUTE, '59 minutes ago'],
  [HOUR, '1 hour ago'],
  [DAY, 'yesterday'],
  [6 * DAY, '6 days ago'],
  [8 * DAY, 'Nov 12, 2026'],
])('%d milliseconds back is told as "%s"', (age, words) => {
  expect(relativeTime(now - age, now, 'en-US')).toBe(words)
})
