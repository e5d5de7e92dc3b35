import { type Clock, systemClock } from '../../server/lib/clock.ts'

/** The time of day, which a test can put forward: what was to come until then comes at once. */
export class LeapingClock implements Clock {
  #aheadMs = 0
  readonly #timers = new Set<{ readonly at: number; readonly ring: () => void }>()

  now(): number {
    return systemClock.now() + this.#aheadMs
  }

  after(delayMs: number, callback: () => void): () => void {
    const stop = (): void => {
      this.#timers.delete(timer)
      cancel()
    }
    const ring = (): void => {
      stop()
      callback()
    }
    const timer = { at: this.now() + delayMs, ring }
    this.#timers.add(timer)
    const cancel = systemClock.after(delayMs, ring)
    return stop
  }

  leap(durationMs: number): void {
    this.#aheadMs += durationMs
    const due = [...this.#timers].filter(({ at }) => at <= this.now()).sort((one, other) => one.at - other.at)
    for (const { ring } of due) ring()
  }
}
