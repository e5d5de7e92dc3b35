import type { Clock } from '../lib/clock.ts'
import type { Append, AppendAnswer, UpdateLog } from '../storage/storage.ts'
import type { Gathering } from './load.ts'

/** Something with updates to commit: a room. */
export interface Committer {
  /**
   * Hands over what waits, as much as fits into `maxBytes` but always something, and requests another commit for the rest; null
   * when nothing waits.
   */
  takeBatch(maxBytes: number): Append | null
  /** The batch taken last is durable, or was refused alone. */
  settle(answer: AppendAnswer): void
  /** The batch taken last could not be stored, and nothing of it was; or `settle` threw. */
  fail(error: unknown): void
}

/** For the operator. */
export interface CommitReports {
  /** A transaction failed, or a bug came up in a room. */
  failed(error: unknown): void
  /** A transaction is durable. */
  stored(): void
}

/** What one transaction takes at most: more would keep everybody in it waiting. The rest goes into the next. */
const MAX_COMMIT_BYTES = 8 * 1024 * 1024

/**
 * Group commit for the whole server: one transaction at a time, holding everything that was waiting when it began. Idle, it
 * starts at the end of the event-loop turn; while one is in flight the next batch gathers, so that the commit itself is the
 * window in which updates are coalesced. On a busy server the window is longer (`load.ts`): commits begin that far apart.
 */
export class CommitLoop {
  readonly #log: UpdateLog
  readonly #clock: Clock
  readonly #load: Gathering
  readonly #reports: CommitReports
  #waiting = new Set<Committer>()
  /** When the last commit began. */
  #began = -Infinity
  #running: Promise<void> | null = null

  constructor(log: UpdateLog, clock: Clock, load: Gathering, reports: CommitReports) {
    this.#log = log
    this.#clock = clock
    this.#load = load
    this.#reports = reports
  }

  /** `committer` has something to commit. */
  request(committer: Committer): void {
    this.#waiting.add(committer)
    this.#running ??= this.#run()
  }

  /** Resolves when everything requested so far is settled, and everything requested meanwhile. */
  async drained(): Promise<void> {
    while (this.#running !== null) await this.#running
  }

  async #run(): Promise<void> {
    // What else arrived in this turn of the event loop goes into the same transaction.
    await new Promise((resolve) => setImmediate(resolve))
    while (this.#waiting.size > 0) {
      await this.#gathered()
      await this.#commit()
    }
    this.#running = null
  }

  async #gathered(): Promise<void> {
    const { windowMs } = this.#load
    const waitMs = this.#began + windowMs - this.#clock.now()
    // No longer than the window, whatever becomes of the clock.
    if (waitMs > 0 && waitMs <= windowMs) await new Promise<void>((resolve) => this.#clock.after(waitMs, resolve))
    this.#began = this.#clock.now()
  }

  async #commit(): Promise<void> {
    const committers: Committer[] = []
    const batch: Append[] = []
    let room = MAX_COMMIT_BYTES
    const requested = this.#waiting
    this.#waiting = new Set()
    for (const committer of requested) {
      if (room <= 0) {
        this.#waiting.add(committer)
        continue
      }
      this.#guard(() => {
        const append = committer.takeBatch(room)
        if (append === null) return
        committers.push(committer)
        batch.push(append)
        for (const { update } of append.updates) room -= update.byteLength
      })
    }
    if (batch.length === 0) return
    let answers: AppendAnswer[]
    try {
      answers = await this.#log.append(batch, this.#clock.now())
    } catch (error) {
      this.#reports.failed(error)
      for (const committer of committers) this.#guard(() => committer.fail(error))
      return
    }
    this.#reports.stored()
    for (const [index, committer] of committers.entries()) {
      const answer = answers[index]
      this.#guard(
        () => {
          if (answer === undefined) throw new Error('the log gave no answer for an entry')
          committer.settle(answer)
        },
        (error) => committer.fail(error),
      )
    }
  }

  /** A bug in one room must not keep the others from their answers. */
  #guard(step: () => void, mend: (error: unknown) => void = () => {}): void {
    try {
      step()
    } catch (error) {
      this.#reports.failed(error)
      this.#guard(() => mend(error))
    }
  }
}
