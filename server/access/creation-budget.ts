import type { Clock } from '../lib/clock.ts'
import { KeyedBuckets } from '../lib/keyed-buckets.ts'

const ONE_HOUR_SECONDS = 60 * 60

/** How many documents each address may still create. Kept in memory: a restart forgives. */
export class CreationBudget {
  readonly #buckets: KeyedBuckets

  /** So many at once, and as many again over each hour. */
  constructor(documentsPerHour: number, clock: Clock) {
    this.#buckets = new KeyedBuckets({ burst: documentsPerHour, perSecond: documentsPerHour / ONE_HOUR_SECONDS }, clock)
  }

  /** Counts one document for a client, named as `addressKey` does; false when it has used up what it had. */
  take(address: string): boolean {
    return this.#buckets.take(address)
  }
}
