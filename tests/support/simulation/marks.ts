/** A block of characters that nothing else in a simulation uses. */
const FIRST_MARK = 0x20000
const ANY_MARK = /[\u{20000}-\u{2A6DF}]/gu

/**
 * Marks in what everybody types, each a character of its own that no edit can cut in two. Follows by the texts that people
 * saw, not by Yjs, what became of each, so that a text that is equal everywhere can still be told from the right one.
 */
export class Marks {
  readonly #marks = new Map<string, Fate>()

  /** A mark that was never typed before. */
  mint(): string {
    const mark = String.fromCodePoint(FIRST_MARK + this.#marks.size)
    this.#marks.set(mark, { isCertain: false, wasTouched: false, copies: 1 })
    return mark
  }

  /** Somebody changed a text by hand: deleted, replaced, undid or redid. */
  changed(before: string, after: string, minted: string | null): void {
    const [had, has] = [countMarks(before), countMarks(after)]
    for (const [mark, fate] of this.#marks) {
      const more = (has.get(mark) ?? 0) - (had.get(mark) ?? 0)
      if (more < 0) fate.wasTouched = true
      // Undoing a deletion types it again; two people who undo the same deletion get it twice.
      if (more > 0 && mark !== minted) fate.copies += more
    }
  }

  /** A page said that these are stored, or kept. */
  assure(marks: Iterable<string>): void {
    for (const mark of marks) {
      const fate = this.#marks.get(mark)
      if (fate !== undefined) fate.isCertain = true
    }
  }

  /** The server was put back to an earlier state: what it said to be stored may be gone, unless a page that holds it says so again. */
  forget(): void {
    for (const fate of this.#marks.values()) fate.isCertain = false
  }

  /** What is wrong with the text that everybody holds in the end. */
  faults(text: string): string[] {
    const counts = countMarks(text)
    const faults: string[] = []
    for (const [mark, { isCertain, wasTouched, copies }] of this.#marks) {
      const count = counts.get(mark) ?? 0
      if (count === 0 && isCertain && !wasTouched) faults.push(`${mark} is missing, which nobody deleted`)
      if (count > copies) faults.push(`${mark} appears ${count} times`)
      counts.delete(mark)
    }
    for (const mark of counts.keys()) faults.push(`${mark} was never typed`)
    return faults
  }
}

interface Fate {
  isCertain: boolean
  wasTouched: boolean
  /** How often it may appear at most. */
  copies: number
}

function countMarks(text: string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const [mark] of text.matchAll(ANY_MARK)) counts.set(mark, (counts.get(mark) ?? 0) + 1)
  return counts
}
