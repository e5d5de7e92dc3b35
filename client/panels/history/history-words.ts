import type { ErrorCode } from '../../../shared/protocol/errors.ts'
import { history } from '../../words/en/history.ts'
import { locale as pageLocale } from '../../words/locale.ts'
import { wordsOf } from '../../words/words.ts'
import { sentenceOf } from '../error-sentences.ts'
import { isLostConnection, type Version } from './version-list.ts'

export const words = wordsOf('history', history)

/** With more than these, some are a number. */
const MAX_NAMES = 3

/** "Today, 14:05 – 14:20", and a date for what is older than yesterday. */
export function whenWords({ from, to }: Pick<Version, 'from' | 'to'>, now: number, locale = pageLocale): string {
  // In one day the times are enough.
  if (dayOf(from) !== dayOf(to))
    return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).formatRange(from, to)
  const times = new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).formatRange(from, to)
  const past = [0, 1].find((days) => dayOf(daysBefore(now, days)) === dayOf(to))
  const day =
    past === undefined
      ? new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(to)
      : new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-past, 'day')
  return words.at(capitalised(day, locale), times)
}

/** "Ada, Ben, and 2 more". `nameOf` knows what people who are here call themselves by now. */
export function peopleWords(
  { people, others }: Pick<Version, 'people' | 'others'>,
  nameOf: (person: string) => string | undefined,
  locale = pageLocale,
): string {
  const names = people.map(({ person, name }) => nameOf(person) || name || words.nameless)
  const all = names.length + others
  const shown = names.slice(0, all > MAX_NAMES ? MAX_NAMES - 1 : MAX_NAMES)
  const more = all - shown.length
  return new Intl.ListFormat(locale).format(more === 0 ? shown : [...shown, words.more(more)])
}

/** Why something of the history is not here. */
export function troubleWords(code: ErrorCode): string {
  if (code === 'slow') return words.busy
  return isLostConnection(code) ? words.needsConnection : sentenceOf(code)
}

/** Whether asking again could change the answer. */
export function mayTryAgain(code: ErrorCode): boolean {
  return code !== 'no-history' && code !== 'no-version'
}

/** "2026-11-20 14:05 Plan": files of several versions are told apart, and stand in order. */
export function versionTitle({ to }: Pick<Version, 'to'>, title: string): string {
  return `${new Intl.DateTimeFormat('sv', { dateStyle: 'short', timeStyle: 'short' }).format(to)} ${title}`
}

/** By the calendar: where clocks are changed, a day has not always 24 hours. */
function daysBefore(now: number, days: number): number {
  const day = new Date(now)
  return day.setDate(day.getDate() - days)
}

function dayOf(at: number): string {
  return new Date(at).toDateString()
}

function capitalised(text: string, locale: string): string {
  const [first = ''] = text
  return first.toLocaleUpperCase(locale) + text.slice(first.length)
}
