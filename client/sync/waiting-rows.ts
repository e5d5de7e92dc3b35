import * as Y from 'yjs'
import { type Clock, Later, withinTime } from '../lib/clock.ts'
import { atOnce } from '../lib/slices.ts'
import type { Branch } from './branch.ts'
import type { HeldLog } from './held-log.ts'
import { CACHE_LIMIT_MS, type CachedDocument, type OfflineCache, type PendingRow } from './offline-cache.ts'
import type { Renewal } from './renewal.ts'
import { restore, takeRow } from './restore.ts'
import type { RefusedRow, SetAside } from './set-aside.ts'

/** How often a page with nothing to send looks for what a closed tab left. */
const LOOK_MS = 10_000

export interface WaitingRowsOptions {
  readonly document: string
  readonly cache: OfflineCache
  readonly setAside: SetAside
  readonly clock: Clock
  readonly held: HeldLog
  readonly renewal: Renewal
  /** The replica of now. */
  readonly branch: () => Branch | null
  /** Something waits that no tab sends: to be picked up at a join, which tells the server whose it is. */
  readonly found: () => void
}

/** What other tabs, closed or not, left on this device: twice sent does no harm, and never sent would. */
export class WaitingRows {
  readonly #options: WaitingRowsOptions
  readonly #look: Later
  /** Of the last look: what still waits at the next one is sent by nobody. */
  #seen: ReadonlySet<number> = new Set()
  /** Each is a reason to join again only once, or one that cannot be got rid of would be one for ever. */
  readonly #reported = new Set<number>()
  #isWatching = false

  constructor(options: WaitingRowsOptions) {
    this.#options = options
    this.#look = new Later(options.clock, LOOK_MS, () => void this.#lookNow())
  }

  /** Looks every so often from now on. */
  watch(): void {
    this.#isWatching = true
    this.#look.schedule()
  }

  stop(): void {
    this.#isWatching = false
    this.#seen = new Set()
    this.#look.cancel()
  }

  /** Brings what this device holds beyond the replica into it, before a join. */
  async pickUp(): Promise<void> {
    const { cache, document, clock, branch } = this.#options
    if (branch() === null) return
    const cached = await withinTime(clock, CACHE_LIMIT_MS, cache.load(document), null)
    if (cached === null) return
    this.#catchUp(cached)
    this.#take(cached.pending)
  }

  /** Brings rows into the replica and its outbox; those that can be brought into none are set aside. */
  #take(rows: readonly PendingRow[]): void {
    const { setAside, clock, held } = this.#options
    const branch = this.#options.branch()
    if (branch === null) return
    const known = new Set(branch.outbox.entries.map((entry) => entry.row))
    const refused: RefusedRow[] = []
    for (const row of rows) {
      if (!this.#isForeign(row, branch) || known.has(row.id) || setAside.hasRow(row)) continue
      const code = takeRow(branch.doc, row, held.epoch)
      if (code === null) branch.outbox.add({ ...row, row: row.id })
      else refused.push({ row, code })
    }
    setAside.addRows(refused, clock.now())
  }

  /**
   * What had been stored may be gone from a server that was put back to an earlier state. Where the tab that held it is
   * closed, this one has to find that out and bring it back, before it stores its own state in place of it.
   */
  #catchUp(cached: CachedDocument): void {
    const { held, renewal } = this.#options
    const branch = this.#options.branch()
    const { record } = cached
    if (branch === null || record.epoch !== held.epoch) return
    // Of a log that went another way the sequence tells nothing.
    if (record.sequence <= held.sequence && !held.isOvertaken) return
    renewal.know(record.clientIds)
    const { doc, isWhole } = atOnce(restore({ ...cached, pending: [] }))
    Y.applyUpdate(branch.doc, Y.encodeStateAsUpdate(doc), 'cache')
    if (isWhole) held.stand(record)
    else held.isWhole = false
  }

  /** A tab that knows of a later state of the document than this one does before it has joined keeps its rows. */
  #isForeign(row: PendingRow, branch: Branch): boolean {
    return row.clientId !== branch.doc.clientID && row.epoch <= this.#options.held.epoch
  }

  async #lookNow(): Promise<void> {
    const { cache, document, found } = this.#options
    const branch = this.#options.branch()
    if (branch !== null && branch.outbox.size === 0) {
      const waiting = (await cache.pending(document)).filter((row) => this.#isForeign(row, branch)).map(({ id }) => id)
      if (!this.#isWatching) return
      const left = waiting.filter((id) => this.#seen.has(id) && !this.#reported.has(id))
      this.#seen = new Set(waiting)
      for (const id of left) this.#reported.add(id)
      if (left.length > 0) return found()
    }
    this.#look.schedule()
  }
}
