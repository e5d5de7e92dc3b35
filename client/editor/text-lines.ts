import type * as Y from 'yjs'

/** Where the lines of a text begin: read anew only when it changed meanwhile. For whoever has no editor, which knows it anyway. */
export class TextLines {
  readonly #text: Y.Text
  #starts: readonly number[] | null = null

  constructor(text: Y.Text) {
    this.#text = text
    text.observe(this.#changed)
  }

  /** The line, from 0, in which position `at` is. */
  lineAt(at: number): number {
    const starts = this.#read()
    let low = 0
    let high = starts.length
    while (low + 1 < high) {
      const middle = (low + high) >> 1
      if ((starts[middle] ?? 0) <= at) low = middle
      else high = middle
    }
    return low
  }

  /** Where a line begins; of one past the end, where the last does. */
  startOf(line: number): number {
    const starts = this.#read()
    return starts[Math.min(Math.max(0, line), starts.length - 1)] ?? 0
  }

  stop(): void {
    this.#text.unobserve(this.#changed)
  }

  #read(): readonly number[] {
    if (this.#starts !== null) return this.#starts
    const content = this.#text.toJSON()
    const starts = [0]
    for (let at = content.indexOf('\n'); at !== -1; at = content.indexOf('\n', at + 1)) starts.push(at + 1)
    this.#starts = starts
    return starts
  }

  readonly #changed = (): void => void (this.#starts = null)
}
