import { effect, untracked } from '@preact/signals-core'
import type { ErrorCode, Refusal } from '../../shared/protocol/errors.ts'
import { reactionOf, refused } from '../../shared/protocol/reactions.ts'
import { retryDelayMs } from '../lib/backoff.ts'
import type { Clock } from '../lib/clock.ts'
import type { Wire } from '../transport/wire.ts'
import { Patience } from './patience.ts'

export interface MembershipOptions {
  readonly wire: Wire
  readonly clock: Clock
  readonly random: () => number
  /** Joins once; resolves to null when that worked, else to why not. Never runs twice at a time, nor without a connection. */
  join(): Promise<Refusal | null>
  /** The connection is gone, or `rejoin` was called: nothing may be sent until the next join. */
  left(): void
  /** `trouble` may have changed. */
  changed(): void
}

/** Keeps one document joined while there is a connection: when to join, and when to join again. */
export class Membership {
  readonly #options: MembershipOptions
  #stopWatching: (() => void) | null = null
  #cancelRetry: (() => void) | null = null
  #isJoining = false
  #isJoined = false
  /** Of the connection; an answer to a join over an earlier one means nothing. */
  #connection = 0
  #failures = 0
  readonly #patience: Patience
  #trouble: ErrorCode | null = null

  constructor(options: MembershipOptions) {
    this.#options = options
    this.#patience = new Patience(options.clock)
  }

  /** Why the server does not let anybody join at the moment; null when all is well. */
  get trouble(): ErrorCode | null {
    return this.#trouble
  }

  start(): void {
    if (this.#stopWatching !== null) return
    this.#stopWatching = effect(() => {
      const isOnline = this.#options.wire.state.value.name === 'online'
      untracked(() => (isOnline ? this.#tryNow() : this.#lose()))
    })
  }

  stop(): void {
    this.#stopWatching?.()
    this.#stopWatching = null
    this.#lose()
  }

  /**
   * What the server and this page hold of the document differs, because of `code`: joins again, at once when nothing went
   * wrong lately.
   */
  rejoin(code: ErrorCode): void {
    if (this.#stopWatching === null) return
    this.#isJoined = false
    this.#options.left()
    this.#connection += 1
    this.#tryLater(refused(code))
  }

  /** Something was stored or received as it should be: the next rejoin may be at once again. */
  succeeded(): void {
    this.#failures = 0
  }

  retryNow(): void {
    if (this.#cancelRetry === null) return
    this.#tryNow()
  }

  #tryNow(): void {
    this.#cancelRetry?.()
    this.#cancelRetry = null
    if (this.#isJoining || this.#isJoined || this.#options.wire.state.peek().name !== 'online') return
    this.#isJoining = true
    const connection = this.#connection
    void this.#options.join().then((refusal) => {
      this.#isJoining = false
      if (this.#stopWatching === null) return
      if (connection !== this.#connection) this.#tryNow()
      else if (refusal === null) this.#enter()
      else this.#tryLater(refusal)
    })
  }

  #enter(): void {
    this.#isJoined = true
    this.#trouble = null
    this.#patience.reset()
    this.#options.changed()
  }

  #tryLater({ code, retryAfterMs }: Refusal): void {
    const isTrouble = reactionOf(code) === 'retry' || reactionOf(code) === 'bug'
    const waits = isTrouble || this.#failures > 0
    const delayMs = waits ? retryDelayMs(retryAfterMs, this.#failures, this.#options.random()) : 0
    this.#trouble = isTrouble ? this.#patience.troubleOf(code, delayMs) : null
    this.#failures += 1
    this.#options.changed()
    this.#cancelRetry?.()
    this.#cancelRetry = this.#options.clock.after(delayMs, () => this.#tryNow())
  }

  #lose(): void {
    this.#connection += 1
    this.#isJoined = false
    this.#failures = 0
    this.#trouble = null
    this.#cancelRetry?.()
    this.#cancelRetry = null
    this.#options.left()
  }
}
