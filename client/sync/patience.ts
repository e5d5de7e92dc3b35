import type { ErrorCode } from '../../shared/protocol/errors.ts'
import type { Clock } from '../lib/clock.ts'

/** A server that slows this page for longer than this is in trouble, and the page says so. */
const SLOWED_LIMIT_MS = 5000

/** Tells being slowed for a moment, which is nobody's concern, from being slowed for long. */
export class Patience {
  readonly #clock: Clock
  #slowedSince: number | null = null

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** What to show for something refused with `code` that is tried again after `delayMs`; null for nothing. */
  troubleOf(code: ErrorCode, delayMs: number): ErrorCode | null {
    if (code !== 'slow') return code
    const now = this.#clock.now()
    this.#slowedSince ??= now
    return now + delayMs - this.#slowedSince > SLOWED_LIMIT_MS ? code : null
  }

  /** Something was accepted. */
  reset(): void {
    this.#slowedSince = null
  }
}
