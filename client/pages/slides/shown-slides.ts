import { type ReadonlySignal, signal } from '@preact/signals'
import type { SlideState } from '../../preview/messages.ts'
import type { WantedSlide } from '../../preview/preview.ts'

/** Which slide a window shows: what was asked for, and what the frame says has come of it. */
export class ShownSlides {
  readonly #wanted
  readonly #state = signal<SlideState | null>(null)
  readonly #isBlack = signal(false)

  constructor(start: WantedSlide) {
    this.#wanted = signal(start)
  }

  /** Another object for each time that it is asked for. */
  get wanted(): ReadonlySignal<WantedSlide> {
    return this.#wanted
  }

  /** Null until something is shown. */
  get state(): ReadonlySignal<SlideState | null> {
    return this.#state
  }

  get isBlack(): ReadonlySignal<boolean> {
    return this.#isBlack
  }

  go(place: WantedSlide): void {
    const count = this.#state.peek()?.count ?? Infinity
    this.#wanted.value = 'slide' in place ? { slide: Math.max(0, Math.min(place.slide, count - 1)) } : { ...place }
  }

  step(by: number): void {
    const state = this.#state.peek()
    if (state === null) return
    const slide = state.slide + by
    if (slide >= 0 && slide < state.count) this.#wanted.value = { slide }
  }

  /** What the frame shows now: also when others wrote slides before it. */
  take(state: SlideState): void {
    this.#state.value = state
  }

  setBlack(isBlack: boolean): void {
    this.#isBlack.value = isBlack
  }
}
