import type { Clock } from '../../../lib/clock.ts'
import { StorageError } from '../../storage.ts'
import type { SqliteJournal } from './sqlite-journal.ts'

/** How long an update is in the journal alone at most. */
const JOURNALED_MS = 5000

/** Decides when the journal is unpacked: as soon as it is full, and some seconds after its first update. */
export class Unpacking {
  readonly #journal: SqliteJournal
  readonly #clock: Clock
  #planned: { readonly delayMs: number; readonly cancel: () => void } | null = null

  constructor(journal: SqliteJournal, clock: Clock) {
    this.#journal = journal
    this.#clock = clock
  }

  /** Something may be in the journal. It is unpacked when the call that put it there was answered: nobody waits for that. */
  plan(): void {
    const delayMs = this.#journal.isFull ? 0 : JOURNALED_MS
    if (this.#planned !== null && this.#planned.delayMs <= delayMs) return
    this.#planned?.cancel()
    this.#planned = { delayMs, cancel: this.#clock.after(delayMs, () => this.finish()) }
  }

  /** Unpacks now. A failure breaks no promise, the journal being as durable: whoever appends next plans it again. */
  finish(): void {
    this.#planned?.cancel()
    this.#planned = null
    try {
      this.#journal.unpack()
    } catch (error) {
      if (!(error instanceof StorageError)) throw error
    }
  }
}
