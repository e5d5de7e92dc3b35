import type { ErrorCode } from '../../../shared/protocol/errors.ts'
import { history } from '../../words/en/history.ts'
import { locale as pageLocale } from '../../words/locale.ts'
import { wordsOf } from '../../words/words.ts'
import { sentenceOf } from '../error-sentences.ts'
import type { Version } from './version-list.ts'

export const words = wordsOf('history', history)

const DAY_MS = 24 * 60 * 60 * 1000

/** With more than these, some are a number. */
const MAX_NAMES = 3

/** "Today, 14:05 – 14:20", and a date for what is older than yesterday. */
export function whenWords({ from, to }: Pick<Version, 'from' | 'to'>, now: number, locale = pageLocale): string {
  // In one day the times are enough.
  if (dayOf(from) !== dayOf(to))
    return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).formatRange(from, to)
  const times = new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).formatRange(from, to)
  const past = [0, 1].find((days) => dayOf(now - days * DAY_MS) === dayOf(to))
  const day =
    past === undefined
      ? new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(to)
      : new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-past, 'day')
  return words.at(capitalised(day, locale), times)
}

/** "Ada, Ben, and 2 more". `nameOf` knows what people who are here call themselves by now. */
export function peopleWords(
  people: Version['people'],
  nameOf: (person: string) => string | undefined,
  locale = pageLocale,
): string {
  const names = people.map(({ person, name }) => nameOf(person) || name || words.nameless)
  const shown = names.slice(0, names.length > MAX_NAMES ? MAX_NAMES - 1 : MAX_NAMES)
  const others = names.length - shown.length
  return new Intl.ListFormat(locale).format(others === 0 ? shown : [...shown, words.more(others)])
}

/** Why something of the history is not here. */
export function troubleWords(code: ErrorCode): string {
  return code === 'not-joined' ? words.needsConnection : sentenceOf(code)
}

/** "2026-11-20 14:05 Plan": files of several versions are told apart, and stand in order. */
export function versionTitle({ to }: Pick<Version, 'to'>, title: string): string {
  return `${new Intl.DateTimeFormat('sv', { dateStyle: 'short', timeStyle: 'short' }).format(to)} ${title}`
}

function dayOf(at: number): string {
  return new Date(at).toDateString()
}

function capitalised(text: string, locale: string): string {
  const [first = ''] = text
  return first.toLocaleUpperCase(locale) + text.slice(first.length)
}
