import type { Role } from '../../../shared/access/roles.ts'
import { ERRORS } from '../../../shared/protocol/errors.ts'
import { verbOf } from '../role-words.ts'
import type { ListedLink, ListedPerson } from './access-list.ts'
import type { RefusalCode } from './repeated-requests.ts'

const DAY_MS = 24 * 60 * 60 * 1000

const ROLE_NAMES: Readonly<Record<Role, string>> = {
  owner: 'Owner',
  editor: 'Editor',
  suggester: 'Suggester',
  commenter: 'Commenter',
  viewer: 'Viewer',
}

export function roleName(role: Role): string {
  return ROLE_NAMES[role]
}

/** What a link does, in one sentence: "Anyone with this link can comment until Friday 14:05." */
export function linkSentence(
  { role, expiresAt, hasPassword }: Pick<ListedLink, 'role' | 'expiresAt' | 'hasPassword'>,
  now: number,
  locale?: string,
): string {
  if (expiresAt !== null && expiresAt <= now)
    return `This link opened the document ${untilWords(expiresAt, now, locale)}.`
  const until = expiresAt === null ? '' : ` ${untilWords(expiresAt, now, locale)}`
  return `Anyone with this link${hasPassword ? ' and its password' : ''} can ${verbOf(role)}${until}.`
}

/** "until 14:05", "until Friday 14:05", and a date when that is more than six days away. */
export function untilWords(at: number, now: number, locale?: string): string {
  const time = { hour: 'numeric', minute: '2-digit' } as const
  const format = (options: Intl.DateTimeFormatOptions): string => new Intl.DateTimeFormat(locale, options).format(at)
  const isToday = new Date(at).toDateString() === new Date(now).toDateString()
  if (isToday) return `until ${format(time)}`
  if (Math.abs(at - now) < 6 * DAY_MS && at > now) return `until ${format({ weekday: 'long', ...time })}`
  return `until ${format({ dateStyle: 'medium', timeStyle: 'short' })}`
}

/** What a link is called where it is one of several. */
export function linkName({ label, role }: Pick<ListedLink, 'label' | 'role'>): string {
  return label === null ? `the link to ${verbOf(role)}` : `“${label}”`
}

/** What each link is called in the names of its buttons, by its id: no two are called the same. */
export function distinctNames(links: readonly ListedLink[]): ReadonlyMap<string, string> {
  const counts = new Map<string, number>()
  return new Map(
    links.map((link) => {
      const name = linkName(link)
      const count = (counts.get(name) ?? 0) + 1
      counts.set(name, count)
      return [link.link, count === 1 ? name : `${name} (${count})`]
    }),
  )
}

/** How somebody got their access. */
export function howWords({ how, role, links, email }: ListedPerson, all: readonly ListedLink[]): string {
  if (how === 'created') return role === 'owner' ? 'Made this document' : 'Made this document, and handed it over'
  const came = all.filter(({ link }) => links.includes(link)).map(linkName)
  const by = came.length === 0 ? 'a link' : came.join(' and ')
  if (how === 'link') return `Came by ${by}`
  // By the owner, or by themselves.
  if (how === 'removed') return came.length === 0 ? 'Has no access any more' : `Came again by ${by}`
  if (role === 'owner') return 'Was handed this document'
  const given = email === null ? 'By the owner’s word' : `By the owner’s word, as ${email}`
  return came.length === 0 ? given : `${given}, and by ${by}`
}

/** Why something was not done, or may not have been. */
export function refusalWords(code: RefusalCode): string {
  if (code === 'unanswered')
    return 'It is not known whether this was done: the server did not answer. See what is there.'
  if (code === 'not-joined') return 'Nothing was changed: there is no connection to the server.'
  if (code === 'sign-in-needed') return 'Nothing was changed: they need an account for that.'
  if (code === 'no-account') return ERRORS[code].sentence
  if (code === 'slow') return 'Nothing was changed: too many changes at once. Try again in a minute.'
  if (code === 'forbidden') return 'Nothing was changed: only the owner may do that.'
  return `Nothing was changed. ${ERRORS[code].sentence}`
}
