import type { Role } from '../../shared/access/roles.ts'
import { MAX_CLIENT_IDS_PER_JOIN } from '../../shared/protocol/limits.ts'
import type { LogPlace } from './held-log.ts'
import type { SetAsideBranch } from './session.ts'

/** How long this device may take for something that can also be done without it. */
export const CACHE_LIMIT_MS = 3000

/**
 * What this device keeps of its documents, shared by all tabs of the browser. No method rejects: a write resolves to true
 * once it is stored (for IndexedDB: its transaction completed) and to false when it is not; a read that fails resolves to
 * nothing.
 *
 * The invariant of every document: the cache holds everything up to its `sequence`. So what continues from a later place
 * than the cache stands at is not stored, and what it holds already is skipped (another tab was faster).
 */
export interface OfflineCache {
  /** True when what is stored outlives the page. */
  readonly durable: boolean

  list(): Promise<readonly DocumentSummary[]>
  /** Null when this device does not hold the document. */
  load(document: string): Promise<CachedDocument | null>
  /** The updates made on this device, in any tab, that no server acknowledged, oldest first. */
  pending(document: string): Promise<readonly PendingRow[]>

  /** Stores a new document; one that is held already is left as it is, but opened again. */
  begin(record: DocumentRecord): Promise<boolean>
  patch(
    document: string,
    fields: Partial<Omit<DocumentRecord, 'document' | 'clientIds' | keyof LogPlace>>,
  ): Promise<boolean>

  /** Resolves to the row's id; null when it was not stored. */
  appendPending(document: string, row: NewRow): Promise<number | null>
  /** Stores updates of the server, given as `frames`, that continue from `after` and reach up to `sequence`. */
  appendRemote(document: string, frame: Progress & { readonly frames: Uint8Array }): Promise<boolean>
  /** The updates of these rows are in the server's log, at or before `sequence`: no longer pending. Ends `creating`. */
  confirm(document: string, progress: Progress & { readonly rows: readonly number[] }): Promise<boolean>
  /**
   * Replaces everything that is not pending by `state`, one Yjs V1 update that holds all up to `sequence`, unless the cache
   * is further already.
   */
  replace(document: string, replacement: Replacement): Promise<boolean>
  /** Removes the document and everything of it. */
  forget(document: string): Promise<boolean>

  /** Null when that cannot be read. */
  setAside(document: string): Promise<readonly SetAsideBranch[] | null>
  /**
   * Stores a branch and removes the pending rows that it replaces. Resolves to its id, or to that of a branch with the same
   * edits (another tab was faster); null when it was not stored.
   */
  addSetAside(branch: NewBranch): Promise<number | null>
  discardSetAside(id: number): Promise<boolean>

  /** Calls `listener` after something in `list` may have changed, in this tab or another; the returned function ends that. */
  subscribe(listener: () => void): () => void
  close(): void
}

export interface DocumentRecord extends LogPlace {
  readonly document: string
  /** '' when it was damaged on this device. */
  /** Of a link that opens the document; '' when this device knows none. */
  readonly key: string
  /** As the server says it. */
  readonly title: string | null
  /** Given on this device and not yet acknowledged. */
  readonly pendingTitle: string | null
  /** What to call it while it has no title: its first line. */
  readonly firstLine: string
  /** True until the server acknowledged its first update: it may not exist there. */
  readonly creating: boolean
  /** Of the Y.Docs that wrote in it on this device. */
  readonly clientIds: readonly number[]
  /** Milliseconds since the Unix epoch. */
  readonly openedAt: number
  /** As the server said it last; null when it never did. */
  readonly role: Role | null
}

export interface DocumentSummary extends DocumentRecord {
  /** Something of this device has not been acknowledged: an update or a title. */
  readonly unsaved: boolean
  /** Edits are here that the server refused for good, and that are nowhere else. */
  readonly hasSetAside: boolean
}

export interface CachedDocument {
  readonly record: DocumentRecord
  /** Framed Yjs V1 updates (`shared/protocol/frames.ts`), in an order in which they can be applied. */
  readonly rows: readonly {
    readonly id: number
    /** Null when they are damaged. */ readonly frames: Uint8Array | null
  }[]
  readonly pending: readonly PendingRow[]
}

export interface PendingRow {
  readonly id: number
  /** Of the Y.Doc that made the update. */
  readonly clientId: number
  /** The document's epoch as that session knew it; 0 when it knew none. */
  readonly epoch: number
  /** Yjs V1. */
  readonly update: Uint8Array
  /** It is not what was stored, or not all of it. */
  readonly isDamaged: boolean
}

export type NewRow = Omit<PendingRow, 'id' | 'isDamaged'>

/** A step of a document: nothing between the two sequences is missing. */
export interface Progress extends LogPlace {
  readonly after: number
}

export interface Replacement extends LogPlace {
  readonly state: Uint8Array
  /** The server was restored from a backup, and holds less than this page did: this counts even where the cache is further. */
  readonly isRestored: boolean
}

export interface NewBranch extends Omit<SetAsideBranch, 'id'> {
  /** The pending rows whose updates are in here. */
  readonly rows: readonly number[]
}

export function holdSameEdits(one: Omit<SetAsideBranch, 'id'>, other: Omit<SetAsideBranch, 'id'>): boolean {
  const length = one.update.byteLength
  return length === other.update.byteLength && one.update.every((byte, index) => byte === other.update[index])
}

/** The record of a document of which nothing is stored yet. */
export function newRecord(
  facts: Omit<DocumentRecord, 'title' | 'sequence' | 'mark' | 'clientIds' | 'role'>,
): DocumentRecord {
  return { ...facts, title: null, sequence: 0, mark: null, clientIds: [], role: null }
}

/** The record after a step, or null when it does not continue what the cache holds. */
export function advance(record: DocumentRecord, { epoch, after, sequence, mark }: Progress): DocumentRecord | null {
  if (record.epoch !== epoch || record.sequence < after || record.sequence > sequence) return null
  // It stands there already; a version that knew no marks left it without one.
  if (record.sequence === sequence && record.mark !== null) return null
  return { ...record, sequence, mark }
}

/** The record of a replacement, or null when the cache is further already. */
export function replaced(
  record: DocumentRecord,
  { epoch, sequence, mark, isRestored }: Replacement,
): DocumentRecord | null {
  if (record.epoch > epoch || (record.epoch === epoch && record.sequence > sequence && !isRestored)) return null
  return { ...record, epoch, sequence, mark }
}

/** The record once `clientId` has written in the document. */
export function writtenBy(record: DocumentRecord, clientId: number): DocumentRecord {
  if (record.clientIds.includes(clientId)) return record
  // As many as a join may name, beside the one that joins.
  return { ...record, clientIds: [...record.clientIds, clientId].slice(1 - MAX_CLIENT_IDS_PER_JOIN) }
}
