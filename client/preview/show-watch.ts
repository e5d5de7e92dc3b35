import type { Clock } from '../lib/clock.ts'

interface ShowWatchOptions {
  readonly clock: Clock
  /** What is shown is behind what was sent, or is not any more. */
  readonly onBehind: (isBehind: boolean) => void
  /** It was waited for in vain. */
  readonly onStuck: () => void
}

/** A change is rendered in milliseconds. What takes longer than this is worth a word. */
const CHANGE_MS = 5_000
/** The first time everything has to be fetched and rendered. */
const FIRST_MS = 15_000
/** A slow phone renders so many code units in a millisecond. */
const UNITS_PER_MS = 100

/**
 * How long it takes from sending a text to showing it. Nothing bounds what Markdown can ask for: some texts would keep the worker
 * busy for hours. Past the limit it is behind, and after as long again it is stuck: a page that slept gets its time once awake.
 */
export class ShowWatch {
  readonly #options: ShowWatchOptions
  #awaited = 0
  #isFirst = true
  #isBehind = false
  #cancel: (() => void) | null = null

  constructor(options: ShowWatchOptions) {
    this.#options = options
  }

  /** The text of `version` was sent, which is `length` code units long. */
  sent(version: number, length: number): void {
    const { clock, onStuck } = this.#options
    const limitMs = (this.#isFirst ? FIRST_MS : CHANGE_MS) + length / UNITS_PER_MS
    this.#awaited = version
    this.#cancel?.()
    this.#cancel = clock.after(limitMs, () => {
      this.#cancel = clock.after(limitMs, onStuck)
      this.#tell(true)
    })
  }

  shown(version: number): void {
    if (version < this.#awaited) return
    this.stop()
    this.#isFirst = false
    this.#tell(false)
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = null
  }

  #tell(isBehind: boolean): void {
    if (isBehind === this.#isBehind) return
    this.#isBehind = isBehind
    this.#options.onBehind(isBehind)
  }
}
