import { type Refusal, refuse, slow } from '../../shared/protocol/errors.ts'
import {
  MAX_HISTORY_READS,
  MAX_HISTORY_READS_PER_ADDRESS,
  MAX_HISTORY_WAIT_MS,
  MAX_LISTED_PEOPLE,
  MAX_LISTED_UPDATES,
  MAX_LISTED_VERSIONS,
  MAX_REPLAYED_BYTES,
  MAX_REPLAYED_UPDATES,
  MAX_REPLAY_MS,
} from '../../shared/protocol/limits.ts'
import type { Clock } from '../lib/clock.ts'
import { Tally } from '../lib/tally.ts'
import { TurnQueue } from '../lib/turn-queue.ts'
import type { AccessStore } from '../storage/access-store.ts'
import type { UpdateLog } from '../storage/storage.ts'
import type { DocumentMaker } from './document-maker.ts'
import { readUpdate } from './update-reader.ts'

/** What was written without a long pause, by whomever, or up to where much was deleted. */
export interface Version {
  /** Of its first and its last update. */
  first: number
  readonly sequence: number
  /** Milliseconds since the Unix epoch: when its first update was stored, and its last. */
  from: number
  readonly to: number
  readonly actors: Set<string>
}

export interface ListedVersions {
  readonly ok: true
  /** Newest first. */
  readonly versions: readonly Version[]
  /** What the actors are called here; those who never said it are not among them. */
  readonly names: ReadonlyMap<string, string>
  /** Of the first update in the last of them, when there are more before it. */
  readonly earlier: number | null
}

/** Somebody who wants to know what a document was. */
export interface Asking {
  readonly document: string
  readonly address: string
  /** Why the answer is of no use any more; asked again and again while it is made. */
  readonly hindrance: () => Refusal | null
}

interface VersionsPorts {
  readonly log: UpdateLog
  readonly access: Pick<AccessStore, 'people'>
  /** Of its own: nobody who writes, or reads a published page, waits for it. */
  readonly maker: Pick<DocumentMaker, 'replay'>
  readonly clock: Clock
}

/** A pause that ends a version, and how long one lasts without any. */
const PAUSE_MS = 5 * 60_000
const LONGEST_MS = 30 * 60_000

/** Whoever deletes so much at once, in UTF-16 code units, begins another version: what was there before can be had again. */
const MUCH_DELETED = 200
/** Deletions that follow each other faster are one: a paragraph that is moved line by line is deleted each time. */
const BURST_MS = 5_000

const BUSY_RETRY_MS = 2000

/**
 * What documents were, read from their logs, which keep every update. One log is read at a time, piece by piece: saves go between
 * the pieces. For documents in their first epoch: of one that was mended, the log alone does not tell what the text was.
 */
export class Versions {
  readonly #ports: VersionsPorts
  readonly #turns: TurnQueue
  readonly #asking = new Tally()

  constructor(ports: VersionsPorts) {
    this.#ports = ports
    this.#turns = new TurnQueue(ports.clock, 1, MAX_HISTORY_WAIT_MS)
  }

  /** Of the updates before the one with the sequence `before`; of all without it. Rejects with a `StorageError`. */
  list(asking: Asking, before = Infinity): Promise<ListedVersions | Refusal> {
    return this.#inTurn(asking, async () => {
      const { log, access } = this.#ports
      const head = await this.#head(asking.document)
      if (!head.ok) return head
      const people = await access.people(asking.document, MAX_LISTED_PEOPLE)
      const names = new Map(people.map(({ actor, name }) => [actor, name]))
      const versions: Version[] = []
      let seen = 0
      let begins = false
      let isBehindCut = false
      for (let last = Math.min(head.sequence, before - 1); last > 0 && seen < MAX_LISTED_UPDATES;) {
        const hindered = asking.hindrance()
        if (hindered !== null) return hindered
        const part = await log.authorsUpTo(asking.document, last)
        // Deleted meanwhile.
        if (part === null) return refuse('not-found')
        for (const [back, update] of part.updates.toReversed().entries()) {
          const sequence = last - back
          const open = versions.at(-1)
          const continues = open !== undefined && !begins && isPartOf(update.at, open)
          if (!continues && versions.length === MAX_LISTED_VERSIONS) return listed(versions, names)
          const version = continues ? open : versionOf(sequence, update.at)
          if (!continues) {
            versions.push(version)
            isBehindCut = begins
          }
          version.first = sequence
          // A clock may have been put back.
          version.from = Math.min(version.from, update.at)
          version.actors.add(update.actor)
          begins = lengthDeleted(update.deleting) >= MUCH_DELETED
          if (begins && isBehindCut && version.to - update.at < BURST_MS) joinLast(versions)
        }
        seen += last - part.first + 1
        last = part.first - 1
      }
      return listed(versions, names)
    })
  }

  /** The text in UTF-8 once the update with this sequence was stored. Rejects with a `StorageError`. */
  text(
    asking: Asking,
    sequence: number,
  ): Promise<{ readonly ok: true; readonly text: Uint8Array<ArrayBuffer> } | Refusal> {
    return this.#inTurn(asking, async () => {
      const { log } = this.#ports
      const head = await this.#head(asking.document)
      if (!head.ok) return head
      if (sequence < 1 || sequence > Math.min(head.sequence, MAX_REPLAYED_UPDATES)) return refuse('no-version')
      const parts: Uint8Array<ArrayBuffer>[] = []
      let bytes = 0
      for (let next = 1; next <= sequence;) {
        const hindered = asking.hindrance()
        if (hindered !== null) return hindered
        const part = await log.updatesFrom(asking.document, next)
        if (part === null) return refuse('not-found')
        bytes += part.updates.byteLength
        if (bytes > MAX_REPLAYED_BYTES) return refuse('no-version')
        parts.push(part.updates)
        next = part.last + 1
      }
      const text = await this.#replayed(parts, sequence)
      return text === null ? refuse('no-version') : { ok: true, text }
    })
  }

  /** Null when it cannot be put together, or not in time. */
  async #replayed(parts: readonly Uint8Array<ArrayBuffer>[], count: number): Promise<Uint8Array<ArrayBuffer> | null> {
    const { maker, clock } = this.#ports
    const began = clock.now()
    try {
      return await maker.replay(parts, count)
    } catch (error) {
      // Its thread was given up.
      if (clock.now() - began >= MAX_REPLAY_MS) return null
      throw error
    }
  }

  async #inTurn<Answer>(asking: Asking, read: () => Promise<Answer | Refusal>): Promise<Answer | Refusal> {
    const { address } = asking
    if (this.#asking.total >= MAX_HISTORY_READS || this.#asking.of(address) >= MAX_HISTORY_READS_PER_ADDRESS)
      return slow(BUSY_RETRY_MS)
    this.#asking.add(address)
    try {
      const answer = await this.#turns.run(async () => asking.hindrance() ?? (await read()))
      return answer === 'late' ? slow(BUSY_RETRY_MS) : answer
    } finally {
      this.#asking.remove(address)
    }
  }

  async #head(document: string): Promise<{ readonly ok: true; readonly sequence: number } | Refusal> {
    // Behind its end there is nothing but where that is.
    const head = await this.#ports.log.readAfter(document, Number.MAX_SAFE_INTEGER)
    if (head === null) return refuse('not-found')
    return head.epoch === 1 ? { ok: true, sequence: head.sequence } : refuse('no-history')
  }
}

function isPartOf(at: number, { from, to }: Version): boolean {
  return Math.abs(from - at) <= PAUSE_MS && to - at <= LONGEST_MS
}

function lengthDeleted(deleting: Uint8Array | null): number {
  const { deletes } = deleting === null ? { deletes: [] } : readUpdate(deleting, Infinity)
  return deletes.reduce((sum, { clock, end }) => sum + end - clock, 0)
}

/** Makes the last two, of which the first is the newer one, one version. */
function joinLast(versions: Version[]): void {
  const older = versions.pop()
  const newer = versions.at(-1)
  if (older === undefined || newer === undefined) return
  newer.first = older.first
  newer.from = Math.min(newer.from, older.from)
  for (const actor of older.actors) newer.actors.add(actor)
}

function versionOf(sequence: number, at: number): Version {
  return { first: sequence, sequence, from: at, to: at, actors: new Set() }
}

function listed(versions: readonly Version[], names: ReadonlyMap<string, string>): ListedVersions {
  const first = versions.at(-1)?.first ?? 1
  return { ok: true, versions, names, earlier: first > 1 ? first : null }
}
