import { type Item, compareIDs } from 'yjs'
import { startOf } from './integration-steps.ts'

/** Steps and past clocks that one search for a forgery may look at. */
const MAX_LOOKS = 5_000_000

/** Which clocks a client must have held when it wrote something: for each clientID, those below. */
type Past = ReadonlyMap<number, number>

/**
 * Tells insertions that nobody can have made from those that somebody may have. Whoever inserts has both neighbours side by side; so
 * nothing that the neighbours, or the client's own earlier text, build on can lie between them. Text that breaks this may read
 * differently to whoever applies it in another order, and that is what it is written for.
 *
 * An update is only proven forged while everything before it is sound, and only what was inserted since this began is known in full:
 * a forgery may go unnoticed, but nothing honest is ever taken for one.
 */
export class ForgerySearch {
  readonly #pasts = new Map<number, { readonly from: number; readonly past: Past }[]>()
  readonly #rightOrigins = new Map<number, { readonly end: number; readonly right: Item | null }>()
  #looks = 0

  /** Whether `item`, about to be inserted between `left` and `right`, is forged. */
  isForged(item: Item): boolean {
    const { client, clock } = item.id
    // The two origins lie in one run of text the wrong way round, so that cutting it for the one moved the other.
    if (item.left !== null && !compareIDs(item.left.lastId, item.origin)) return true
    const before = this.#rightOrigins.get(client)
    this.#rightOrigins.set(client, { end: clock + item.length, right: item.right })
    const isChained = item.origin !== null && item.origin.client === client && item.origin.clock === clock - 1
    // It continues its own text, and its neighbours were looked at with that.
    if (isChained && before?.end === clock && before.right === item.right) return false
    if (this.#looks > MAX_LOOKS) return false
    const past = this.#learn(item)
    return this.#parted(item, past)
  }

  #learn(item: Item): Past {
    const { client, clock } = item.id
    const past = new Map<number, number>(this.#pastOf({ client, clock: clock - 1 }))
    for (const id of [item.origin, item.rightOrigin]) {
      if (id === null) continue
      const known = this.#pastOf(id)
      this.#looks += known.size
      for (const [other, reached] of known) past.set(other, Math.max(reached, past.get(other) ?? 0))
      past.set(id.client, Math.max(id.clock + 1, past.get(id.client) ?? 0))
    }
    past.set(client, clock)
    this.#looks += past.size
    const pasts = this.#pasts.get(client) ?? []
    pasts.push({ from: clock, past })
    this.#pasts.set(client, pasts)
    return past
  }

  /** What the client held when it wrote this. */
  #pastOf({ client, clock }: { client: number; clock: number }): Past {
    const pasts = this.#pasts.get(client) ?? []
    let low = 0
    let high = pasts.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((pasts[middle]?.from ?? 0) <= clock) low = middle + 1
      else high = middle
    }
    return pasts[low - 1]?.past ?? new Map()
  }

  /** Whether something of its past lies between its neighbours, or they stand the wrong way round. */
  #parted(item: Item, past: Past): boolean {
    const { left, right } = item
    for (let other = left === null ? startOf(item) : left.right; other !== right; other = other.right) {
      if (other === null) return true
      if (other.id.clock < (past.get(other.id.client) ?? 0)) return true
      if (++this.#looks > MAX_LOOKS) return false
    }
    return false
  }
}
