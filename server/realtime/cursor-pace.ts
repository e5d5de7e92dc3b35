import { MAX_CURSORS_BURST, MAX_CURSORS_PER_SECOND } from '../../shared/protocol/limits.ts'
import type { Clock } from '../lib/clock.ts'
import { TokenBucket } from '../lib/token-bucket.ts'

/**
 * One connection's cursor moves, each of which goes to everybody in the room. Beyond the rate only the newest of each
 * document is kept and told a little later, so that a cursor always ends where it is.
 */
export class CursorPace {
  readonly #clock: Clock
  readonly #bucket: TokenBucket
  readonly #held = new Map<string, () => void>()
  #waits = false

  constructor(clock: Clock) {
    this.#clock = clock
    this.#bucket = new TokenBucket({ burst: MAX_CURSORS_BURST, perSecond: MAX_CURSORS_PER_SECOND }, clock)
  }

  /** Calls `tell` now or later, or never when a newer move in the same document comes first. */
  offer(document: string, tell: () => void): void {
    if (!this.#waits && this.#bucket.take(1)) return tell()
    this.#held.set(document, tell)
    this.#wait()
  }

  #wait(): void {
    if (this.#waits) return
    this.#waits = true
    this.#clock.after(this.#bucket.waitMs(1), () => {
      this.#waits = false
      for (const [document, tell] of this.#held) {
        if (!this.#bucket.take(1)) return this.#wait()
        this.#held.delete(document)
        tell()
      }
    })
  }
}
