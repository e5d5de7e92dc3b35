import { type Refusal, refuse, slow } from '../../shared/protocol/errors.ts'
import { joinFrames } from '../../shared/protocol/frames.ts'
import { MAX_LISTED_PEOPLE, MAX_LISTED_VERSIONS } from '../../shared/protocol/limits.ts'
import type { AccessStore } from '../storage/access-store.ts'
import type { LoggedUpdate, UpdateLog } from '../storage/storage.ts'
import type { DocumentMaker } from './document-maker.ts'

/** What was written without a long pause, by whomever. */
export interface Version {
  /** Of its first and its last update. */
  first: number
  readonly sequence: number
  /** Milliseconds since the Unix epoch: when its first update was stored, and its last. */
  from: number
  readonly to: number
  readonly people: Map<string, { readonly actor: string; readonly name: string }>
}

export interface ListedVersions {
  readonly ok: true
  /** Newest first. */
  readonly versions: readonly Version[]
  /** Of the first update in the last of them, when there are more before it. */
  readonly earlier: number | null
}

interface VersionsPorts {
  readonly log: UpdateLog
  readonly access: Pick<AccessStore, 'people'>
  /** Not the one that those who write wait for. */
  readonly maker: Pick<DocumentMaker, 'replay'>
}

/** A pause that ends a version, and how long one lasts without any. */
const PAUSE_MS = 5 * 60_000
const LONGEST_MS = 30 * 60_000

/** Saves wait for what is read of the log at once. */
const READ_UPDATES = 1000
/** What one answer looks through; the version that ends there is shown in two. */
const MAX_LISTED_UPDATES = 40_000
/** What is held in memory of a log: years of writing. */
const MAX_REPLAYED_BYTES = 64 * 1024 * 1024
/** Each holds a log in memory in its turn; whoever comes later waits no longer than for these. */
const MAX_WAITING = 20
const BUSY_RETRY_MS = 2000

/**
 * What documents were, read from their logs, which keep every update. For documents in their first epoch: of one that was mended,
 * the log alone does not tell what the text was.
 */
export class Versions {
  readonly #ports: VersionsPorts
  #waiting = 0
  #replaying: Promise<unknown> = Promise.resolve()

  constructor(ports: VersionsPorts) {
    this.#ports = ports
  }

  /** Of the updates before the one with the sequence `before`; of all without it. Rejects with a `StorageError`. */
  async list(document: string, before = Infinity): Promise<ListedVersions | Refusal> {
    const { log, access } = this.#ports
    const head = await this.#head(document)
    if (!head.ok) return head
    const people = await access.people(document, MAX_LISTED_PEOPLE)
    const names = new Map(people.map(({ actor, name }) => [actor, name]))
    const versions: Version[] = []
    let seen = 0
    for (let last = Math.min(head.sequence, before - 1); last > 0; last -= READ_UPDATES) {
      const rows = await log.history(document, Math.max(1, last - READ_UPDATES + 1), last)
      // Deleted meanwhile.
      if (rows.length === 0) return refuse('not-found')
      for (const row of rows.toReversed()) {
        const open = versions.at(-1)
        const continues = open !== undefined && isPartOf(row, open)
        if (!continues && versions.length === MAX_LISTED_VERSIONS) return listed(versions)
        const version = continues ? open : versionOf(row)
        if (!continues) versions.push(version)
        version.first = row.sequence
        version.from = row.at
        version.people.set(row.actor, { actor: row.actor, name: names.get(row.actor) ?? '' })
      }
      seen += rows.length
      if (seen >= MAX_LISTED_UPDATES) return listed(versions)
    }
    return listed(versions)
  }

  /** The text once the update with this sequence was stored. Rejects with a `StorageError`. */
  async text(document: string, sequence: number): Promise<{ readonly ok: true; readonly text: string } | Refusal> {
    if (this.#waiting >= MAX_WAITING) return slow(BUSY_RETRY_MS)
    this.#waiting += 1
    const replayed = this.#replaying.then(() => this.#replay(document, sequence))
    this.#replaying = replayed.catch(() => {})
    try {
      return await replayed
    } finally {
      this.#waiting -= 1
    }
  }

  async #replay(document: string, sequence: number): Promise<{ readonly ok: true; readonly text: string } | Refusal> {
    const { log, maker } = this.#ports
    const head = await this.#head(document)
    if (!head.ok) return head
    if (sequence < 1 || sequence > head.sequence) return refuse('no-version')
    const frames: Uint8Array<ArrayBuffer>[] = []
    let bytes = 0
    for (let first = 1; first <= sequence; first += READ_UPDATES) {
      const rows = await log.history(document, first, Math.min(sequence, first + READ_UPDATES - 1))
      if (rows.length === 0) return refuse('not-found')
      const joined = joinFrames(rows.map(({ update }) => update))
      bytes += joined.byteLength
      if (bytes > MAX_REPLAYED_BYTES) return refuse('no-version')
      frames.push(joined)
    }
    const text = await maker.replay(frames)
    return text === null ? refuse('no-version') : { ok: true, text }
  }

  async #head(document: string): Promise<{ readonly ok: true; readonly sequence: number } | Refusal> {
    // Behind its end there is nothing but where that is.
    const head = await this.#ports.log.readAfter(document, Number.MAX_SAFE_INTEGER)
    if (head === null) return refuse('not-found')
    return head.epoch === 1 ? { ok: true, sequence: head.sequence } : refuse('no-version')
  }
}

function isPartOf({ at }: LoggedUpdate, { from, to }: Version): boolean {
  return from - at <= PAUSE_MS && to - at <= LONGEST_MS
}

function versionOf({ sequence, at }: LoggedUpdate): Version {
  return { first: sequence, sequence, from: at, to: at, people: new Map() }
}

function listed(versions: readonly Version[]): ListedVersions {
  const first = versions.at(-1)?.first ?? 1
  return { ok: true, versions, earlier: first > 1 ? first : null }
}
