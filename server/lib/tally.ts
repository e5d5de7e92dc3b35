/** How many there are of each key, and of all. A key of which there is none takes no memory. */
export class Tally {
  readonly #counts = new Map<string, number>()
  #total = 0

  get total(): number {
    return this.#total
  }

  of(key: string): number {
    return this.#counts.get(key) ?? 0
  }

  add(key: string): void {
    this.#total += 1
    this.#counts.set(key, this.of(key) + 1)
  }

  /** One that was added before. */
  remove(key: string): void {
    this.#total -= 1
    const left = this.of(key) - 1
    if (left > 0) this.#counts.set(key, left)
    else this.#counts.delete(key)
  }
}
