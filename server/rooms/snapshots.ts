import type { UpdateLog } from '../storage/storage.ts'
import type { DocumentMaker } from './document-maker.ts'

/** What stands in the log after the newest snapshot. */
export interface Tail {
  updates: number
  bytes: number
}

/** Past either, joining costs a client noticeably more than one snapshot would. */
const MAX_TAIL_BYTES = 128 * 1024
const MAX_TAIL_UPDATES = 1000

/** From here on a snapshot pays when a room is closed anyway. */
const IDLE_TAIL_UPDATES = 50

/**
 * Folds the tail of a document's log into a snapshot beside it, off the event loop, one document at a time. The snapshot is
 * compared with the log before anything is folded; when they differ, or storage fails, the log simply stays as it is.
 */
export class Snapshots {
  readonly #log: UpdateLog
  readonly #maker: DocumentMaker
  readonly #report: (error: unknown, document: string) => void
  readonly #requested = new Set<string>()
  #running: Promise<void> | null = null

  constructor(log: UpdateLog, maker: DocumentMaker, report: (error: unknown, document: string) => void) {
    this.#log = log
    this.#maker = maker
    this.#report = report
  }

  isDue({ updates, bytes }: Tail): boolean {
    return bytes > MAX_TAIL_BYTES || updates > MAX_TAIL_UPDATES
  }

  isWorthwhile({ updates }: Tail): boolean {
    return updates > IDLE_TAIL_UPDATES
  }

  request(document: string): void {
    this.#requested.add(document)
    this.#running ??= this.#run()
  }

  /** Resolves when no fold is running; those still waiting are given up. */
  async stop(): Promise<void> {
    this.#requested.clear()
    await this.#running
  }

  async #run(): Promise<void> {
    for (const document of this.#requested) {
      this.#requested.delete(document)
      try {
        await this.#fold(document)
      } catch (error) {
        this.#report(error, document)
      }
    }
    this.#running = null
  }

  async #fold(document: string): Promise<void> {
    const tail = await this.#log.readAfter(document, 0)
    if (tail === null || tail.updates.length === 0) return
    const made = await this.#maker.snapshot(tail.snapshot?.bytes ?? null, tail.updates)
    await this.#log.fold(document, tail.epoch, { sequence: tail.sequence, ...made })
  }
}
