import type { ErrorCode } from '../../shared/protocol/errors.ts'
import type { Clock } from '../lib/clock.ts'
import { DamagedDocument, type DocumentRecord, type LogTail, type UpdateLog } from '../storage/storage.ts'
import type { AuthoredUpdate, DocumentMaker, MadeSnapshot, TrialAnswer } from './document-maker.ts'
import { MAX_UNCHECKED_STEPS, MAX_UPDATE_STEPS } from './integration-steps.ts'

/** What stands in the log after the newest snapshot. */
export interface Tail {
  updates: number
  bytes: number
  structs: number
  /** The steps that its updates could cost whoever opens the document (`integration-steps.ts`). */
  steps: number
}

/** A document with its tail. */
export interface Size {
  bytes: number
  structs: number
}

/** An open room, while its document is being looked after. */
export interface CheckedRoom {
  /** Resolves when no commit is under way; none begins until `resume`. */
  hold(): Promise<void>
  resume(): void
  /** A snapshot was stored beside the log. */
  folded(made: MadeSnapshot): void
  close(code: ErrorCode): void
}

/** For the operator. */
export interface SnapshotReports {
  onError(error: unknown, document: string): void
  /** The document goes on in a new epoch; what is quarantined is left out of it. */
  onMended(document: string, mended: MendReport): void
}

export interface MendReport {
  readonly reason: string
  readonly quarantined: readonly number[]
  readonly suspects: readonly string[]
}

/** Past either, joining costs a client noticeably more than one snapshot would, unless that is long as well. */
const LONG_TAIL_BYTES = 128 * 1024
const LONG_TAIL_UPDATES = 4000
/** However long the document is: this many small updates keep whoever reads them busy for a noticeable moment. */
const MAX_TAIL_UPDATES = 20_000
/** What failed is tried again after this, for the tail may now grow long before it is asked for again. */
const RETRY_MS = 60_000

/** From here on a snapshot pays when nobody is in the room. */
const IDLE_TAIL_UPDATES = 50

/** Everybody has to rejoin when a document is mended, so nobody can have that done again and again. */
const MIN_BETWEEN_MENDS_MS = 60_000

/** How long what suspects send is tried before it is stored; and of how many documents this is remembered. */
const SUSPECT_MS = 60 * 60_000
const MAX_REMEMBERED = 1000

interface Mending {
  readonly at: number
  readonly suspects: ReadonlySet<string>
}

/**
 * Folds the tail of a document's log into a snapshot beside it, off the event loop, one document at a time. The snapshot is
 * compared with the log before anything is folded. When they differ, or opening the document takes too long, it is mended: it
 * goes on in a new epoch from what can be read by everybody. When storage fails, the log simply stays as it is.
 */
export class Snapshots {
  readonly #log: UpdateLog
  readonly #maker: DocumentMaker
  readonly #clock: Clock
  readonly #reports: SnapshotReports
  readonly #requested = new Map<string, CheckedRoom | null>()
  readonly #mended = new Map<string, Mending>()
  /** Documents whose snapshot was found to be none, though it is what was stored. */
  readonly #unreadable = new Set<string>()
  #running: Promise<void> | null = null
  #trials: Promise<unknown> = Promise.resolve()
  #stopped = false

  constructor(log: UpdateLog, maker: DocumentMaker, clock: Clock, reports: SnapshotReports) {
    this.#log = log
    this.#maker = maker
    this.#clock = clock
    this.#reports = reports
  }

  /**
   * Whether a tail has become long: as long as the document was before it, so that making a snapshot costs as much for each
   * update, however long the document has become; or as the document may still grow by, for a snapshot makes room. Or whether it
   * could be costly to open.
   */
  isDue(tail: Tail, document: Size, roomBytes: number): boolean {
    const bytes = Math.min(document.bytes - tail.bytes, roomBytes)
    const updates = Math.min(document.structs - tail.structs, MAX_TAIL_UPDATES)
    return (
      tail.bytes > Math.max(LONG_TAIL_BYTES, bytes) ||
      tail.updates > Math.max(LONG_TAIL_UPDATES, updates) ||
      tail.steps > MAX_UNCHECKED_STEPS
    )
  }

  isWorthwhile({ updates, steps }: Tail, { title, firstLine }: DocumentRecord): boolean {
    // Lists tell a document without a title by its first line, which is read when a snapshot is made.
    const isNameless = updates > 0 && title === null && firstLine === null
    return isNameless || updates > IDLE_TAIL_UPDATES || steps > MAX_UPDATE_STEPS
  }

  /** Whether nobody can open this document, however often they try. */
  isUnreadable(document: string): boolean {
    return this.#unreadable.has(document)
  }

  /** Whether this actor lately made it necessary to mend this document. */
  isSuspect(document: string, actor: string): boolean {
    const mending = this.#mended.get(document)
    return mending !== undefined && mending.suspects.has(actor) && this.#clock.now() - mending.at < SUSPECT_MS
  }

  /** `room` is the document's room while it is open. */
  request(document: string, room: CheckedRoom | null = null): void {
    if (this.#stopped) return
    this.#requested.set(document, room)
    this.#running ??= this.#run()
  }

  /**
   * What would become of the document if `update` were stored. `judged` gives those that passed the gate and are not in the
   * log yet. Rejects with a `StorageError`. One at a time, of all documents: that bounds the memory, and what a check has to
   * wait for.
   */
  trial(document: string, judged: () => readonly Uint8Array[], update: Uint8Array): Promise<TrialAnswer> {
    const trial = this.#trials.then(() => this.#try(document, judged, update))
    this.#trials = trial.catch(() => {})
    return trial
  }

  async #try(document: string, judged: () => readonly Uint8Array[], update: Uint8Array): Promise<TrialAnswer> {
    // Before the reading, which then has whatever of it is stored meanwhile.
    const waiting = judged()
    const tail = await this.#log.readAfter(document, 0)
    if (tail === null) return 'sound'
    return this.#maker.trial(tail.snapshot?.bytes ?? null, [...tail.updates, ...waiting], update)
  }

  /** Resolves when no fold is running; those still waiting are given up. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#requested.clear()
    await this.#running
  }

  /** Resolves when everything requested is done. */
  async settled(): Promise<void> {
    await this.#running
  }

  async #run(): Promise<void> {
    for (const [document, room] of this.#requested) {
      this.#requested.delete(document)
      try {
        await this.#check(document, room)
      } catch (error) {
        // A server that stops gives up what it was making.
        if (this.#stopped) break
        this.#reports.onError(error, document)
        if (error instanceof DamagedDocument) room?.close('damaged')
        else this.#clock.after(RETRY_MS, () => this.request(document, room))
      }
    }
    this.#running = null
  }

  async #check(document: string, room: CheckedRoom | null): Promise<void> {
    const tail = await this.#log.readAfter(document, 0)
    if (tail === null || tail.updates.length === 0) return
    const answer = await this.#maker.snapshot(tail.snapshot?.bytes ?? null, tail.updates)
    if (!answer.ok) return this.#mend(document, room, answer.reason)
    const isFolded = await this.#log.fold(document, tail.epoch, { sequence: tail.sequence, ...answer.made })
    if (!isFolded) return
    room?.folded(answer.made)
    await this.#pack(document)
  }

  /** What cannot be packed stays as it is: no reason to take the document away from anybody. */
  async #pack(document: string): Promise<void> {
    try {
      await this.#log.pack(document)
    } catch (error) {
      if (!this.#stopped) this.#reports.onError(error, document)
    }
  }

  async #mend(document: string, room: CheckedRoom | null, reason: string): Promise<void> {
    const sinceLast = this.#clock.now() - (this.#mended.get(document)?.at ?? -Infinity)
    if (sinceLast < MIN_BETWEEN_MENDS_MS) {
      this.#clock.after(MIN_BETWEEN_MENDS_MS - sinceLast, () => this.request(document, room))
      return
    }
    // Nothing may be committed between what the worker sees and the new epoch.
    await room?.hold()
    try {
      const tail = await this.#log.readAfter(document, 0)
      if (tail === null) return
      const updates = await this.#authored(document, tail)
      const mended = await this.#maker.mend(tail.snapshot?.bytes ?? null, updates)
      if (mended === null) {
        this.#unreadable.add(document)
        throw new DamagedDocument(document, `its snapshot cannot be read: ${reason}`)
      }
      const { made, quarantined, suspects } = mended
      const at = this.#clock.now()
      const snapshot = { sequence: tail.sequence, ...made }
      if (!(await this.#log.rebase(document, tail.epoch, { snapshot, quarantined, at }))) return
      this.#remember(document, { at, suspects: new Set(suspects) })
      const sequences = quarantined.map(({ sequence }) => sequence)
      this.#reports.onMended(document, { reason, quarantined: sequences, suspects })
      room?.close('wrong-epoch')
    } finally {
      room?.resume()
    }
  }

  /** The updates of a tail, with who sent them. */
  #authored(document: string, { sequence, updates }: LogTail): Promise<AuthoredUpdate[]> {
    return this.#log.history(document, sequence - updates.length + 1, sequence)
  }

  #remember(document: string, mending: Mending): void {
    this.#mended.delete(document)
    this.#mended.set(document, mending)
    const [oldest] = this.#mended.keys()
    if (this.#mended.size > MAX_REMEMBERED && oldest !== undefined) this.#mended.delete(oldest)
  }
}
