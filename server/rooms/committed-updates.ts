import type { LogPlace } from '../storage/storage.ts'

/** What one transaction added to a document's log; the place is that of the last update. */
export interface Commit extends LogPlace {
  readonly updates: readonly Uint8Array[]
}

/** A join that takes longer than this much text is asked to come again, so that a stuck read cannot fill the memory. */
const MAX_REMEMBERED_BYTES = 8 * 1024 * 1024

/**
 * Remembers what is committed while somebody is joining: a join reads the log, which takes a moment, and what is committed in
 * that moment must reach the joining client exactly like the rest. Remembers nothing while nobody joins.
 */
export class CommittedUpdates {
  #readers = 0
  #recent: Commit[] = []
  #bytes = 0
  /** Up to here nothing is remembered any more. */
  #forgotten = 0

  /** From now on updates are remembered for the caller, until `done`. `after` is null when too many came to remember them. */
  watch(): { after(sequence: number): Commit[] | null; done(): void } {
    this.#readers++
    return {
      after: (sequence) =>
        sequence < this.#forgotten ? null : this.#recent.filter((commit) => commit.sequence > sequence),
      done: () => {
        this.#readers--
        if (this.#readers === 0) this.#forget()
      },
    }
  }

  add(commit: Commit): void {
    if (this.#readers === 0) return
    this.#recent.push(commit)
    for (const { byteLength } of commit.updates) this.#bytes += byteLength
    if (this.#bytes > MAX_REMEMBERED_BYTES) this.#forget()
  }

  #forget(): void {
    this.#forgotten = this.#recent.at(-1)?.sequence ?? this.#forgotten
    this.#recent = []
    this.#bytes = 0
  }
}
