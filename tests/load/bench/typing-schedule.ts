import { Random } from '../../support/random.ts'

/** Waits shorter than this are not worth a timer. */
const LEAST_WAIT_MS = 0.5

/** Types at a constant rate each, none of them in step with another; whose turn it is does not wait for what others do. */
export class TypingSchedule {
  readonly #intervalMs: number
  /** When in the interval it is whose turn, in order. */
  readonly #turns: readonly { readonly typist: number; readonly atMs: number }[]
  #next = 0
  #round = 0

  constructor(typists: number, rate: number, seed: number) {
    const random = new Random(seed)
    this.#intervalMs = 1000 / rate
    this.#turns = Array.from({ length: typists }, (_, typist) => ({
      typist,
      atMs: random.next() * this.#intervalMs,
    })).toSorted((a, b) => a.atMs - b.atMs)
  }

  /** Calls `type` for each turn of `rounds` rounds with the time at which it should have been. Resolves after the last. */
  async run(rounds: number, type: (typist: number, round: number, dueAt: number) => void): Promise<void> {
    const start = performance.now()
    for (;;) {
      const now = performance.now()
      let due = this.#dueAt(start)
      while (due <= now) {
        type(this.#turns[this.#next]?.typist ?? 0, this.#round, due)
        this.#next++
        if (this.#next === this.#turns.length) {
          this.#next = 0
          this.#round++
          if (this.#round === rounds) return
        }
        due = this.#dueAt(start)
      }
      const waitMs = due - performance.now()
      await new Promise<void>((resolve) => {
        if (waitMs > LEAST_WAIT_MS) setTimeout(resolve, waitMs)
        else setImmediate(resolve)
      })
    }
  }

  #dueAt(start: number): number {
    return start + this.#round * this.#intervalMs + (this.#turns[this.#next]?.atMs ?? 0)
  }
}
