/** Time as a parameter: the only file under `client/` that reads the real clock. Milliseconds since the Unix epoch. */
export interface Clock {
  now(): number
  /** Calls `callback` once after `delayMs`; the returned function cancels it. */
  after(delayMs: number, callback: () => void): () => void
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs)
    return () => clearTimeout(timer)
  },
}

/** One piece of work that may be asked for often and runs once, `delayMs` after the first time it was asked for. */
export class Later {
  readonly #clock: Clock
  readonly #delayMs: number
  readonly #work: () => void
  #cancel: (() => void) | null = null

  constructor(clock: Clock, delayMs: number, work: () => void) {
    this.#clock = clock
    this.#delayMs = delayMs
    this.#work = work
  }

  schedule(): void {
    this.#cancel ??= this.#clock.after(this.#delayMs, () => {
      this.#cancel = null
      this.#work()
    })
  }

  cancel(): void {
    this.#cancel?.()
    this.#cancel = null
  }
}

/** What `promise` resolves to, or `fallback` when it rejects or takes longer than `limitMs`. */
export function withinTime<Value>(
  clock: Clock,
  limitMs: number,
  promise: Promise<Value>,
  fallback: Value,
): Promise<Value> {
  return new Promise((resolve) => {
    const settle = (value: Value): void => {
      cancel()
      resolve(value)
    }
    const cancel = clock.after(limitMs, () => resolve(fallback))
    promise.then(settle, () => settle(fallback))
  })
}
