import type { TextChange } from './messages.ts'

/**
 * A text as its lines, without their ends, as markdown-it wants them: what its own `normalize` does, without moving anything to another
 * line. A change looks at the lines that it touches alone: to split five megabytes again takes longer than all else that becomes of a key.
 */
export class LineList {
  #lines: readonly string[]
  /** Where each begins. */
  readonly #starts: number[] = []

  constructor(text: string) {
    this.#lines = linesOf(text)
    this.#startFrom(0)
  }

  /** Others after each change. */
  get lines(): readonly string[] {
    return this.#lines
  }

  /** Makes `changes`, one after the other. How many lines at the beginning, and of the others at the end, are the same then. */
  change(changes: readonly TextChange[]): { same: number; sameEnd: number } {
    let same = this.#lines.length
    let sameEnd = this.#lines.length
    for (const { at, remove, insert } of changes) {
      const first = this.#lineAt(at)
      const last = this.#lineAt(at + remove)
      const before = (this.#lines[first] ?? '').slice(0, at - this.#startOf(first))
      const behind = (this.#lines[last] ?? '').slice(at + remove - this.#startOf(last))
      same = Math.min(same, first)
      sameEnd = Math.min(sameEnd, this.#lines.length - last - 1)
      this.#lines = this.#lines.slice(0, first).concat(linesOf(before + insert + behind), this.#lines.slice(last + 1))
      this.#startFrom(first)
    }
    return { same, sameEnd }
  }

  #startOf(line: number): number {
    return this.#starts[line] ?? 0
  }

  /** The line in which `at` is: its end belongs to it. */
  #lineAt(at: number): number {
    let low = 0
    let high = this.#starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.#startOf(middle) <= at) low = middle
      else high = middle - 1
    }
    return low
  }

  #startFrom(line: number): void {
    let start = this.#startOf(line)
    for (let at = line; at < this.#lines.length; at++) {
      this.#starts[at] = start
      start += (this.#lines[at]?.length ?? 0) + 1
    }
    this.#starts.length = this.#lines.length
  }
}

function linesOf(text: string): string[] {
  return text.replaceAll('\r', ' ').replaceAll('\0', '\uFFFD').split('\n')
}
