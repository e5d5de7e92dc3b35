import { joinFrames } from '../../shared/protocol/frames.ts'
import { ifDeleting } from '../../server/storage/deletions.ts'
import { FIRST_MARK, nextMark } from '../../server/storage/mark.ts'
import type { Publication } from '../../server/storage/publication-store.ts'
import type {
  Append,
  AppendAnswer,
  Creation,
  DocumentRecord,
  LogHead,
  LogPart,
  LogTail,
  LoggedUpdate,
  NewDocument,
  Snapshot,
  SnapshotHead,
  Storage,
} from '../../server/storage/storage.ts'
import { StorageError } from '../../server/storage/storage.ts'
import { MemoryAccess, memoryAccessStore } from './memory-access.ts'

interface Stored {
  record: DocumentRecord
  rows: LoggedUpdate[]
  /** Of each row. */
  marks: number[]
  snapshot: Snapshot | null
  bindings: Map<number, string>
  access: MemoryAccess
  publication: (Publication & { by: string }) | null
}

/**
 * The ports of storage in memory, for tests that need to choose when a commit ends and which one fails. Its log passes
 * the same contract suite as the real drivers'.
 */
export class MemoryStorage implements Storage {
  readonly #documents = new Map<string, Stored>()
  readonly #actors = new Map<string, string>()
  #relayUntil = 0
  /** Appends wait here while `hold` is on. */
  #held: (() => void)[] | null = null
  /** What the next appends reject with, after storing nothing. */
  #faults: Error[] = []
  /** Appends seen so far. */
  appends = 0

  /** From now on no append is answered until `release`. */
  hold(): void {
    this.#held ??= []
  }

  /** Lets the appends held so far go on, and later ones pass. */
  release(): void {
    const held = this.#held ?? []
    this.#held = null
    for (const go of held) go()
  }

  /** The next append fails and stores nothing. */
  failNextAppend(message = 'disk full'): void {
    this.#faults.push(new StorageError(message))
  }

  /** As a copy of its file is: the function puts everything back as it is now, as often as it is called. */
  backup(): () => void {
    const copied = (all: Iterable<[string, Stored]>): [string, Stored][] =>
      [...all].map(([id, stored]) => {
        const { rows, marks, bindings, access } = stored
        const lists = { rows: [...rows], marks: [...marks], bindings: new Map(bindings) }
        return [id, { ...stored, ...lists, access: access.copy() }]
      })
    const documents = copied(this.#documents)
    const actors = [...this.#actors]
    return () => {
      this.#documents.clear()
      this.#actors.clear()
      for (const [id, stored] of copied(documents)) this.#documents.set(id, stored)
      for (const [token, actor] of actors) this.#actors.set(token, actor)
    }
  }

  readonly log: Storage['log'] = {
    append: async (batch, at) => {
      this.appends++
      const held = this.#held
      if (held !== null) await new Promise<void>((resolve) => held.push(resolve))
      const fault = this.#faults.shift()
      if (fault !== undefined) throw fault
      return batch.map((entry) => this.#append(entry, at))
    },
    load: async (document) => {
      const stored = this.#live(document)
      if (stored === null) return null
      const after = stored.snapshot?.sequence ?? 0
      const head: LogHead = {
        document: stored.record,
        mark: markAt(stored, stored.record.sequence),
        snapshot: stored.snapshot && headOf(stored.snapshot),
        tail: stored.rows.filter(({ sequence }) => sequence > after).map(({ update }) => update),
      }
      return head
    },
    readAfter: async (document, after) => {
      const stored = this.#live(document)
      if (stored === null) return null
      const snapshot = stored.snapshot !== null && stored.snapshot.sequence > after ? stored.snapshot : null
      const from = snapshot?.sequence ?? after
      const tail: LogTail = {
        epoch: stored.record.epoch,
        sequence: stored.record.sequence,
        mark: markAt(stored, stored.record.sequence),
        heldMark: after > stored.record.sequence ? null : markAt(stored, after),
        snapshot,
        updates: stored.rows.filter(({ sequence }) => sequence > from).map(({ update }) => update),
      }
      return tail
    },
    fold: async (document, epoch, { firstLine, ...snapshot }) => {
      const stored = this.#live(document) ?? this.#trashed(document)
      if (stored === null || stored.record.epoch !== epoch) return false
      const { sequence } = snapshot
      if (sequence <= (stored.snapshot?.sequence ?? 0) || sequence > stored.record.sequence) return false
      stored.snapshot = snapshot
      if (firstLine !== undefined) stored.record = { ...stored.record, firstLine }
      return true
    },
    pack: async () => {},
    rebase: async (document, epoch, { snapshot: { firstLine, ...snapshot }, quarantined }) => {
      const stored = this.#live(document)
      if (stored === null || stored.record.epoch !== epoch || stored.record.sequence !== snapshot.sequence) return false
      const out = new Set(quarantined.map(({ sequence }) => sequence))
      stored.rows = stored.rows.map((row) => ({ ...row, quarantined: row.quarantined || out.has(row.sequence) }))
      stored.record = { ...stored.record, epoch: epoch + 1, firstLine: firstLine ?? stored.record.firstLine }
      stored.snapshot = snapshot
      return true
    },
    history: async (document, first, last) =>
      (this.#live(document)?.rows ?? []).filter(({ sequence }) => sequence >= first && sequence <= last),
    authorsUpTo: async (document, sequence) =>
      this.#part(document, sequence, 'back', (rows) =>
        rows.map(({ at, actor, update }) => ({ at, actor, deleting: ifDeleting(update) })),
      ),
    updatesFrom: async (document, sequence) =>
      this.#part(document, sequence, 'on', (rows) => joinFrames(rows.map(({ update }) => update))),
  }

  /** No more than three at once. */
  #part<Updates>(
    document: string,
    sequence: number,
    direction: 'back' | 'on',
    read: (rows: readonly LoggedUpdate[]) => Updates,
  ): LogPart<Updates> | null {
    const rows = this.#live(document)?.rows ?? []
    if (sequence < 1 || sequence > rows.length) return null
    const first = direction === 'back' ? Math.max(1, sequence - 2) : sequence
    const part = rows.slice(first - 1, direction === 'back' ? sequence : sequence + 2)
    return { first, last: first + part.length - 1, updates: read(part) }
  }

  readonly documents: Storage['documents'] = {
    create: async (document) => this.#create(document),
    find: async (document) => this.#documents.get(document)?.record ?? null,
    rename: async (document, title) => {
      const stored = this.#live(document)
      if (stored === null) return false
      stored.record = { ...stored.record, title }
      return true
    },
    trash: async (document, _by, at) => {
      const stored = this.#live(document)
      if (stored === null) return false
      stored.record = { ...stored.record, trashedAt: at }
      return true
    },
    heedDeleted: async (since) =>
      [...this.#documents.values()].flatMap(({ record: { id, deletedAt } }) =>
        deletedAt !== null && deletedAt >= since ? [id] : [],
      ),
    restore: async (document) => {
      const stored = this.#trashed(document)
      if (stored === null) return false
      stored.record = { ...stored.record, trashedAt: null }
      return true
    },
    delete: async (document, _by, at) => empty(this.#live(document) ?? this.#trashed(document), at),
    purge: async (document, _by, at) => empty(this.#trashed(document), at),
    sweepTrash: async (trashedBefore, at) => {
      const all = [...this.#documents.values()]
      const expired = all.filter(({ record: { trashedAt } }) => trashedAt !== null && trashedAt < trashedBefore)
      for (const stored of expired) empty(stored, at)
      return expired.length
    },
    sweepUnedited: async (createdBefore, except) => {
      let swept = 0
      for (const [id, { record }] of this.#documents) {
        const unedited = record.sequence === 0 && isLive(record) && record.createdAt < createdBefore
        if (!unedited || except.includes(id)) continue
        this.#documents.delete(id)
        swept++
      }
      return swept
    },
    bindClients: async (document, actor, clientIds) => {
      const stored = this.#live(document)
      const foreign: number[] = []
      for (const clientId of clientIds) {
        const owner = stored?.bindings.get(clientId)
        if (owner === undefined) stored?.bindings.set(clientId, actor)
        else if (owner !== actor) foreign.push(clientId)
      }
      return foreign
    },
    countUnbound: async (document, clientIds) => {
      const bindings = this.#live(document)?.bindings
      return bindings === undefined ? 0 : clientIds.filter((clientId) => !bindings.has(clientId)).length
    },
  }

  readonly actors: Storage['actors'] = {
    resolve: async (tokenHash, freshId) => {
      const hash = Buffer.from(tokenHash).toString('hex')
      const actor = this.#actors.get(hash) ?? freshId
      this.#actors.set(hash, actor)
      return actor
    },
    knows: async (tokenHash) => this.#actors.has(Buffer.from(tokenHash).toString('hex')),
  }

  readonly access = memoryAccessStore(
    (document) => this.#live(document)?.access ?? null,
    (tokenHash) => this.#actors.get(Buffer.from(tokenHash).toString('hex')) ?? null,
  )

  readonly publications: Storage['publications'] = {
    publish: async (document, { slug, description, by, at }) => {
      const stored = this.#live(document)
      if (stored === null) return 'not-found'
      const holder = [...this.#documents.values()].find(({ publication }) => publication?.slug === slug)
      if (holder !== undefined && holder !== stored) return 'taken'
      stored.publication = { slug, description, by, at: stored.publication?.at ?? at }
      return 'published'
    },
    withdraw: async (document) => {
      const stored = this.#live(document)
      if (stored === null || stored.publication === null) return false
      stored.publication = null
      return true
    },
    of: async (document) => {
      const kept = this.#live(document)?.publication ?? null
      return kept && told(kept)
    },
    find: async (slugs) =>
      [...this.#documents.values()].flatMap(({ record, publication }) => {
        if (publication === null || !isLive(record) || !slugs.includes(publication.slug)) return []
        const { id: document, title, epoch, sequence } = record
        return [{ document, title, epoch, sequence, ...told(publication) }]
      }),
  }

  /** Nobody signs in where this double is used. */
  get accounts(): Storage['accounts'] {
    throw new Error('the double has no accounts')
  }

  /** And nobody administers. */
  get admin(): Storage['admin'] {
    throw new Error('the double has no administrators')
  }

  /** And nobody stores a file. */
  get files(): Storage['files'] {
    throw new Error('the double has no files')
  }

  /** What is in the trash can be told; nobody lists anything where this double is used. */
  readonly library: Storage['library'] = {
    page: () => Promise.reject(new Error('the double has no lists')),
    archive: () => Promise.reject(new Error('the double has no lists')),
    trashOwner: async (document) => this.#trashed(document)?.access.owner ?? null,
  }

  readonly settings: Storage['settings'] = {
    relayUntil: async () => this.#relayUntil,
    setRelayUntil: async (at) => {
      this.#relayUntil = at
    },
  }

  async check(): Promise<void> {}

  async close(): Promise<void> {}

  #live(document: string): Stored | null {
    const stored = this.#documents.get(document)
    return stored !== undefined && isLive(stored.record) ? stored : null
  }

  #trashed(document: string): Stored | null {
    const stored = this.#documents.get(document)
    return stored === undefined || stored.record.trashedAt === null ? null : stored
  }

  #append({ document, epoch, updates }: Append, at: number): AppendAnswer {
    const stored = this.#live(document)
    if (stored === null) return { ok: false, code: 'not-found' }
    if (stored.record.epoch !== epoch) return { ok: false, code: 'wrong-epoch' }
    for (const update of updates) {
      const sequence = stored.record.sequence + 1
      stored.record = { ...stored.record, sequence }
      stored.rows.push({ ...update, sequence, at, quarantined: false })
      stored.marks.push(nextMark(stored.marks.at(-1) ?? FIRST_MARK, update.update))
    }
    const { sequence } = stored.record
    return { ok: true, sequence, mark: markAt(stored, sequence) }
  }

  #create({ id, keyHash, creator, at, seed, more = [], title }: NewDocument): Creation {
    const existing = this.#documents.get(id)
    if (existing !== undefined) return { created: false, document: existing.record, leftFiles: 0 }
    const record: DocumentRecord = {
      id,
      creator,
      createdAt: at,
      deletedAt: null,
      trashedAt: null,
      title: title ?? null,
      firstLine: null,
      epoch: 1,
      sequence: 0,
    }
    const access = MemoryAccess.create({ id, keyHash, creator, at })
    const stored: Stored = {
      record,
      rows: [],
      marks: [],
      snapshot: null,
      bindings: new Map(),
      access,
      publication: null,
    }
    this.#documents.set(id, stored)
    if (seed !== null) {
      stored.bindings.set(seed.clientId, creator)
      this.#append({ document: id, epoch: 1, updates: [seed, ...more.map((update) => ({ ...seed, update }))] }, at)
    }
    return { created: true, document: stored.record, leftFiles: 0 }
  }
}

function isLive({ deletedAt, trashedAt }: DocumentRecord): boolean {
  return deletedAt === null && trashedAt === null
}

function empty(stored: Stored | null, at: number): boolean {
  if (stored === null) return false
  stored.record = { ...stored.record, title: null, firstLine: null, trashedAt: null, deletedAt: at, sequence: 0 }
  stored.rows = []
  stored.marks = []
  stored.snapshot = null
  stored.bindings.clear()
  stored.publication = null
  return true
}

function told({ slug, description, at }: Publication): Publication {
  return { slug, description, at }
}

function markAt({ marks }: Stored, sequence: number): number {
  return marks[sequence - 1] ?? FIRST_MARK
}

function headOf({ bytes, ...snapshot }: Snapshot): SnapshotHead {
  return { ...snapshot, byteLength: bytes.byteLength }
}
