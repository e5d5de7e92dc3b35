import { joinFrames, splitFrames } from '../../../../shared/protocol/frames.ts'
import { handOver } from '../../../lib/worker-calls.ts'
import { ifDeleting } from '../../deletions.ts'
import { FIRST_MARK, nextMark } from '../../mark.ts'
import type {
  Append,
  AppendAnswer,
  Authored,
  LogHead,
  LogPart,
  LogPlace,
  LogTail,
  LoggedUpdate,
  NewSnapshot,
  Rebase,
  Snapshot,
} from '../../storage.ts'
import { Damage, reading } from './damage.ts'
import { rowsBeside } from './log-parts.ts'
import type { Direction, LogRow } from './log-row.ts'
import { type PlaceRead, markAfter } from './mark-chain.ts'
import type { StoredUpdate } from './stored-updates.ts'
import { type StoredBytes, snapshotBytes, snapshotChecksum, storedBytes } from './stored-snapshot.ts'
import type { SqliteActors } from './sqlite-actors.ts'
import type { SqliteDatabase } from './sqlite-database.ts'
import { LAST_MARK, LAST_SEQUENCE } from './sqlite-documents.ts'
import type { SqliteDocuments } from './sqlite-documents.ts'
import { SqliteHistory } from './sqlite-history.ts'
import type { SqliteJournal } from './sqlite-journal.ts'
import { SqlitePacking } from './sqlite-packing.ts'
import { SqliteTail } from './sqlite-tail.ts'

/** An `Append` whose updates' bytes travel apart, as frames. */
export interface AppendHeader extends Omit<Append, 'updates'> {
  readonly updates: readonly { readonly actor: string; readonly clientId: number }[]
}

/** A `LogHead` with its tail as frames. */
export interface FramedHead extends Omit<LogHead, 'tail'> {
  readonly tail: Uint8Array<ArrayBuffer>
}

/** A `LogTail` with its updates as frames. */
export interface FramedTail extends Omit<LogTail, 'updates'> {
  readonly updates: Uint8Array<ArrayBuffer>
}

interface Head {
  readonly key: number
  readonly epoch: number
  sequence: number
  mark: number
  edited: number
  /** 1 in the trash: it can be read, and neither opened nor written. */
  readonly trashed: number
}

/** With the time of the update there; null when none was read. */
type TimedPlace = LogPlace & { readonly at: number | null }

interface StoredSnapshot extends Omit<Snapshot, 'bytes'>, StoredBytes {
  readonly mark: number
  readonly checksum: number
}

/** Documents whose log's end is kept at hand: some 200 bytes each. */
const MAX_HEADS = 10_000

const START: LogPlace = { sequence: 0, mark: FIRST_MARK }

/**
 * The `snapshots` table, the tails and the history beside it, and the journal before them. This connection is their only
 * writer, so reads need no transaction. What is read is checked against its marks; `DamagedDocument` is thrown for what is not
 * as it was stored.
 */
export class SqliteLog {
  readonly #database: SqliteDatabase
  readonly #documents: SqliteDocuments
  readonly #actors: SqliteActors
  readonly #journal: SqliteJournal
  readonly #history: SqliteHistory
  readonly #head
  /** Where the logs end that were appended to lately, as they are stored. */
  readonly #heads = new Map<string, Head>()
  readonly #markEdited
  readonly #tail: SqliteTail
  readonly #packing: SqlitePacking
  readonly #folded
  readonly #snapshot
  readonly #putSnapshot
  readonly #describe
  readonly #setEpoch
  readonly #quarantine
  readonly #quarantined

  constructor(database: SqliteDatabase, documents: SqliteDocuments, actors: SqliteActors, journal: SqliteJournal) {
    this.#database = database
    this.#documents = documents
    this.#actors = actors
    this.#journal = journal
    this.#history = new SqliteHistory(database)
    this.#head = database.prepare<Head>(`
      SELECT key, epoch, ${LAST_SEQUENCE} AS sequence, ${LAST_MARK} AS mark, first_edited_at IS NOT NULL AS edited,
        trashed_at IS NOT NULL AS trashed
      FROM documents WHERE id = ? AND deleted_at IS NULL`)
    this.#markEdited = database.prepare('UPDATE documents SET first_edited_at = ? WHERE key = ?')
    this.#tail = new SqliteTail(database)
    this.#packing = new SqlitePacking(database, this.#tail, this.#history)
    this.#folded = database.prepare<LogPlace>('SELECT sequence, mark FROM snapshots WHERE document = ?')
    this.#snapshot = database.prepare<StoredSnapshot>(`
      SELECT sequence, mark, checksum, structs, inflated_length AS inflatedLength, bytes, state_vector AS stateVector
      FROM snapshots WHERE document = ?`)
    this.#putSnapshot = database.prepare(`
      INSERT OR REPLACE INTO snapshots
        (document, epoch, sequence, mark, checksum, structs, state_vector, inflated_length, bytes)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`)
    this.#describe = database.prepare(
      'UPDATE documents SET folded_at = coalesce(?, folded_at), first_line = coalesce(?, first_line) WHERE key = ?',
    )
    this.#setEpoch = database.prepare('UPDATE documents SET epoch = ? WHERE key = ?')
    this.#quarantine = database.prepare(
      'INSERT OR IGNORE INTO quarantined_updates (document, sequence, epoch, reason, at) VALUES (?, ?, ?, ?, ?)',
    )
    this.#quarantined = database.prepare<{ sequence: number }>(
      'SELECT sequence FROM quarantined_updates WHERE document = ? AND sequence BETWEEN ? AND ?',
    )
  }

  append(batch: readonly AppendHeader[], frames: Uint8Array, at: number): AppendAnswer[] {
    const bytes = splitFrames(frames).values()
    const updates: StoredUpdate[] = []
    try {
      if (this.#journal.isFull) this.#journal.unpack()
      let journaled: readonly StoredUpdate[] = []
      const answers = this.#database.transaction(() => {
        const answers = batch.map((entry) => {
          // Taken before any refusal: each entry has its own frames.
          const own = entry.updates.map((header) => ({ ...header, update: bytes.next().value ?? new Uint8Array() }))
          return this.#appendEntry(entry, own, at, updates)
        })
        journaled = this.#journal.store(updates)
        return answers
      })
      this.#journal.keep(journaled)
      return answers
    } catch (error) {
      // Nothing of it is stored.
      this.#heads.clear()
      throw error
    }
  }

  /** What was known of the document's log is not so any more. */
  forget(document: string): void {
    this.#heads.delete(document)
  }

  #headOf(document: string): Head | undefined {
    const kept = this.#heads.get(document)
    if (kept !== undefined) return kept
    const head = this.#readHead(document)
    if (head === undefined) return undefined
    if (this.#heads.size >= MAX_HEADS) this.#heads.clear()
    this.#heads.set(document, head)
    return head
  }

  #readHead(document: string): Head | undefined {
    const head = this.#head.get(document)
    const end = head && this.#journal.last(head.key)
    return end ? { ...head, sequence: end.sequence, mark: end.mark } : head
  }

  #appendEntry(entry: AppendHeader, updates: Append['updates'], at: number, journaled: StoredUpdate[]): AppendAnswer {
    const head = this.#headOf(entry.document)
    if (!head || head.trashed === 1) return { ok: false, code: 'not-found' }
    if (head.epoch !== entry.epoch) return { ok: false, code: 'wrong-epoch' }
    for (const { actor, clientId, update } of updates) {
      head.sequence += 1
      head.mark = nextMark(head.mark, update)
      const { key: document, sequence, mark } = head
      journaled.push({ document, sequence, at, actor: this.#actors.keyOf(actor), clientId, mark, update })
    }
    if (head.edited === 0 && updates.length > 0) {
      this.#markEdited.run(at, head.key)
      head.edited = 1
    }
    return { ok: true, sequence: head.sequence, mark: head.mark }
  }

  load(document: string): FramedHead | null {
    return reading(document, () => {
      const head = this.#readHead(document)
      const record = this.#documents.find(document)
      if (!head || head.trashed === 1 || !record) return null
      const stored = this.#wholeSnapshot(head.key)
      const { mark, frames: tail } = this.#framesAfter(head, stored ?? START)
      const snapshot = stored && {
        sequence: stored.sequence,
        stateVector: stored.stateVector,
        byteLength: stored.inflatedLength ?? stored.bytes.byteLength,
        structs: stored.structs,
      }
      return handOver({ document: record, mark, snapshot, tail }, [tail.buffer])
    })
  }

  readAfter(document: string, after: number): FramedTail | null {
    return reading(document, () => {
      const head = this.#readHead(document)
      if (!head) return null
      const { key, epoch, sequence } = head
      if (after > sequence) {
        const updates = new Uint8Array(0)
        return { epoch, sequence, mark: head.mark, heldMark: null, snapshot: null, updates }
      }
      const heldMark = this.#markAt(key, after)
      const stored = after < (this.#folded.get(key)?.sequence ?? 0) ? this.#wholeSnapshot(key) : null
      const { mark, frames: updates } = this.#framesAfter(head, stored ?? { sequence: after, mark: heldMark })
      const snapshot = stored && {
        sequence: stored.sequence,
        bytes: snapshotBytes(stored),
        stateVector: stored.stateVector,
        structs: stored.structs,
      }
      const answer = { epoch, sequence, mark, heldMark, snapshot, updates }
      return handOver(answer, [updates.buffer, ...ownMemory(snapshot?.bytes)])
    })
  }

  #wholeSnapshot(key: number): StoredSnapshot | null {
    const snapshot = this.#snapshot.get(key) ?? null
    if (snapshot !== null && snapshotChecksum(snapshot) !== snapshot.checksum) {
      throw new Damage(`the snapshot at ${snapshot.sequence} is not what was stored`)
    }
    return snapshot
  }

  /** Null when it cannot be told any more, which takes nothing from what the document holds. */
  #markAt(key: number, sequence: number): number | null {
    if (sequence === 0) return FIRST_MARK
    const folded = this.#folded.get(key)
    if (folded?.sequence === sequence) return folded.mark
    try {
      const [row] = this.#unpacked(key, sequence, sequence)
      return row ? row.mark : this.#history.markAt(key, sequence)
    } catch (error) {
      if (error instanceof Damage) return null
      throw error
    }
  }

  /** What is not history of it from `first` to `last`, both counted in, in order. */
  #unpacked(key: number, first: number, last: number): StoredUpdate[] {
    return [...this.#tail.between(key, first, last), ...this.#journal.between(key, first, last)]
  }

  /** Everything after `from`, to the log's end. */
  #framesAfter(head: Head, from: PlaceRead): { mark: number; frames: Uint8Array<ArrayBuffer> } {
    const rows = this.#unpacked(head.key, from.sequence + 1, head.sequence)
    const mark = markAfter(from, rows)
    if (from.sequence + rows.length !== head.sequence) throw new Damage(`the log does not reach ${head.sequence}`)
    if (mark !== head.mark) throw new Damage(`the log does not end in what was stored last`)
    return { mark, frames: joinFrames(rows.map(({ update }) => update)) }
  }

  fold(document: string, epoch: number, snapshot: NewSnapshot): boolean {
    return reading(document, () =>
      this.#database.transaction(() => {
        const head = this.#readHead(document)
        if (!head || head.epoch !== epoch || snapshot.sequence > head.sequence) return false
        const before = this.#folded.get(head.key) ?? START
        if (snapshot.sequence <= before.sequence) return false
        this.#keep(head.key, epoch, this.#placeAt(head.key, before, snapshot.sequence), snapshot)
        return true
      }),
    )
  }

  rebase(document: string, epoch: number, { snapshot, quarantined, at }: Rebase): boolean {
    this.forget(document)
    return reading(document, () =>
      this.#database.transaction(() => {
        const head = this.#readHead(document)
        if (!head || head.epoch !== epoch || snapshot.sequence !== head.sequence) return false
        const last = this.#placeAt(head.key, this.#folded.get(head.key) ?? START, snapshot.sequence)
        this.#keep(head.key, epoch + 1, last, snapshot)
        this.#setEpoch.run(epoch + 1, head.key)
        for (const { sequence, reason } of quarantined) this.#quarantine.run(head.key, sequence, epoch, reason, at)
        return true
      }),
    )
  }

  #keep(key: number, epoch: number, { mark, at }: TimedPlace, snapshot: NewSnapshot): void {
    const { sequence, structs, stateVector, firstLine } = snapshot
    const { bytes, inflatedLength } = storedBytes(snapshot.bytes)
    const checksum = snapshotChecksum({ bytes, inflatedLength, stateVector })
    this.#putSnapshot.run(key, epoch, sequence, mark, checksum, structs, stateVector, inflatedLength, bytes)
    this.#describe.run(at, firstLine ?? null, key)
  }

  /** What is at `last`, up to which every update after `from` was read and checked. */
  #placeAt(key: number, from: LogPlace, last: number): TimedPlace {
    let place: TimedPlace = { ...from, at: null }
    while (place.sequence < last) {
      const stored = this.#tail.next(key, place.sequence).filter(({ sequence }) => sequence <= last)
      const rows = stored.length > 0 ? stored : this.#journal.between(key, place.sequence + 1, last)
      if (rows.length === 0) throw new Damage(`update ${place.sequence + 1} is missing`)
      place = {
        sequence: place.sequence + rows.length,
        mark: markAfter(place, rows),
        at: rows.at(-1)?.at ?? place.at,
      }
    }
    return place
  }

  /** One step of moving what the snapshot holds into history, but for what is in the journal. True when there are more. */
  pack(document: string): boolean {
    return reading(document, () => {
      const head = this.#head.get(document)
      const folded = head && this.#folded.get(head.key)
      return head !== undefined && folded !== undefined && this.#packing.step(head.key, folded.sequence)
    })
  }

  authorsUpTo(document: string, sequence: number): LogPart<readonly Authored[]> | null {
    return this.#part(document, sequence, 'back', (rows) => {
      const ids = this.#actorIds(rows)
      return rows.map(({ at, actor, update }) => ({ at, actor: ids.get(actor) ?? '', deleting: ifDeleting(update) }))
    })
  }

  updatesFrom(document: string, sequence: number): LogPart<Uint8Array<ArrayBuffer>> | null {
    const part = this.#part(document, sequence, 'on', (rows) => joinFrames(rows.map(({ update }) => update)))
    return part && handOver(part, [part.updates.buffer])
  }

  #part<Updates>(
    document: string,
    sequence: number,
    direction: Direction,
    read: (rows: readonly LogRow[]) => Updates,
  ): LogPart<Updates> | null {
    return reading(document, () => {
      const head = this.#readHead(document)
      if (!head || sequence < 1 || sequence > head.sequence) return null
      const sources = {
        history: this.#history,
        tail: this.#tail,
        journal: this.#journal,
        markAt: this.#markAt.bind(this),
      }
      const rows = rowsBeside(sources, head.key, sequence, direction)
      const [first = 0, last = 0] = [rows.at(0)?.sequence, rows.at(-1)?.sequence]
      return { first, last, updates: read(rows) }
    })
  }

  #actorIds(rows: readonly LogRow[]): ReadonlyMap<number, string> {
    const ids = new Map<number, string>()
    for (const { actor, sequence } of rows) {
      const id = ids.get(actor) ?? this.#actors.idOf(actor)
      if (id === null) throw new Damage(`the author of update ${sequence} is missing`)
      ids.set(actor, id)
    }
    return ids
  }

  history(document: string, first: number, last: number): LoggedUpdate[] {
    return reading(document, () => {
      const head = this.#readHead(document)
      if (!head) return []
      const rows = this.#history.read(head.key, first, last)
      const unpacked = this.#unpacked(head.key, first, last)
      const start = unpacked.at(0)?.sequence
      if (start !== undefined) markAfter({ sequence: start - 1, mark: this.#markAt(head.key, start - 1) }, unpacked)
      for (const { sequence, at, actor, clientId, update } of unpacked) {
        rows.push({ sequence, at, actor, clientId, update })
      }
      const count = Math.min(last, head.sequence) - Math.max(first, 1) + 1
      if (rows.length !== Math.max(count, 0)) throw new Damage(`updates from ${first} to ${last} are missing`)
      const quarantined = new Set(this.#quarantined.all(head.key, first, last).map(({ sequence }) => sequence))
      const ids = this.#actorIds(rows)
      return rows.map(({ actor, ...row }) => ({
        ...row,
        actor: ids.get(actor) ?? '',
        quarantined: quarantined.has(row.sequence),
      }))
    })
  }
}

/** What is under these bytes, unless something else is there, too. */
function ownMemory(bytes: Uint8Array | undefined): ArrayBuffer[] {
  const { buffer } = bytes ?? {}
  return buffer instanceof ArrayBuffer && buffer.byteLength === bytes?.byteLength ? [buffer] : []
}
