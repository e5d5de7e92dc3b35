import { isAtLeast } from '../../shared/access/roles.ts'
import { type Refusal, refuse, slow } from '../../shared/protocol/errors.ts'
import type { Clock } from '../lib/clock.ts'
import { LAST_USED_STEP_MS, type ShareLink, type Standing, adds } from '../storage/access-store.ts'
import type { Storage } from '../storage/storage.ts'
import { type Budgets, passwordsKey } from './budgets.ts'
import { hashSecret, mintId } from './keys.ts'
import { isPassword, passwordsWaitMs } from './passwords.ts'
import { isLive, roleIn } from './standing.ts'
import { type Ceiling, NO_CEILING } from './visitors.ts'

/** Whoever stands behind a connection. */
export interface Visitor {
  /** What its actor is found by: SHA-256 of a guest's token, or what stands for it with an account. */
  readonly tokenHash: Uint8Array
  readonly ceiling: Ceiling
  /** As `addressKey` names it. */
  readonly address: string
}

/** What somebody comes to a document with: the secret of a link, if they have one, and the link's password. */
export interface Entering {
  readonly document: string
  readonly key?: string | undefined
  readonly password?: string | undefined
  readonly name?: string | undefined
}

export interface AdmissionServices {
  readonly storage: Storage
  readonly budgets: Budgets
  readonly clock: Clock
}

type LockedLink = ShareLink & { readonly passwordHash: string }

type Known = { readonly ok: true; readonly actor: string }

export interface Entered extends Known {
  /** The one that the secret is of. */
  readonly link: ShareLink | null
  /** There is a grant, or a name, that was not there before. */
  readonly isNews: boolean
}

/**
 * Lets people in: exchanges a link for a grant to whoever comes by it. A link that is wrong, revoked, expired or of another
 * document is answered alike, after the same look into the database; whoever only guesses leaves no rows.
 */
export class Admission {
  readonly #services: AdmissionServices

  constructor(services: AdmissionServices) {
    this.#services = services
  }

  /** The actor behind a connection: made when it first needs to be somebody, so that mere visits leave no trace. */
  async actorOf({ tokenHash, address, ceiling }: Visitor): Promise<Known | Refusal> {
    const { storage, budgets, clock } = this.#services
    if (ceiling === null) return refuse('sign-in-needed')
    const waitMs = budgets.guests.waitMs(address)
    if (waitMs > 0 && !(await storage.actors.knows(tokenHash))) return slow(waitMs)
    const fresh = mintId()
    const actor = await storage.actors.resolve(tokenHash, fresh, clock.now())
    if (actor === fresh) budgets.guests.take(address)
    return { ok: true, actor }
  }

  /** The actor who may be in this document from now on. Never less than what they had: a link only adds. */
  async enter(visitor: Visitor, { document, key, password, name }: Entering): Promise<Entered | Refusal> {
    const { storage, budgets, clock } = this.#services
    if (visitor.ceiling === null) return refuse('sign-in-needed')
    const waitMs = budgets.wrongKeys.waitMs(visitor.address)
    if (waitMs > 0) return slow(waitMs)
    const { actor, standing, link: found } = await this.#find(visitor, document, key)
    // Against what was decided about somebody, an older link is none.
    const link = found !== null && adds(found, standing.decision) ? found : null
    const present = roleIn(standing, clock.now())
    if (link === null && present === null) {
      return (await this.#isOwnTrash(visitor, document, actor)) ? refuse('deleted') : this.#wrong(visitor)
    }
    let secretHash = link === null || key === undefined ? null : hashSecret(key)
    if (link !== null && isLockedTo(link, standing)) {
      // Somebody to whom the link gives nothing more is let in by what they have.
      if (present !== null && isAtLeast(present, link.role)) secretHash = null
      else {
        const refused = await this.#unlock(visitor, document, link, password)
        if (refused !== null) return refused
      }
    }
    const known = await this.actorOf(visitor)
    if (!known.ok) return known
    const now = clock.now()
    const isNews = secretHash !== null && link !== null && isVisitNews(link, standing, now)
    const isRenamed = name !== undefined && name !== standing.name
    // Everybody who comes back at once is mostly known already.
    const entered =
      isNews || isRenamed
        ? await storage.access.enter(document, known.actor, { secretHash, name: name ?? null }, now)
        : standing
    // Somebody who was removed has the secret of a link all the same.
    if (roleIn(entered, clock.now()) === null) return this.#wrong(visitor)
    return { ...known, link: found, isNews: isNews || isRenamed }
  }

  /** Whether a visitor may know that there is such a document: they have a link that lets them in, or are somebody in it. */
  async knows(visitor: Visitor, document: string, key: string): Promise<{ readonly ok: true } | Refusal> {
    if (visitor.ceiling === null) return refuse('sign-in-needed')
    const waitMs = this.#services.budgets.wrongKeys.waitMs(visitor.address)
    if (waitMs > 0) return slow(waitMs)
    const { standing, link } = await this.#find(visitor, document, key)
    const hasLink = link !== null && adds(link, standing.decision)
    const isKnown = hasLink || roleIn(standing, this.#services.clock.now()) !== null
    return isKnown ? { ok: true } : this.#wrong(visitor)
  }

  async #find(visitor: Visitor, document: string, key: string | undefined) {
    const { storage, clock } = this.#services
    const secretHash = key === undefined ? null : hashSecret(key)
    const { actor, standing, link } = await storage.access.find(document, visitor.tokenHash, secretHash)
    return { actor, standing, link: link !== null && isLive(link, clock.now()) ? link : null }
  }

  /** Whoever could take it out of the trash is told that it is there; it is looked for whoever asks. */
  async #isOwnTrash({ ceiling }: Visitor, document: string, actor: string | null): Promise<boolean> {
    const owner = await this.#services.storage.library.trashOwner(document)
    return owner !== null && owner === actor && ceiling === NO_CEILING
  }

  #wrong({ address }: Visitor): Refusal {
    this.#services.budgets.wrongKeys.take(address)
    return refuse('not-found')
  }

  async #unlock(
    { address }: Visitor,
    document: string,
    { id, passwordHash }: LockedLink,
    password: string | undefined,
  ): Promise<Refusal | null> {
    const { wrongKeys, wrongPasswords, passwords } = this.#services.budgets
    if (password === undefined) return refuse('password-needed')
    const guesses = passwordsKey(document, id)
    const waitMs =
      wrongKeys.waitMs(address) || wrongPasswords.waitMs(guesses) || passwords.waitMs(address) || passwordsWaitMs()
    if (waitMs > 0) return slow(waitMs)
    passwords.take(address)
    // Counted as a wrong one before it is hashed: of many at the same time, none may be tried that is not counted yet.
    wrongKeys.take(address)
    wrongPasswords.take(guesses)
    if (!(await isPassword(password, passwordHash))) return refuse('password-needed')
    wrongKeys.giveBack(address)
    wrongPasswords.giveBack(guesses)
    return null
  }
}

/** The password is asked for once: then there is a grant. */
function isLockedTo(link: ShareLink, { links }: Standing): link is LockedLink {
  return link.passwordHash !== null && !links.some((grant) => grant.link === link.id)
}

/** Whether there is anything to note of somebody who comes by a link: a grant, or that it is still used. */
function isVisitNews(link: ShareLink, { decision, links }: Standing, now: number): boolean {
  if (!adds(link, decision)) return false
  return !links.some((grant) => grant.link === link.id) || now - (link.lastUsedAt ?? 0) >= LAST_USED_STEP_MS
}
