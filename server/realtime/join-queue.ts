import { MAX_JOINS_IN_FLIGHT, MAX_JOIN_WAIT_MS } from '../../shared/protocol/limits.ts'
import type { Clock } from '../lib/clock.ts'

/**
 * Lets so many joins at a time read their documents, in the order in which they came: when everybody comes back at once,
 * the server holds a few documents in memory and not all of them.
 */
export class JoinQueue {
  readonly #clock: Clock
  #inFlight = 0
  readonly #waiting = new Set<(itsTurn: boolean) => void>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Resolves to what `join` does once it is its turn; to `late` when that takes longer than its client would wait. */
  async run<Result>(join: () => Promise<Result>): Promise<Result | 'late'> {
    if (this.#inFlight < MAX_JOINS_IN_FLIGHT) this.#inFlight += 1
    else if (!(await this.#turn())) return 'late'
    try {
      return await join()
    } finally {
      const [next] = this.#waiting
      if (next === undefined) this.#inFlight -= 1
      else next(true)
    }
  }

  #turn(): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (itsTurn: boolean): void => {
        cancel()
        this.#waiting.delete(settle)
        resolve(itsTurn)
      }
      const cancel = this.#clock.after(MAX_JOIN_WAIT_MS, () => settle(false))
      this.#waiting.add(settle)
    })
  }
}
