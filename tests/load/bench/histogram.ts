/** Each bucket is so much wider than the one before it: what is read back is that near. */
const STEP = 1.02
const LEAST_MS = 0.01
const BUCKETS = 900

export interface Percentiles {
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly max: number
}

/** Times in ms, from a hundredth to hours, to within two per cent: millions of them in a few kilobytes. */
export class Histogram {
  readonly #counts = new Uint32Array(BUCKETS)
  #count = 0
  #max = 0

  record(ms: number): void {
    const bucket = ms <= LEAST_MS ? 0 : Math.min(BUCKETS - 1, Math.ceil(Math.log(ms / LEAST_MS) / Math.log(STEP)))
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1
    this.#count += 1
    if (ms > this.#max) this.#max = ms
  }

  /** Null when nothing was recorded. */
  percentiles(): Percentiles | null {
    if (this.#count === 0) return null
    return { p50: this.#at(0.5), p95: this.#at(0.95), p99: this.#at(0.99), max: round(this.#max) }
  }

  #at(share: number): number {
    let left = Math.ceil(this.#count * share)
    const bucket = this.#counts.findIndex((count) => (left -= count) <= 0)
    return round(Math.min(this.#max, LEAST_MS * STEP ** bucket))
  }
}

function round(ms: number): number {
  return Math.round(ms * 1000) / 1000
}
