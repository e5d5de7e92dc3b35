import type { Writable } from 'node:stream'
import type { Clock } from '../lib/clock.ts'

/** What is done within this needs no progress. */
const QUIET_MS = 1000
const REDRAW_MS = 100
/** Where lines cannot be rewritten, in a log of cron's say. */
const LINE_MS = 10_000

/** Results go to standard output; progress and what went wrong to standard error, so that results can be piped. */
export class Terminal {
  readonly #out: Writable
  readonly #errors: Writable & { readonly isTTY?: boolean }
  readonly #clock: Clock
  readonly #since: number
  #drawnAt = 0
  #isDrawn = false

  constructor(out: Writable, errors: Writable & { readonly isTTY?: boolean }, clock: Clock) {
    this.#out = out
    this.#errors = errors
    this.#clock = clock
    this.#since = clock.now()
  }

  /** A line of the result. */
  say(line: string): void {
    this.#wipe()
    this.#out.write(`${line}\n`)
  }

  /** A line about the result, which is not part of it. */
  note(line: string): void {
    this.#wipe()
    this.#errors.write(`${line}\n`)
  }

  /** How far it is: one line, rewritten on a terminal. May be called as often as one likes. */
  progress(text: string): void {
    const now = this.#clock.now()
    if (now - this.#since < QUIET_MS) return
    if (now - this.#drawnAt < (this.#errors.isTTY === true ? REDRAW_MS : LINE_MS)) return
    this.#drawnAt = now
    if (this.#errors.isTTY === true) {
      this.#errors.write(`\r\u001B[K${text}`)
      this.#isDrawn = true
    } else this.#errors.write(`${text}\n`)
  }

  /** Shows `text()` again and again until `work` settles, and resolves or rejects as it does. */
  async during<Result>(work: Promise<Result>, text: () => string): Promise<Result> {
    const timer = { cancel: () => {} }
    const draw = (): void => {
      this.progress(text())
      timer.cancel = this.#clock.after(REDRAW_MS, draw)
    }
    draw()
    try {
      return await work
    } finally {
      timer.cancel()
    }
  }

  #wipe(): void {
    if (this.#isDrawn) this.#errors.write('\r\u001B[K')
    this.#isDrawn = false
  }
}

/** A number of bytes for people, such as `1.5 MiB`. */
export function bytesInWords(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB']
  const power = Math.max(0, Math.min(units.length - 1, Math.floor(Math.log2(Math.max(bytes, 1)) / 10)))
  const value = bytes / 1024 ** power
  return `${power === 0 ? value : value.toFixed(1)} ${units[power] ?? ''}`
}
