import type { NextFrame } from '../../client/lib/next-frame.ts'

/** Frames that are drawn when a test says so. */
export class HandDrawnFrames {
  readonly #waiting = new Set<() => void>()

  readonly next: NextFrame = (callback) => {
    // Each time one of its own, so that a cancellation is of that alone.
    const waiting = (): void => callback()
    this.#waiting.add(waiting)
    return () => this.#waiting.delete(waiting)
  }

  get isAwaited(): boolean {
    return this.#waiting.size > 0
  }

  draw(): void {
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const callback of waiting) callback()
  }

  /** Until nobody waits for another. Answers with how many there were. */
  drawAll(): number {
    let drawn = 0
    for (; this.isAwaited; drawn++) this.draw()
    return drawn
  }
}
