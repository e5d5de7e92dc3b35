import { CLOCK_END, type Id } from './update-parts.ts'

/** An `Id` as one number: the client's index among those that were told, and the clock. */
type Place = number

/** No character: what is before the first one of a document, or after the last. */
const NOWHERE: Place = -1

/** Where somebody wrote last. */
export interface Cursor {
  left: Place
  right: Place
}

/**
 * Guesses the next edit from those before it, so that only what is otherwise has to be written down. Whoever writes and whoever
 * reads tell it the same edits, and so have the same guesses. These need not be right, and come from nothing but the edits
 * of one segment: else it could not be read without the ones before it.
 */
export class EditGuesses {
  readonly #clients: number[] = []
  readonly #indexes = new Map<number, number>()
  /** By the client's index. */
  readonly #nextClocks: number[] = []
  readonly #cursors = new Map<number, Cursor>()
  /** Neighbours that were told; of other characters those with the next lower and higher clock are taken for them. */
  readonly #before = new Map<Place, Place>()
  readonly #after = new Map<Place, Place>()

  /** How many clients were told. */
  get clients(): number {
    return this.#clients.length
  }

  /** Undefined for a client that was not told. */
  indexOf(client: number): number | undefined {
    return this.#indexes.get(client)
  }

  /** Throws a `RangeError` when there is no such client. */
  clientAt(index: number): number {
    const client = this.#clients[index]
    if (client === undefined) throw new RangeError('a client that was not told')
    return client
  }

  /** Gives its index. */
  tell(client: number): number {
    const index = this.#clients.push(client) - 1
    this.#indexes.set(client, index)
    return index
  }

  /** NaN, which is no guess, when the client was not told. */
  placeOf(id: Id | null): Place {
    if (id === null) return NOWHERE
    return (this.#indexes.get(id.client) ?? Number.NaN) * CLOCK_END + id.clock
  }

  /** Throws a `RangeError` when there is no such client. */
  idAt(place: Place): Id | null {
    if (place < 0) return null
    return { client: this.clientAt(Math.floor(place / CLOCK_END)), clock: place % CLOCK_END }
  }

  cursorOf(client: number): Cursor {
    const known = this.#cursors.get(client)
    if (known) return known
    const cursor = { left: NOWHERE, right: NOWHERE }
    this.#cursors.set(client, cursor)
    return cursor
  }

  nextClock(client: number): number {
    return this.#nextClocks[this.#indexes.get(client) ?? Number.NaN] ?? 0
  }

  /** A clock of the client's that is near `place`, as far as one can be. */
  clockNear(place: Place, client: number): number {
    return Math.floor(place / CLOCK_END) === this.#indexes.get(client) ? place % CLOCK_END : this.nextClock(client)
  }

  /** What stands right before `right`, when `cursor` goes there. */
  leftOf(right: Place, cursor: Cursor): Place {
    return this.#before.get(right) ?? (right === NOWHERE ? cursor.left : right - 1)
  }

  /** The clients of its origins were told before. */
  inserted(cursor: Cursor, id: Id, length: number, origin: Id | null, rightOrigin: Id | null): void {
    if (length === 0) return
    const index = this.#indexes.get(id.client) ?? this.tell(id.client)
    const first = index * CLOCK_END + id.clock
    const last = first + length - 1
    const left = this.placeOf(origin)
    const right = this.placeOf(rightOrigin)
    this.#after.set(left, first)
    this.#before.set(first, left)
    this.#after.set(last, right)
    this.#before.set(right, last)
    this.#nextClocks[index] = id.clock + length
    cursor.left = last
    cursor.right = right
  }

  /** Its client was told before. */
  deleted(cursor: Cursor, id: Id, length: number): void {
    const first = this.placeOf(id)
    const last = first + length - 1
    // Backwards the right side stays where it is, forwards the left one.
    const isForward = first === cursor.right
    const isBackward = last === cursor.left
    if (!isForward) cursor.left = this.#before.get(first) ?? first - 1
    if (!isBackward) cursor.right = this.#after.get(last) ?? last + 1
  }
}
