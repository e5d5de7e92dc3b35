import type { Clock } from '../../lib/clock.ts'

/** Whoever wants to print waits no longer than this for what does not come. */
const LIMIT_MS = 10_000
/** Between two looks. */
const LOOK_MS = 50

/** Whether everything that is shown is there in full: formulas, colours, diagrams, pictures and fonts. */
export class Readiness {
  /** The worker has nothing more to come. */
  isWhole = false
  readonly #root: HTMLElement
  readonly #clock: Clock
  readonly #waiting = new Set<Promise<unknown>>()

  constructor(root: HTMLElement, clock: Clock) {
    this.#root = root
    this.#clock = clock
  }

  /** What fails is not waited for any more. */
  waitFor(work: Promise<unknown>): void {
    const done = work.catch(() => undefined).finally(() => this.#waiting.delete(done))
    this.#waiting.add(done)
  }

  /** Resolves once all of it is there, or does not come. */
  async reached(): Promise<void> {
    const end = this.#clock.now() + LIMIT_MS
    // Far from what is in sight nothing would be loaded.
    for (const image of this.#root.querySelectorAll('img')) image.loading = 'eager'
    while (this.#clock.now() < end && !this.#isReached()) {
      await new Promise<void>((resolve) => this.#clock.after(LOOK_MS, resolve))
    }
  }

  #isReached(): boolean {
    if (!this.isWhole || this.#waiting.size > 0 || document.fonts.status !== 'loaded') return false
    return [...this.#root.querySelectorAll('img')].every(({ complete }) => complete)
  }
}
