import { type LinkRole, type Role, lowerRole } from '../../shared/access/roles.ts'
import { type Refusal, refuse, slow } from '../../shared/protocol/errors.ts'
import { MAX_LISTED_PEOPLE, MAX_SHARE_LINKS } from '../../shared/protocol/limits.ts'
import type { SimpleAnswer } from '../../shared/protocol/schemas.ts'
import { type Authorization, authorize } from '../access/authorize.ts'
import { roleIn } from '../access/standing.ts'
import type { Ceiling } from '../access/visitors.ts'
import type { Clock } from '../lib/clock.ts'
import type {
  AccessRequest,
  AccessStore,
  Decision,
  NewShareLink,
  PersonRecord,
  ShareLink,
} from '../storage/access-store.ts'
import type { Account } from '../storage/account-store.ts'
import type { Publication, PublicationStore } from '../storage/publication-store.ts'
import type { Doer, Member } from './member.ts'
import type { RoomAccess } from './room-access.ts'
import type { RoomChannel } from './room-channel.ts'

export interface RoomSharingPorts {
  readonly storage: AccessStore
  /** Null where nothing is published. */
  readonly publications: PublicationStore | null
  readonly channel: RoomChannel
  readonly clock: Clock
  readonly ceilingOfGuests: Ceiling
  /** Those of these actors that are an account's. */
  readonly accountsAmong: (actors: readonly string[]) => Promise<readonly string[]>
  /** Keeps the room while `work` waits for storage. */
  occupied<Result>(work: () => Promise<Result>): Promise<Result>
}

/** A person, with the role they have at present; null when they were removed, or guests may do nothing. */
export interface PersonHere extends PersonRecord {
  readonly role: Role | null
  /** False for a guest where guests may not do everything: a document that is theirs would be nobody's. */
  readonly mayOwn: boolean
}

export interface Sharing {
  readonly ok: true
  readonly links: readonly ShareLink[]
  readonly people: readonly PersonHere[]
  readonly requests: readonly AccessRequest[]
  /** Null when the document is not published; undefined where nothing can be. */
  readonly published: Publication | null | undefined
}

const DONE: SimpleAnswer = { ok: true }
const BUSY_RETRY_MS = 1000
/** Many come by a link at once: whoever shares is told once of all of them. */
const TELL_CHANGED_MS = 250

/**
 * What somebody with the right to share does to one document's links and people. Each change is stored, then applied to the
 * room at once, one after the other; whoever it concerns is told by then.
 */
export class RoomSharing {
  readonly #document: string
  readonly #access: RoomAccess
  readonly #members: ReadonlyMap<string, Member>
  readonly #ports: RoomSharingPorts
  #isTelling = false

  constructor(document: string, access: RoomAccess, members: ReadonlyMap<string, Member>, ports: RoomSharingPorts) {
    this.#document = document
    this.#access = access
    this.#members = members
    this.#ports = ports
  }

  /** Whether the member may share: asked again for each change when that is made. */
  permits(member: Member): Authorization {
    return authorize(member.actor, this.#access, 'share')
  }

  list(member: Member): Promise<Sharing | Refusal> {
    const { storage, publications, clock, ceilingOfGuests } = this.#ports
    return this.#ports.occupied(async () => {
      const permitted = this.permits(member)
      if (!permitted.ok) return permitted
      const [links, people, requests, published] = await Promise.all([
        storage.links(this.#document),
        storage.people(this.#document, MAX_LISTED_PEOPLE),
        storage.requests(this.#document),
        publications?.of(this.#document),
      ])
      const limited = await this.#limited(people.map(({ actor }) => actor))
      const now = clock.now()
      const here = people.map((person) => {
        const mayOwn = !limited.has(person.actor)
        const ceiling = mayOwn ? 'owner' : ceilingOfGuests
        const role = ceiling === null ? null : lowerRole(roleIn(person, now), ceiling)
        return { ...person, name: this.#nameOf(person), role, mayOwn }
      })
      // Who came by links that have all expired has nothing any more, and was not removed either.
      return {
        ok: true,
        links,
        people: here.filter(({ role, decision }) => role !== null || decision !== null),
        requests,
        published,
      }
    })
  }

  /** Asking for the same again changes nothing. */
  addLink(member: Member, link: Omit<NewShareLink, 'createdBy' | 'createdAt'>): Promise<SimpleAnswer> {
    const { storage, clock } = this.#ports
    return this.#change(member, async () => {
      const fresh = { ...link, createdBy: member.actor, createdAt: clock.now() }
      const outcome = await storage.addLink(this.#document, fresh, MAX_SHARE_LINKS)
      if (outcome === 'full') return refuse('too-many-links')
      return outcome === 'taken' ? refuse('outdated') : DONE
    })
  }

  /** Whoever came by the link alone is let out; with `undo` they may come again. */
  revokeLink(member: Member, link: string, undo: boolean): Promise<SimpleAnswer> {
    const { storage, clock } = this.#ports
    return this.#change(member, async () => {
      const isDone = undo
        ? await storage.restoreLink(this.#document, link, member.actor, clock.now())
        : await storage.revokeLink(this.#document, link, member.actor, clock.now())
      if (!isDone) return refuse('outdated')
      this.#access.linkRevoked(link, !undo)
      return DONE
    })
  }

  rotateLink(member: Member, link: string, secretHash: Uint8Array): Promise<SimpleAnswer> {
    const { storage, clock } = this.#ports
    return this.#change(member, async () => {
      const outcome = await storage.rotateLink(this.#document, link, secretHash, member.actor, clock.now())
      if (outcome === 'refused') return refuse('outdated')
      if (outcome === 'rotated') this.#access.linkRotated(link)
      return DONE
    })
  }

  /** Gives the person that `isMeant` tells a role, or takes it away (null). A new owner makes the old one an editor. */
  setRole(member: Member, isMeant: (actor: string) => boolean, role: Role | null): Promise<SimpleAnswer> {
    const { storage, clock } = this.#ports
    return this.#change(member, async () => {
      const actor = await this.#find(isMeant)
      if (actor === null) return refuse('outdated')
      // Owners hand the document over, or give it to nobody.
      if (actor === member.actor) return refuse('forbidden')
      if (role === 'owner' && (await this.#limited([actor])).has(actor)) return refuse('sign-in-needed')
      const at = clock.now()
      if (role === 'owner') {
        if (!(await storage.transfer(this.#document, member.actor, actor, at))) return refuse('outdated')
        this.#apply(member.actor, 'editor', at)
      } else {
        const standing = await storage.standing(this.#document, actor)
        if (role === null && standing.decision === null && roleIn(standing, at) === null) {
          // Who only asked is not let in, and may come by a link as before; so may who came by one that has expired.
          await storage.dismiss(this.#document, actor, member.actor, at)
          return DONE
        }
        await storage.decide(this.#document, actor, { role, by: member.actor, at })
      }
      this.#apply(actor, role, at)
      return DONE
    })
  }

  /** Gives an account a role, which is noted with the address that it was named by. */
  shareWith(member: Member, { actor, email }: Pick<Account, 'actor' | 'email'>, role: LinkRole): Promise<SimpleAnswer> {
    const { storage, clock } = this.#ports
    return this.#change(member, async () => {
      if (actor === member.actor) return refuse('forbidden')
      const at = clock.now()
      await storage.decide(this.#document, actor, { role, by: member.actor, at, email })
      this.#apply(actor, role, at)
      return DONE
    })
  }

  /** Publishes the document at a slug, or at another one, or with another description. Also: not a word of it any more (null). */
  publish(
    member: Member,
    page: { readonly slug: string; readonly description: string | null } | null,
  ): Promise<SimpleAnswer> {
    const { publications, clock } = this.#ports
    return this.#change(member, async () => {
      if (publications === null) return refuse('forbidden')
      if (page === null) {
        await publications.withdraw(this.#document, member.actor, clock.now())
        return DONE
      }
      const outcome = await publications.publish(this.#document, { ...page, by: member.actor, at: clock.now() })
      if (outcome === 'taken') return refuse('slug-taken')
      return outcome === 'published' ? DONE : refuse(outcome)
    })
  }

  /** The member gives up what they have. An owner hands the document over first. */
  giveUp(member: Doer): Promise<SimpleAnswer> {
    const { storage, clock } = this.#ports
    if (this.#access.isBusy) return Promise.resolve(slow(BUSY_RETRY_MS))
    return this.#ports.occupied(() =>
      this.#access.change(async () => {
        const permitted = authorize(member.actor, this.#access, 'read')
        if (!permitted.ok) return permitted
        if (permitted.role === 'owner') return refuse('forbidden')
        const at = clock.now()
        await storage.withdraw(this.#document, member.actor, at)
        this.#apply(member.actor, null, at)
        this.tellChanged()
        return DONE
      }),
    )
  }

  /** Tells those who may let somebody in that they ask for it. */
  tellAsked(person: string, name: string): void {
    const { channel } = this.#ports
    for (const id of this.#sharing()) channel.send(id, 'asked', { document: this.#document, person, name })
  }

  /** Tells those who may share, a moment later, that there is something else to see in the list. */
  tellChanged(): void {
    const { channel, clock } = this.#ports
    if (this.#isTelling) return
    this.#isTelling = true
    clock.after(TELL_CHANGED_MS, () => {
      this.#isTelling = false
      for (const id of this.#sharing()) channel.send(id, 'sharing-changed', { document: this.#document })
    })
  }

  /** The connections of those who may share, as it is at present. */
  #sharing(): string[] {
    return [...this.#members.values()].filter((member) => this.permits(member).ok).map(({ id }) => id)
  }

  #change(member: Member, work: () => Promise<SimpleAnswer>): Promise<SimpleAnswer> {
    if (this.#access.isBusy) return Promise.resolve(slow(BUSY_RETRY_MS))
    return this.#ports.occupied(() =>
      this.#access.change(async () => {
        const permitted = this.permits(member)
        if (!permitted.ok) return permitted
        const done = await work()
        if (done.ok) this.tellChanged()
        return done
      }),
    )
  }

  #apply(actor: string, role: Role | null, at: number): void {
    const decision: Decision = role === null ? { how: 'removed', role, at } : { how: 'given', role, at }
    this.#access.set(actor, { decision, links: [], name: '' })
  }

  async #find(isMeant: (actor: string) => boolean): Promise<string | null> {
    const { storage } = this.#ports
    const here = [...this.#members.values()].find(({ actor }) => isMeant(actor))
    if (here !== undefined) return here.actor
    const asking = (await storage.requests(this.#document)).find(({ actor }) => isMeant(actor))
    if (asking !== undefined) return asking.actor
    const people = await storage.people(this.#document, MAX_LISTED_PEOPLE)
    return people.find(({ actor }) => isMeant(actor))?.actor ?? null
  }

  /** Those of these actors that may never do everything. */
  async #limited(actors: readonly string[]): Promise<ReadonlySet<string>> {
    const { ceilingOfGuests, accountsAmong } = this.#ports
    if (ceilingOfGuests === 'owner') return new Set()
    const accounts = new Set(await accountsAmong(actors))
    return new Set(actors.filter((actor) => !accounts.has(actor)))
  }

  #nameOf({ actor, name }: PersonRecord): string {
    for (const member of this.#members.values()) if (member.actor === actor) return member.user.name || name
    return name
  }
}
