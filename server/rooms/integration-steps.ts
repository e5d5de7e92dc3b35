import { AbstractType, Item, type Transaction, compareIDs, getItem, getItemCleanEnd } from 'yjs'

/**
 * To find the place of an insertion, Yjs walks over what others have inserted between its origin and its right origin. Honest
 * text needs next to none of these steps (a real trace of 260,000 edits: none at all), but 36 KB can be written that need nine
 * million. So they are counted, exactly and always alike, where a document is opened to judge it; nobody's text is judged by a clock.
 *
 * A step takes 0.2 to 0.3 microseconds. An insertion that directly follows its own client's text of the same update (`Additions`
 * calls the others jumps) shares its steps with the rest of its run, so `jumps x structs` bounds the steps of an update, however it
 * is made.
 */

/** Opening a whole document: some 2 s in a browser. A document that needs more continues as plain text, in a new epoch. */
export const MAX_OPENING_STEPS = 10_000_000

/** One update. What could need more is tried on the document before it is stored; what does is refused `malformed-update`. */
export const MAX_UPDATE_STEPS = 5_000_000

/** What the updates since the last check could need together before the document is checked again, however short its tail is. */
export const MAX_UNCHECKED_STEPS = 20_000_000

/** A document needs more steps than it may. */
export class TooManySteps extends Error {
  override readonly name = 'TooManySteps'
}

interface MeterOptions {
  readonly limit: number
  /** Past the limit: the work throws `TooManySteps`, or insertions are put right after their origin, without a walk. */
  readonly past: 'throw' | 'place'
  /** Called with each item before its place is sought; `left` and `right` are its origins. */
  readonly onItem?: (item: Item) => void
}

/** Counts the steps of the Yjs updates that are applied while it runs. */
export class StepMeter {
  steps = 0
  readonly #options: MeterOptions

  constructor(options: MeterOptions) {
    this.#options = options
  }

  /** `work` is synchronous. Outside of it Yjs works as ever. */
  run<Result>(work: () => Result): Result {
    const integrate = Reflect.get(Item.prototype, 'integrate')
    const place = (item: Item, transaction: Transaction): void => this.#place(item, transaction)
    Item.prototype.integrate = function (this: Item, transaction: Transaction, offset: number): void {
      if (offset > 0) cutKnown(this, transaction, offset)
      place(this, transaction)
      Reflect.apply(integrate, this, [transaction, 0])
    }
    try {
      return work()
    } finally {
      Item.prototype.integrate = integrate
    }
  }

  /** Yjs's own search (yjs/src/structs/Item.js), after which Yjs has nothing left to search. */
  #place(item: Item, transaction: Transaction): void {
    this.#options.onItem?.(item)
    const { left, right } = item
    const start = startOf(item)
    const isBetween = left === null ? right !== null && right.left === null : left.right === right
    if (isBetween) return
    const place = this.#search(item, left === null ? start : left.right, transaction)
    item.left = place
    item.right = place === null ? start : place.right
  }

  #search(item: Item, first: Item | null, { doc: { store } }: Transaction): Item | null {
    const { limit, past } = this.#options
    let left = item.left
    const conflicting = new Set<Item>()
    const beforeOrigin = new Set<Item>()
    for (let other = first; other !== null && other !== item.right; other = other.right) {
      if (this.steps >= limit) {
        if (past === 'throw') throw new TooManySteps(`more than ${limit} steps`)
        return item.left
      }
      this.steps++
      beforeOrigin.add(other)
      conflicting.add(other)
      if (compareIDs(item.origin, other.origin)) {
        if (other.id.client < item.id.client) {
          left = other
          conflicting.clear()
        } else if (compareIDs(item.rightOrigin, other.rightOrigin)) break
      } else {
        const origin = other.origin === null ? null : getItem(store, other.origin)
        if (origin === null || !beforeOrigin.has(origin)) break
        if (!conflicting.has(origin)) {
          left = other
          conflicting.clear()
        }
      }
    }
    return left
  }
}

/** The first item of the text that `item` belongs to. */
export function startOf({ parent }: Item): Item | null {
  return parent instanceof AbstractType ? firstItem(parent) : null
}

/** The first item of a text, deleted or not; Yjs tells only of those that are not. */
export function firstItem<Event>(text: AbstractType<Event>): Item | null {
  // oxlint-disable-next-line no-underscore-dangle -- Yjs has no other name for it
  return text._start
}

/** Takes off what the document holds already, as Yjs does. */
function cutKnown(item: Item, transaction: Transaction, offset: number): void {
  item.id.clock += offset
  item.left = getItemCleanEnd(transaction, transaction.doc.store, { client: item.id.client, clock: item.id.clock - 1 })
  item.origin = item.left.lastId
  item.content = item.content.splice(offset)
  item.length -= offset
}
