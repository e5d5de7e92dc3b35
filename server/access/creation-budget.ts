import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

const ONE_HOUR_SECONDS = 60 * 60

/** How many documents each address may still create this hour. Kept in memory: a restart forgives. */
export class CreationBudget {
  readonly #limiter: RateLimiterMemory

  constructor(documentsPerHour: number) {
    this.#limiter = new RateLimiterMemory({ points: documentsPerHour, duration: ONE_HOUR_SECONDS })
  }

  /** Counts one document for a client, named as `addressKey` does; false when its hour is used up. */
  async take(address: string): Promise<boolean> {
    try {
      await this.#limiter.consume(address)
      return true
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) return false
      throw refusal
    }
  }
}
