import type { Clock } from '../lib/clock.ts'

/** Messages a second that are sent as soon as they can be: gathering would save next to nothing. */
const QUIET_PER_SECOND = 200
/** From here on the window is as long as it gets. */
const BUSY_PER_SECOND = 2000
/** What a person does not notice in somebody else's typing. */
const MAX_WINDOW_MS = 40
/** How fast what was once sent is forgotten. */
const MEMORY_MS = 1000

/** How long messages are gathered, by how many there are. */
export interface Gathering {
  /** So many messages would go out now. */
  add(messages: number): void
  /** How long to gather before the next is sent; 0 on a quiet server. */
  readonly windowMs: number
}

/**
 * How much the whole server sends: the messages that edits and cursors would cost if each went out alone. Decides how long
 * they are gathered, so that a busy server writes once to each member what it would else write many times.
 */
export class Load implements Gathering {
  readonly #clock: Clock
  #perSecond = 0
  #at: number

  constructor(clock: Clock) {
    this.#clock = clock
    this.#at = clock.now()
  }

  add(messages: number): void {
    this.#forget()
    this.#perSecond += (messages * 1000) / MEMORY_MS
  }

  get windowMs(): number {
    this.#forget()
    const busyness = (this.#perSecond - QUIET_PER_SECOND) / (BUSY_PER_SECOND - QUIET_PER_SECOND)
    return MAX_WINDOW_MS * Math.min(1, Math.max(0, busyness))
  }

  #forget(): void {
    const now = this.#clock.now()
    // A clock that was put back tells nothing.
    const passed = Math.max(0, now - this.#at)
    this.#at = now
    this.#perSecond *= Math.exp(-passed / MEMORY_MS)
  }
}
