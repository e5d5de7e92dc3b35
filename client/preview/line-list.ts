import type { TextChange } from './messages.ts'

/**
 * A text as its lines, without their ends: see `linesOf`. A change looks at the lines that it touches alone: to split five megabytes again takes longer than all else that becomes of a key.
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

  /** Of the text, in code units. */
  get length(): number {
    return this.#startOf(this.#lines.length - 1) + (this.#lines.at(-1)?.length ?? 0)
  }

  /** Makes `changes`, one after the other. How many lines at the beginning, and of the others at the end, are the same then. */
  change(changes: readonly TextChange[]): { same: number; sameEnd: number } {
    let same = this.#lines.length
    let sameEnd = this.#lines.length
    for (const run of runsOf(changes)) {
      const { first, last } = this.#make(run)
      same = Math.min(same, first)
      sameEnd = Math.min(sameEnd, last)
    }
    return { same, sameEnd }
  }

  /** Makes changes of which each is behind the one before, in one go: thousands are replaced at once. Lines before and behind them. */
  #make(run: readonly TextChange[]): { first: number; last: number } {
    const lines = this.#lines
    const parts: (readonly string[])[] = []
    const firstLine = this.#lineAt(run[0]?.at ?? 0)
    let line = firstLine
    /** What the line begins with that is being made, and from where in the text as it was it goes on. */
    let begun = ''
    let from = this.#startOf(line)
    const rest = (to?: number): string => begun + (lines[line] ?? '').slice(from - this.#startOf(line), to)
    parts.push(lines.slice(0, line))
    let grown = 0
    for (const { at, remove, insert } of run) {
      const start = at - grown
      const first = this.#lineAt(start)
      if (first > line) {
        parts.push([rest()], lines.slice(line + 1, first))
        line = first
        begun = ''
        from = this.#startOf(line)
      }
      const made = linesOf(rest(start - this.#startOf(line)) + insert)
      begun = made.pop() ?? ''
      parts.push(made)
      from = start + remove
      line = this.#lineAt(from)
      grown += insert.length - remove
    }
    parts.push([rest()], lines.slice(line + 1))
    const last = lines.length - line - 1
    this.#lines = joined(parts)
    this.#startFrom(firstLine)
    return { first: firstLine, last }
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

function runsOf(changes: readonly TextChange[]): readonly TextChange[][] {
  const runs: TextChange[][] = []
  let end = Infinity
  for (const change of changes) {
    if (change.at < end) runs.push([])
    runs.at(-1)?.push(change)
    end = change.at + change.insert.length
  }
  return runs
}

/** More arguments than a call may have. */
const MANY_PARTS = 1_000

function joined(parts: readonly (readonly string[])[]): readonly string[] {
  const [head = [], ...tail] = parts
  return parts.length > MANY_PARTS ? parts.flat() : head.concat(...tail)
}

/** As markdown-it wants them: what its own `normalize` does, without moving anything to another line. */
export function linesOf(text: string): string[] {
  return text.replaceAll('\r', ' ').replaceAll('\0', '\uFFFD').split('\n')
}
