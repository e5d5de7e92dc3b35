/** How much there is of each key, and of all. A key of which there is none takes no memory. */
export class Tally {
  readonly #counts = new Map<string, number>()
  #total = 0

  get total(): number {
    return this.#total
  }

  of(key: string): number {
    return this.#counts.get(key) ?? 0
  }

  add(key: string, count = 1): void {
    this.#total += count
    this.#counts.set(key, this.of(key) + count)
  }

  /** What was added before. */
  remove(key: string, count = 1): void {
    this.#total -= count
    const left = this.of(key) - count
    if (left > 0) this.#counts.set(key, left)
    else this.#counts.delete(key)
  }
}
