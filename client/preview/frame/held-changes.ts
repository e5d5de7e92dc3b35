import type { Clock } from '../../lib/clock.ts'

/** Longer than a click takes: whoever presses for longer sees what is written meanwhile. */
const MAX_HELD_MS = 2_000
/** The click of a finger comes so much after it was lifted, at most. */
const CLICK_MS = 50

/**
 * Puts off what would replace what somebody presses until the click is over: a browser knows of none when what was pressed is not
 * there any more as it is let go of.
 */
export class HeldChanges {
  readonly #clock: Clock
  #held: (() => void)[] = []
  #cancel: (() => void) | null = null

  constructor(clock: Clock, target: EventTarget) {
    this.#clock = clock
    target.addEventListener('pointerdown', () => this.#holdFor(MAX_HELD_MS), { capture: true })
    for (const type of ['pointerup', 'pointercancel']) {
      target.addEventListener(type, () => this.#cancel !== null && this.#holdFor(CLICK_MS), { capture: true })
    }
  }

  /** Calls `change` now, or when nothing is pressed any more; in the order of the calls. */
  make(change: () => void): void {
    if (this.#cancel === null) change()
    else this.#held.push(change)
  }

  #holdFor(delayMs: number): void {
    this.#cancel?.()
    this.#cancel = this.#clock.after(delayMs, () => {
      this.#cancel = null
      const held = this.#held
      this.#held = []
      for (const change of held) {
        try {
          change()
        } catch (error) {
          reportError(error)
        }
      }
    })
  }
}
