import type { Clock } from './clock.ts'
import { type Rate, TokenBucket } from './token-bucket.ts'

/** Below this many keys nobody looks for those that can be forgotten. */
const FIRST_SWEEP = 1000

/** A bucket for each key, kept while it is not full: a key that has not been heard of for a while costs nothing. */
export class KeyedBuckets {
  readonly #rate: Rate
  readonly #clock: Clock
  readonly #buckets = new Map<string, TokenBucket>()
  #nextSweep = FIRST_SWEEP

  constructor(rate: Rate, clock: Clock) {
    this.#rate = rate
    this.#clock = clock
  }

  /** Keys in memory. */
  get size(): number {
    return this.#buckets.size
  }

  /** Uses `amount` of this key's bucket if that much is left; false, with nothing used, if not. */
  take(key: string, amount = 1): boolean {
    return this.#of(key).take(amount)
  }

  /** Undoes a `take`: what was counted beforehand turned out not to count. */
  giveBack(key: string, amount = 1): void {
    this.#buckets.get(key)?.giveBack(amount)
  }

  /** What is left for this key. */
  level(key: string): number {
    return this.#buckets.get(key)?.level ?? this.#rate.burst
  }

  /** Milliseconds until `amount` is left for this key; 0 when it is now. */
  waitMs(key: string, amount = 1): number {
    return this.#buckets.get(key)?.waitMs(amount) ?? 0
  }

  #of(key: string): TokenBucket {
    const known = this.#buckets.get(key)
    if (known !== undefined) return known
    if (this.#buckets.size >= this.#nextSweep) this.#sweep()
    const bucket = new TokenBucket(this.#rate, this.#clock)
    this.#buckets.set(key, bucket)
    return bucket
  }

  /** As often as the number of keys doubles, so that it costs a fixed share of taking. */
  #sweep(): void {
    for (const [key, bucket] of this.#buckets) if (bucket.isFull) this.#buckets.delete(key)
    this.#nextSweep = Math.max(FIRST_SWEEP, this.#buckets.size * 2)
  }
}
