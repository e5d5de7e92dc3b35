import type * as Y from 'yjs'
import type { Random } from '../../support/random.ts'

/** As many as one update may well hold. */
const PIECES_PER_UPDATE = 500

/**
 * Writes `content` as people do over weeks: in so many pieces, each somewhere in what is there already, and some of it taken back. The
 * text then consists of as many items, and what Yjs remembers of those that are gone.
 */
export function writeInPieces(text: Y.Text, content: string, pieces: number, random: Random): void {
  const ends = Array.from({ length: pieces }, (_, index) => Math.floor(((index + 1) * content.length) / pieces))
  const before = new Sums(pieces)
  const order = random.shuffled(ends.map((_, index) => index))
  for (let from = 0; from < order.length; from += PIECES_PER_UPDATE) {
    text.doc?.transact(() => {
      for (const piece of order.slice(from, from + PIECES_PER_UPDATE)) {
        const written = content.slice(ends[piece - 1] ?? 0, ends[piece])
        const at = before.upTo(piece)
        text.insert(at, written)
        before.add(piece, written.length)
        if (!random.chance(0.2)) continue
        text.insert(at + written.length, 'taken back')
        text.delete(at + written.length, 10)
      }
    })
  }
}

/** Sums of the first few of many numbers, of which each changes now and then (a Fenwick tree). */
class Sums {
  readonly #tree: number[]

  constructor(length: number) {
    this.#tree = Array.from({ length: length + 1 }, () => 0)
  }

  add(index: number, value: number): void {
    for (let at = index + 1; at < this.#tree.length; at += at & -at) this.#tree[at] = (this.#tree[at] ?? 0) + value
  }

  /** Of those before `index`. */
  upTo(index: number): number {
    let sum = 0
    for (let at = index; at > 0; at -= at & -at) sum += this.#tree[at] ?? 0
    return sum
  }
}
