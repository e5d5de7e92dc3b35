import { type Role, lowerRole } from '../../shared/access/roles.ts'
import type { DocumentAccess } from '../access/authorize.ts'
import { roleChangesAt, roleIn } from '../access/standing.ts'
import type { Clock } from '../lib/clock.ts'
import type { Standing } from '../storage/access-store.ts'

/** A machine that slept, or whose clock was set, is not far behind its time for longer. */
const MAX_TIMER_MS = 60 * 1000
/** Changes that wait to be stored: those that come in wait for them, too. */
const MAX_PENDING_CHANGES = 16

interface Held {
  standing: Standing
  /** The most that the actor may be. */
  readonly ceiling: Role
  role: Role | null
  /** Joins and members that need it. */
  holders: number
}

/**
 * What everybody in a room may do, as it is at present: asked for each event, so it is kept in memory. A change goes through
 * `change`, and is told of as soon as it is stored; what expires is told of at that moment.
 */
export class RoomAccess implements DocumentAccess {
  readonly #clock: Clock
  readonly #changed: (roles: ReadonlyMap<string, Role | null>) => void
  readonly #held = new Map<string, Held>()
  /** What was read before these were revoked may still be on its way. */
  readonly #revoked = new Set<string>()
  #timer: { readonly at: number; readonly cancel: () => void } | null = null
  /** Resolves when the changes asked for so far are stored and applied. */
  #changing: Promise<unknown> = Promise.resolve()
  /** Changes begun, and ended. */
  #begun = 0
  #ended = 0

  /** `changed` is told of everybody whose role became another. */
  constructor(clock: Clock, changed: (roles: ReadonlyMap<string, Role | null>) => void) {
    this.#clock = clock
    this.#changed = changed
  }

  roleOf(actor: string): Role | null {
    return this.#held.get(actor)?.role ?? null
  }

  /**
   * From when this resolves the actor's role is known here, until `release`. `read` gives what they have now; `ceiling` is the
   * most they may be whatever that is.
   */
  async hold(actor: string, ceiling: Role, read: () => Promise<Standing>): Promise<void> {
    const ended = this.#ended
    const standing = await read()
    if (ended === this.#ended && ended === this.#begun) return this.#add(actor, ceiling, standing)
    // What was read may be from before a change: it is read again in its turn among the changes, however many follow.
    const turn = this.#changing.then(async () => this.#add(actor, ceiling, await read()))
    this.#changing = turn.catch(() => {})
    return turn
  }

  release(actor: string): void {
    const held = this.#held.get(actor)
    if (held === undefined) return
    held.holders -= 1
    if (held.holders === 0) this.#held.delete(actor)
  }

  /** So many changes wait that no more may be asked for at present. */
  get isBusy(): boolean {
    return this.#begun - this.#ended >= MAX_PENDING_CHANGES
  }

  /** Does one change after the other: `work` stores it, and then says here what it changed. */
  change<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#begun += 1
    const done = this.#changing.then(work).finally(() => {
      this.#ended += 1
    })
    this.#changing = done.catch(() => {})
    return done
  }

  /** The actor has something else now. */
  set(actor: string, standing: Standing): void {
    const held = this.#held.get(actor)
    if (held === undefined) return
    held.standing = standing
    this.#evaluate()
  }

  linkRevoked(link: string, isRevoked: boolean): void {
    if (isRevoked) this.#revoked.add(link)
    else this.#revoked.delete(link)
    this.#evaluate()
  }

  /** What came by the link is over, but the link is not. */
  linkRotated(link: string): void {
    for (const held of this.#held.values()) {
      held.standing = { ...held.standing, links: held.standing.links.filter((grant) => grant.link !== link) }
    }
    this.#evaluate()
  }

  /** The room ends. */
  close(): void {
    this.#timer?.cancel()
    this.#timer = null
    this.#held.clear()
  }

  #add(actor: string, ceiling: Role, standing: Standing): void {
    const held = this.#held.get(actor) ?? { standing, ceiling, role: null, holders: 0 }
    this.#held.set(actor, held)
    held.holders += 1
    held.standing = standing
    // Of one who is here already, in another tab, it may be news.
    if (held.holders > 1) return this.#evaluate()
    const counting = this.#counting(standing)
    held.role = lowerRole(roleIn(counting, this.#clock.now()), ceiling)
    this.#watch(roleChangesAt(counting, this.#clock.now()))
  }

  #evaluate(): void {
    const now = this.#clock.now()
    const changed = new Map<string, Role | null>()
    let next = Infinity
    for (const [actor, held] of this.#held) {
      const counting = this.#counting(held.standing)
      const role = lowerRole(roleIn(counting, now), held.ceiling)
      next = Math.min(next, roleChangesAt(counting, now))
      if (role === held.role) continue
      held.role = role
      changed.set(actor, role)
    }
    this.#watch(next)
    if (changed.size > 0) this.#changed(changed)
  }

  #counting(standing: Standing): Standing {
    if (this.#revoked.size === 0) return standing
    return { ...standing, links: standing.links.filter(({ link }) => !this.#revoked.has(link)) }
  }

  /** Looks again at that time, if nothing is to be looked at before. */
  #watch(at: number): void {
    if (at >= (this.#timer?.at ?? Infinity)) return
    this.#timer?.cancel()
    const delayMs = Math.min(at - this.#clock.now(), MAX_TIMER_MS)
    const cancel = this.#clock.after(delayMs, () => {
      this.#timer = null
      this.#evaluate()
    })
    this.#timer = { at, cancel }
  }
}
