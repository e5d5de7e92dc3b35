import { effect, type ReadonlySignal, signal } from '@preact/signals'
import type { LinkRole, Role } from '../../../shared/access/roles.ts'
import type { ErrorCode, Refusal } from '../../../shared/protocol/errors.ts'
import type { SharingAnswer } from '../../../shared/protocol/schemas.ts'
import { type Clock, Later } from '../../lib/clock.ts'
import { newId } from '../../lib/ids.ts'
import type { Session } from '../../sync/session.ts'
import { RepeatedRequests, type Unanswered } from './repeated-requests.ts'

type Listed = Extract<SharingAnswer, { ok: true }>
export type ListedLink = Listed['links'][number]
export type ListedPerson = Listed['people'][number]
export type AccessRequest = Listed['requests'][number]

type Refused = Refusal | Unanswered
export type Outcome = { readonly ok: true } | Refused
/** `isOwn` of the link that this page was come to by. */
type LinkOutcome<Fields = unknown> = ({ readonly ok: true; readonly isOwn: boolean } & Fields) | Refused

export type ListedPage = NonNullable<Listed['published']>

export interface PageWish {
  readonly slug: string
  /** '' for what follows from the text. */
  readonly description: string
}

export interface LinkWish {
  readonly role: LinkRole
  readonly label: string
  /** Milliseconds since the Unix epoch; null for never. */
  readonly expiresAt: number | null
  readonly password: string
}

/** The list is asked for again at most this often, however much happens. */
const REFRESH_MS = 2000
export const UNDO_MS = 10_000

interface Secret {
  readonly key: string
  /** When its link was made or given this secret, by the server's word; null until a list said it. */
  readonly at: number | null
  /** No list asked for before this one knows of it. */
  readonly since: number
}

/** The links, people and requests of one document, for whoever may share it: kept as they are at present, and changed. */
export class AccessList {
  /** Null until the server told it. */
  readonly listed: ReadonlySignal<Listed | null>
  /** Why the list may be an old one; null when it is not. */
  readonly trouble: ReadonlySignal<ErrorCode | null>
  /** Links revoked here a moment ago. */
  readonly revoked: ReadonlySignal<readonly ListedLink[]>
  /** So many changes were asked for, and may have been made or not: they are asked for again. */
  readonly unanswered: ReadonlySignal<number>
  /** Links whose revoke is being taken back. */
  readonly restoring: ReadonlySignal<readonly string[]>
  readonly #restoring = signal<readonly string[]>([])
  /** The link that this page was come to by, once it was revoked here. */
  #lost: string | null = null
  readonly #requests: RepeatedRequests
  readonly #session: Session
  readonly #clock: Clock
  readonly #listed = signal<Listed | null>(null)
  readonly #trouble = signal<ErrorCode | null>(null)
  readonly #revoked = signal<readonly ListedLink[]>([])
  /** By link. The server has their hashes alone, so a page knows those that it made, and the one it came by. */
  readonly #secrets = signal<ReadonlyMap<string, Secret>>(new Map())
  readonly #release: (() => void)[]
  readonly #refresh: Later
  #asked = 0

  constructor(session: Session, clock: Clock) {
    this.listed = this.#listed
    this.trouble = this.#trouble
    this.revoked = this.#revoked
    this.restoring = this.#restoring
    this.#requests = new RepeatedRequests(session, clock)
    this.unanswered = this.#requests.unanswered
    this.#session = session
    this.#clock = clock
    this.#refresh = new Later(clock, REFRESH_MS, () => void this.refresh())
    const later = (): void => this.#refresh.schedule()
    this.#release = [
      effect(() => {
        const own = session.link.value
        if (own !== null) this.#learn(own.link, session.key)
      }),
      effect(() => {
        const { name } = session.status.value
        if (name === 'offline') this.#trouble.value = 'not-joined'
        else if (this.#listed.peek() === null || this.#trouble.peek() !== null) void this.refresh()
      }),
      session.on('sharing-changed', later),
      session.on('asked', () => void this.refresh()),
      () => this.#refresh.cancel(),
      () => this.#requests.close(),
    ]
  }

  /** The secret of a link; null when this page does not know it. */
  secretOf(link: string): string | null {
    return this.#secrets.value.get(link)?.key ?? null
  }

  /** Whether this page was come to by it. */
  isOwn(link: string): boolean {
    return this.secretOf(link) === this.#session.key
  }

  async refresh(): Promise<void> {
    this.#asked += 1
    const asked = this.#asked
    const answer = await this.#session.request('sharing', {})
    if (asked !== this.#asked) return
    if (!answer.ok) {
      this.#trouble.value = answer.code
      if (answer.code === 'slow') this.#refresh.schedule()
      return
    }
    this.#trouble.value = null
    this.#listed.value = answer
    this.#secrets.value = secretsAfter(this.#secrets.peek(), answer.links, asked)
  }

  /** Resolves to the new link's id, or to why there is none. */
  async add({ role, label, expiresAt, password }: LinkWish): Promise<{ ok: true; link: string } | Refused> {
    const made = { link: newId(), key: newId() }
    const answer = await this.#requests.ask('add-link', {
      ...made,
      role,
      ...(label !== '' && { label }),
      ...(expiresAt !== null && { expiresAt }),
      ...(password !== '' && { password }),
    })
    // If it is there, its address is known here.
    if (answer.ok || answer.code === 'unanswered') this.#learn(made.link, made.key)
    if (!answer.ok) return this.#refused(answer)
    await this.refresh()
    return { ok: true, link: made.link }
  }

  /** Gives a link another secret. Resolves to that, or to why it has none. */
  async rotate(link: string): Promise<LinkOutcome<{ readonly key: string }>> {
    const isOwn = this.isOwn(link)
    const key = newId()
    const answer = await this.#requests.ask('rotate-link', { link, key })
    if (!answer.ok) return this.#refused(answer)
    this.#learn(link, key)
    await this.refresh()
    return { ok: true, isOwn, key }
  }

  /** The link stands in `revoked` for as long as that can be undone here. */
  async revoke(link: ListedLink): Promise<LinkOutcome> {
    const isOwn = this.isOwn(link.link)
    const answer = await this.#requests.ask('revoke-link', { link: link.link })
    if (!answer.ok) return this.#refused(answer)
    this.#revoked.value = [...this.#revoked.peek(), link]
    this.#release.push(this.#clock.after(UNDO_MS, () => this.#forgetRevoked(link.link)))
    if (isOwn) this.#lost = link.link
    await this.refresh()
    return { ok: true, isOwn }
  }

  /** Takes a revoke back; resolves to null when that is under way already. */
  async restore(link: string): Promise<LinkOutcome | null> {
    if (this.#restoring.peek().includes(link)) return null
    this.#restoring.value = [...this.#restoring.peek(), link]
    try {
      const answer = await this.#requests.ask('revoke-link', { link, undo: true })
      if (!answer.ok) return this.#refused(answer)
      await this.refresh()
      this.#forgetRevoked(link)
      const isOwn = link === this.#lost
      if (isOwn) this.#lost = null
      return { ok: true, isOwn }
    } finally {
      this.#restoring.value = this.#restoring.peek().filter((each) => each !== link)
    }
  }

  /** Null takes all access away, or turns down who asks. */
  async setRole(person: string, role: Role | null): Promise<Outcome> {
    const before = entryOf(person, this.#listed.peek())
    // Who was handed the document may have handed it back by now.
    const isToDo = (listed: Listed): boolean => entryOf(person, listed) === before
    const answer = await this.#requests.ask('set-role', { person, role }, role === 'owner' ? isToDo : undefined)
    if (!answer.ok) return this.#refused(answer)
    // The list is not this page's to see any more.
    if (role !== 'owner') await this.refresh()
    return answer
  }

  /** Gives whoever has an account with this address a role. */
  async shareWith(email: string, role: LinkRole): Promise<Outcome> {
    const answer = await this.#requests.ask('share-with', { email, role })
    if (!answer.ok) return this.#refused(answer)
    await this.refresh()
    return answer
  }

  /** Publishes the document, or its page elsewhere or otherwise; with null, not any more. */
  async publish(wish: PageWish | null): Promise<Outcome> {
    const answer =
      wish === null
        ? await this.#requests.ask('unpublish', {})
        : await this.#requests.ask('publish', {
            slug: wish.slug,
            ...(wish.description !== '' && { description: wish.description }),
          })
    if (!answer.ok) return this.#refused(answer)
    await this.refresh()
    return answer
  }

  close(): void {
    for (const release of this.#release) release()
  }

  #refused<Code extends Refused>(refusal: Code): Code {
    if (refusal.code === 'outdated' || refusal.code === 'unanswered') void this.refresh()
    return refusal
  }

  #learn(link: string, key: string): void {
    this.#secrets.value = new Map(this.#secrets.peek()).set(link, { key, at: null, since: this.#asked })
  }

  #forgetRevoked(link: string): void {
    this.#revoked.value = this.#revoked.peek().filter((each) => each.link !== link)
  }
}

/** What a list says of somebody's standing; the same as long as nothing was decided about them. */
function entryOf(person: string, listed: Listed | null): string {
  const entry = listed?.people.find((each) => each.person === person)
  return entry === undefined ? '' : `${entry.role} ${entry.how} ${entry.at}`
}

/** What is still known of secrets once a list said when each link got its own: somebody else may have given it another. */
function secretsAfter(
  secrets: ReadonlyMap<string, Secret>,
  links: readonly ListedLink[],
  asked: number,
): ReadonlyMap<string, Secret> {
  const after = new Map(secrets)
  for (const { link, createdAt } of links) {
    const secret = after.get(link)
    if (secret === undefined || asked <= secret.since) continue
    if (secret.at === null) after.set(link, { ...secret, at: createdAt })
    else if (secret.at !== createdAt) after.delete(link)
  }
  return after
}
