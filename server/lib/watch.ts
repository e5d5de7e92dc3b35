import type { Clock } from './clock.ts'

interface WatchOptions {
  readonly clock: Clock
  readonly everyMs: number
  /** What is looked for may have been there so long before it can be seen. */
  readonly lookBackMs: number
  /** From when it matters. */
  readonly since: number
  /** Looks for what came since a moment. */
  readonly look: (since: number, now: number) => Promise<void>
  readonly failed: (error: unknown) => void
}

/** Looks again and again for what somebody else did, another process perhaps; and at once when it is asked to. */
export class Watch {
  readonly #options: WatchOptions
  #since: number
  #cancel: () => void = () => {}
  /** The look that is under way; another one is asked for by it. */
  #looking: Promise<void> | null = null
  #again = false
  #isStopped = false

  constructor(options: WatchOptions) {
    this.#options = options
    this.#since = options.since
    this.#plan()
  }

  /** Looks now, and not only when it is time. */
  look(): void {
    if (this.#looking !== null) {
      this.#again = true
      return
    }
    this.#cancel()
    this.#looking = this.#look().finally(() => {
      this.#looking = null
      const isAsked = this.#again
      this.#again = false
      if (isAsked && !this.#isStopped) this.look()
      else this.#plan()
    })
  }

  stop(): void {
    this.#isStopped = true
    this.#cancel()
  }

  async #look(): Promise<void> {
    const { clock, lookBackMs, look, failed } = this.#options
    const now = clock.now()
    try {
      await look(Math.max(0, this.#since - lookBackMs), now)
      this.#since = now
    } catch (error) {
      failed(error)
    }
  }

  #plan(): void {
    const { clock, everyMs } = this.#options
    if (!this.#isStopped) this.#cancel = clock.after(everyMs, () => this.look())
  }
}
