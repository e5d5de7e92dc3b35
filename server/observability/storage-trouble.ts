import type { Clock } from '../lib/clock.ts'
import type { Logger } from './log.ts'

/** While storage fails, every edit and every visitor meets that: each kind of failure is told so often at most. */
const TOLD_EVERY_MS = 60_000

interface Kind {
  toldAt: number
  /** Failures since then. */
  untold: number
}

/**
 * What the log says of storage that fails: when it begins, with the stack; while it lasts, once a minute how often; and
 * when it works again.
 */
export class StorageTrouble {
  readonly #log: Logger
  readonly #clock: Clock
  readonly #kinds = new Map<string, Kind>()
  /** Since when it fails; null when it works, or so little failed that nobody was told. */
  #since: number | null = null
  #failures = 0

  constructor(log: Logger, clock: Clock) {
    this.#log = log
    this.#clock = clock
  }

  /** Storage could not do what it was asked. `event` is what a page asked for, if it was one. */
  failed(message: string, err: unknown, context: { readonly event?: string; readonly connection?: string } = {}): void {
    const now = this.#clock.now()
    const { event } = context
    const name = `${message} ${event ?? ''}`
    const kind = this.#kinds.get(name)
    this.#failures += 1
    if (kind !== undefined && Math.abs(now - kind.toldAt) < TOLD_EVERY_MS) {
      kind.untold += 1
      return
    }
    this.#since ??= now
    this.#kinds.set(name, { toldAt: now, untold: 0 })
    if (kind === undefined || kind.untold === 0) return this.#log.error({ err, ...context }, message)
    const reason = err instanceof Error ? err.message : String(err)
    this.#log.error({ reason, ...(event === undefined ? {} : { event }), failures: kind.untold + 1 }, message)
  }

  /** Something was stored. */
  worked(): void {
    if (this.#since !== null) {
      const seconds = Math.round((this.#clock.now() - this.#since) / 1000)
      this.#log.info({ failures: this.#failures, seconds }, 'storage works again')
    }
    this.#since = null
    this.#failures = 0
  }
}
