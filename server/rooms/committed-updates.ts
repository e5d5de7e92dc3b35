/** An update in the log. */
export interface Committed {
  readonly sequence: number
  readonly update: Uint8Array
}

/**
 * Remembers what is committed while somebody is joining: a join reads the log, which takes a moment, and what is committed in
 * that moment must reach the joining client exactly like the rest. Remembers nothing while nobody joins.
 */
export class CommittedUpdates {
  #readers = 0
  #recent: Committed[] = []

  /** From now on updates are remembered for the caller, until `done`. */
  watch(): { after(sequence: number): Committed[]; done(): void } {
    this.#readers++
    return {
      after: (sequence) => this.#recent.filter((committed) => committed.sequence > sequence),
      done: () => {
        this.#readers--
        if (this.#readers === 0) this.#recent = []
      },
    }
  }

  add(committed: readonly Committed[]): void {
    if (this.#readers > 0) this.#recent.push(...committed)
  }
}
