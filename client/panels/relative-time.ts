import { times } from '../words/en/times.ts'
import { locale as pageLocale } from '../words/locale.ts'
import { wordsOf } from '../words/words.ts'

const words = wordsOf('times', times)

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const WEEK_MS = 7 * DAY_MS

/** "5 minutes ago", "yesterday", and a date once it is a week old. Both times in milliseconds since 1970. */
export function relativeTime(at: number, now: number, locale = pageLocale): string {
  const age = now - at
  if (age < MINUTE_MS) return words.justNow
  // The first one of a page takes long.
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  if (age < HOUR_MS) return relative.format(-Math.floor(age / MINUTE_MS), 'minute')
  if (age < DAY_MS) return relative.format(-Math.floor(age / HOUR_MS), 'hour')
  if (age < WEEK_MS) return relative.format(-Math.floor(age / DAY_MS), 'day')
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(at)
}
