/** The first of the rare ideographs that mark words: one code point each, so that nobody can type into the middle of it. */
const FIRST_MARK = 0x20000
const MARKS = 42_000

export function marksIn(text: string): Set<string> {
  return new Set(text.match(/[\u{20000}-\u{2A6DF}]/gu))
}

/** What was typed, what was shown as saved, and what somebody deleted on purpose. Every word is known by its mark. */
export class Ledger {
  /** Times at which a page showed *Saved*. */
  savedMoments = 0
  #typed = 0
  readonly #saved = new Set<string>()
  /** By a key, in either page, at any time: the order of what two pages do cannot be known, so it never counts again. */
  readonly #deleted = new Set<string>()
  /** Of those, the ones whose deletion a page has shown as saved. */
  readonly #deletedForGood = new Set<string>()
  readonly #broughtBack = new Set<string>()

  get typed(): number {
    return this.#typed
  }

  /** Words that must be there at the end. */
  get saved(): number {
    return [...this.#saved].filter((mark) => !this.#deleted.has(mark)).length
  }

  /** A mark that no word has had. */
  newMark(): string {
    if (this.#typed >= MARKS) throw new RangeError('no more marks')
    this.#typed += 1
    return String.fromCodePoint(FIRST_MARK + this.#typed)
  }

  /** A key took these marks out of the text, and brought those back into it. */
  changed(taken: Iterable<string>, broughtBack: Iterable<string>): void {
    for (const mark of taken) this.#deleted.add(mark)
    for (const mark of broughtBack) this.#broughtBack.add(mark)
  }

  /** A page showed *Saved*, with these of its own marks in the text, and those that it had deleted no longer in it. */
  sawSaved(present: Iterable<string>, deleted: Iterable<string>): void {
    this.savedMoments += 1
    for (const mark of present) this.#saved.add(mark)
    for (const mark of deleted) this.#deletedForGood.add(mark)
  }

  judge(text: string): { missing: string[]; resurrected: string[] } {
    const present = marksIn(text)
    return {
      missing: [...this.#saved].filter((mark) => !this.#deleted.has(mark) && !present.has(mark)),
      resurrected: [...this.#deletedForGood].filter((mark) => !this.#broughtBack.has(mark) && present.has(mark)),
    }
  }
}
