import type { Clock } from '../../../server/lib/clock.ts'

/** A machine's own clock: time passes as everywhere, but what it shows is off, and may jump. */
export class SkewedClock implements Clock {
  skewMs = 0
  readonly #clock: Clock

  constructor(clock: Clock) {
    this.#clock = clock
  }

  now(): number {
    return this.#clock.now() + this.skewMs
  }

  after(delayMs: number, callback: () => void): () => void {
    return this.#clock.after(delayMs, callback)
  }
}
