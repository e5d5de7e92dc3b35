import type { Clock } from '../../lib/clock.ts'

/** Whoever reads a page moves at least the pointer in this time. */
export const IDLE_MS = 3 * 60_000

const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const

interface IdleOptions {
  readonly window: Window
  readonly clock: Clock
  readonly onAway: (isAway: boolean) => void
}

/** Tells whether somebody is at this page: it is in sight, and something was done in it not long ago. */
export class IdleWatch {
  readonly #options: IdleOptions
  #isAway = false
  #activeAt: number
  #cancel: (() => void) | null = null

  constructor(options: IdleOptions) {
    const { window, clock } = options
    this.#options = options
    this.#activeAt = clock.now()
    for (const sign of SIGNS) window.addEventListener(sign, this.active, { capture: true, passive: true })
    window.document.addEventListener('visibilitychange', this.#seen)
    this.#seen()
  }

  /** Something was done: also to be called for what the window does not hear of. */
  readonly active = (): void => {
    const { window, clock } = this.#options
    if (window.document.hidden) return
    this.#activeAt = clock.now()
    if (this.#isAway) this.#tell(false)
  }

  stop(): void {
    const { window } = this.#options
    for (const sign of SIGNS) window.removeEventListener(sign, this.active, { capture: true })
    window.document.removeEventListener('visibilitychange', this.#seen)
    this.#cancel?.()
  }

  readonly #seen = (): void => {
    if (this.#options.window.document.hidden) this.#tell(true)
    else {
      this.#activeAt = this.#options.clock.now()
      this.#tell(false)
    }
  }

  /** Every sign would set a timer anew otherwise: it looks once, and again when there was one meanwhile. */
  #look(): void {
    const { clock } = this.#options
    const left = this.#activeAt + IDLE_MS - clock.now()
    if (left <= 0) this.#tell(true)
    else this.#cancel = clock.after(left, () => this.#look())
  }

  #tell(isAway: boolean): void {
    this.#cancel?.()
    this.#cancel = null
    if (isAway !== this.#isAway) {
      this.#isAway = isAway
      this.#options.onAway(isAway)
    }
    if (!isAway) this.#look()
  }
}
