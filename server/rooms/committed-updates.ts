import type { LogPlace } from '../storage/storage.ts'

/** What one transaction added to a document's log; the place is that of the last update. */
export interface Commit extends LogPlace {
  readonly updates: readonly Uint8Array[]
}

/**
 * Remembers what is committed while somebody is joining: a join reads the log, which takes a moment, and what is committed in
 * that moment must reach the joining client exactly like the rest. Remembers nothing while nobody joins.
 */
export class CommittedUpdates {
  #readers = 0
  #recent: Commit[] = []

  /** From now on updates are remembered for the caller, until `done`. */
  watch(): { after(sequence: number): Commit[]; done(): void } {
    this.#readers++
    return {
      after: (sequence) => this.#recent.filter((commit) => commit.sequence > sequence),
      done: () => {
        this.#readers--
        if (this.#readers === 0) this.#recent = []
      },
    }
  }

  add(commit: Commit): void {
    if (this.#readers > 0) this.#recent.push(commit)
  }
}
