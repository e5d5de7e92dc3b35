import type { Clock } from './clock.ts'

export interface Rate {
  /** What may come at once after a quiet time. */
  readonly burst: number
  readonly perSecond: number
}

/**
 * How much of something may be used: `burst` at once, and what flows back in each second. It may be overdrawn, so that what
 * has happened already is counted too; whoever asks decides what follows from that.
 */
export class TokenBucket {
  readonly #rate: Rate
  readonly #clock: Clock
  #level: number
  #at: number

  constructor(rate: Rate, clock: Clock) {
    this.#rate = rate
    this.#clock = clock
    this.#level = rate.burst
    this.#at = clock.now()
  }

  /** What is left; less than 0 when overdrawn, at most `burst`. */
  get level(): number {
    const now = this.#clock.now()
    const elapsedMs = Math.max(0, now - this.#at)
    this.#at = now
    this.#level = Math.min(this.#rate.burst, this.#level + (elapsedMs * this.#rate.perSecond) / 1000)
    return this.#level
  }

  get isFull(): boolean {
    return this.level >= this.#rate.burst
  }

  /** Uses `amount`, even if that overdraws it. */
  spend(amount: number): void {
    this.#level = this.level - amount
  }

  /** Uses `amount` if that much is left; false, with nothing used, if not. */
  take(amount: number): boolean {
    if (this.level < amount) return false
    this.#level -= amount
    return true
  }

  /** Undoes a `take`: what was counted beforehand turned out not to count. */
  giveBack(amount: number): void {
    this.#level = Math.min(this.#rate.burst, this.level + amount)
  }

  /** Milliseconds until `amount` is left; 0 when it is now. */
  waitMs(amount: number): number {
    return Math.max(0, Math.ceil(((amount - this.level) * 1000) / this.#rate.perSecond))
  }
}
