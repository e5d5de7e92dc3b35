/** A seeded source of chance with 32 bits of state that pass through a full mixing step (mulberry32): a failing seed reproduces. */
export class Random {
  readonly seed: number
  #state: number

  constructor(seed: number) {
    this.seed = seed
    this.#state = seed >>> 0
  }

  /** From 0 up to, not counting, 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = this.#state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  /** A whole number from 0 up to, not counting, `end`. */
  below(end: number): number {
    return Math.floor(this.next() * end)
  }

  /** True with this probability. */
  chance(probability: number): boolean {
    return this.next() < probability
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.below(items.length)]
    if (item === undefined) throw new RangeError('nothing to pick from')
    return item
  }

  shuffled<Item>(items: readonly Item[]): Item[] {
    const left = [...items]
    const order: Item[] = []
    while (left.length > 0) order.push(...left.splice(this.below(left.length), 1))
    return order
  }

  /** Text of up to `length` characters: letters, spaces, line breaks, and now and then an emoji or a combining mark. */
  text(length: number): string {
    const alphabet = ['a', 'b', 'c', 'e', 'n', 't', ' ', ' ', '\n', 'é', 'ß', '漢', '👩‍👩‍👧', '🎉', 'e\u0301']
    return Array.from({ length: 1 + this.below(length) }, () => this.pick(alphabet)).join('')
  }
}
