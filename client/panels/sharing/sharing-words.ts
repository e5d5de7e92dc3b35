import { sharing } from '../../words/en/sharing.ts'
import { locale as pageLocale } from '../../words/locale.ts'
import { wordsOf } from '../../words/words.ts'
import { sentenceOf } from '../error-sentences.ts'
import { verbOf } from '../role-words.ts'
import type { ListedLink, ListedPerson } from './access-list.ts'
import type { RefusalCode } from './repeated-requests.ts'

const DAY_MS = 24 * 60 * 60 * 1000

export const words = wordsOf('sharing', sharing)

/** What a link does, in one sentence: "Anyone with this link can comment until Friday 14:05." */
export function linkSentence(
  { role, expiresAt, hasPassword }: Pick<ListedLink, 'role' | 'expiresAt' | 'hasPassword'>,
  now: number,
  locale = pageLocale,
): string {
  const until = expiresAt === null ? null : untilWords(expiresAt, now, locale)
  if (expiresAt !== null && until !== null && expiresAt <= now) return words.opened(until)
  const verb = verbOf(role)
  if (until === null) return hasPassword ? words.anyoneWithPassword(verb) : words.anyone(verb)
  return hasPassword ? words.anyoneWithPasswordUntil(verb, until) : words.anyoneUntil(verb, until)
}

/** "until 14:05", "until Friday 14:05", and a date when that is more than six days away. */
export function untilWords(at: number, now: number, locale = pageLocale): string {
  const time = { hour: 'numeric', minute: '2-digit' } as const
  const format = (options: Intl.DateTimeFormatOptions): string => new Intl.DateTimeFormat(locale, options).format(at)
  const isToday = new Date(at).toDateString() === new Date(now).toDateString()
  if (isToday) return words.until(format(time))
  if (Math.abs(at - now) < 6 * DAY_MS && at > now) return words.until(format({ weekday: 'long', ...time }))
  return words.until(format({ dateStyle: 'medium', timeStyle: 'short' }))
}

/** What a link is called where it is one of several. */
export function linkName({ label, role }: Pick<ListedLink, 'label' | 'role'>): string {
  return label === null ? words.linkTo(verbOf(role)) : words.labelled(label)
}

/** What each link is called in the names of its buttons, by its id: no two are called the same. */
export function distinctNames(links: readonly ListedLink[]): ReadonlyMap<string, string> {
  const counts = new Map<string, number>()
  return new Map(
    links.map((link) => {
      const name = linkName(link)
      const count = (counts.get(name) ?? 0) + 1
      counts.set(name, count)
      return [link.link, count === 1 ? name : words.numbered(name, count)]
    }),
  )
}

/** How somebody got their access. */
export function howWords({ how, role, links, email }: ListedPerson, all: readonly ListedLink[]): string {
  if (how === 'created') return role === 'owner' ? words.made : words.madeAndHanded
  const came = all.filter(({ link }) => links.includes(link)).map(linkName)
  const by = came.length === 0 ? words.aLink : came.join(words.and)
  if (how === 'link') return words.cameBy(by)
  // By the owner, or by themselves.
  if (how === 'removed') return came.length === 0 ? words.lostAccess : words.cameAgainBy(by)
  if (role === 'owner') return words.wasHanded
  const given = email === null ? words.byOwner : words.byOwnerAs(email)
  return came.length === 0 ? given : words.andBy(given, by)
}

/** Why something was not done, or may not have been. */
export function refusalWords(code: RefusalCode): string {
  if (code === 'unanswered') return words.unanswered
  if (code === 'not-joined') return words.notJoined
  if (code === 'sign-in-needed') return words.needAccount
  if (code === 'no-account') return sentenceOf(code)
  if (code === 'slow') return words.slow
  if (code === 'forbidden') return words.forbidden
  return words.nothingChanged(sentenceOf(code))
}
