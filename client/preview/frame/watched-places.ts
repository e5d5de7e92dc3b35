import type { PageBlocks } from './page-blocks.ts'
import { topOfLine } from './places.ts'

interface WatchedPlacesOptions {
  readonly root: HTMLElement
  readonly blocks: PageBlocks
  readonly tell: (tops: readonly number[]) => void
}

/** Tells how far down the whole page some lines stand, from 0 to 1, once a frame at most and when it is something else. */
export class WatchedPlaces {
  readonly #options: WatchedPlacesOptions
  #lines: readonly number[] = []
  #told = ''
  #isWaiting = false

  constructor(options: WatchedPlacesOptions) {
    this.#options = options
    // Pictures come, and what comes into sight gets its real height.
    new ResizeObserver(() => this.#update()).observe(options.root)
  }

  watch(lines: readonly number[]): void {
    this.#lines = lines
    this.#told = ''
    this.#update()
  }

  #update(): void {
    if (this.#lines.length === 0 || this.#isWaiting) return
    this.#isWaiting = true
    requestAnimationFrame(() => {
      this.#isWaiting = false
      this.#tell()
    })
  }

  #tell(): void {
    const { blocks, tell } = this.#options
    const height = Math.max(1, document.documentElement.scrollHeight)
    const tops = this.#lines.map((line) => Math.min(1, Math.round((topOfLine(blocks, line) / height) * 1000) / 1000))
    const news = tops.join()
    if (news === this.#told) return
    this.#told = news
    tell(tops)
  }
}
