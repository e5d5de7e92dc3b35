import type { Clock } from './clock.ts'

/**
 * Lets so much work be under way at a time, in the order in which it came: when everybody asks at once, the server holds a few
 * documents in memory and not all of them.
 */
export class TurnQueue {
  readonly #clock: Clock
  readonly #atOnce: number
  readonly #maxWaitMs: number
  #inFlight = 0
  readonly #waiting = new Set<(itsTurn: boolean) => void>()

  constructor(clock: Clock, atOnce: number, maxWaitMs: number) {
    this.#clock = clock
    this.#atOnce = atOnce
    this.#maxWaitMs = maxWaitMs
  }

  /** Resolves to what `work` does once it is its turn; to `late` when that takes longer than whoever asks would wait. */
  async run<Result>(work: () => Promise<Result>): Promise<Result | 'late'> {
    if (this.#inFlight < this.#atOnce) this.#inFlight += 1
    else if (!(await this.#turn())) return 'late'
    try {
      return await work()
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
      const cancel = this.#clock.after(this.#maxWaitMs, () => settle(false))
      this.#waiting.add(settle)
    })
  }
}
