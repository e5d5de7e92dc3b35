import type { Clock } from '../lib/clock.ts'

/** A database that takes longer to answer cannot serve anybody. */
const CHECK_TIMEOUT_MS = 2000

/** Whether people can be sent to this server: it is not stopping, and its storage answers in time. */
export class Readiness {
  readonly #check: () => Promise<void>
  readonly #clock: Clock
  #draining = false

  /** `check` resolves when storage answers. */
  constructor(check: () => Promise<void>, clock: Clock) {
    this.#check = check
    this.#clock = clock
  }

  /** Never rejects. */
  async isReady(): Promise<boolean> {
    if (this.#draining) return false
    return new Promise((resolve) => {
      const cancel = this.#clock.after(CHECK_TIMEOUT_MS, () => resolve(false))
      const answer = (ready: boolean) => {
        cancel()
        resolve(ready)
      }
      this.#check().then(
        () => answer(true),
        () => answer(false),
      )
    })
  }

  get draining(): boolean {
    return this.#draining
  }

  /** From now on the answer is no. */
  drain(): void {
    this.#draining = true
  }
}
