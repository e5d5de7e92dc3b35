import { ROLES } from '../../shared/access/roles.ts'
import { isKnownCode } from '../../shared/protocol/reactions.ts'
import { crc32 } from '../lib/crc32.ts'
import type { CachedDocument, DocumentRecord, NewRow, PendingRow } from './offline-cache.ts'
import type { SetAsideBranch } from './session.ts'
import { insertedText } from './split-update.ts'

/**
 * A row of `updates`. `pendingOf` is the document while the update is pending, so that its index lists only those. `crc` is
 * that of the bytes; rows of the first version have none.
 */
export interface StoredRow {
  readonly id?: number
  readonly document: string
  readonly frames?: Uint8Array
  readonly pendingOf?: string
  readonly clientId?: number
  readonly epoch?: number
  readonly update?: Uint8Array
  readonly crc?: number
}

/** What a disk gives back may be anything: whatever is not as it was stored is told apart here, and costs only itself. */
type Stored = Readonly<Record<string, unknown>>

export function confirmedRow(document: string, frames: Uint8Array): StoredRow {
  return { document, frames, crc: crc32(frames) }
}

export function pendingRow(document: string, { clientId, epoch, update }: NewRow): StoredRow {
  return { document, pendingOf: document, clientId, epoch, update, crc: crc32(update) }
}

/** A document of its stored record, which may be missing, and its stored rows. Null when this device has none of it. */
export function readDocument(document: string, record: unknown, stored: readonly unknown[]): CachedDocument | null {
  const all = stored.filter(isStored)
  if (!isStored(record) && all.length === 0) return null
  const pending = all.filter((row) => row['pendingOf'] !== undefined).map(readPending)
  const found = readRecord(document, isStored(record) ? record : {})
  const confirmed = all.filter((row) => row['pendingOf'] === undefined).map(readConfirmed)
  const creating = isStored(record) && typeof record['creating'] === 'boolean' ? found.creating : confirmed.length === 0
  if (found.epoch > 0 || confirmed.length === 0) return { record: { ...found, creating }, rows: confirmed, pending }
  // Where they stand is lost. Of which epoch they are the pending ones may know; if not, they can be of no use.
  const epoch = Math.max(0, ...pending.map((row) => row.epoch))
  const rows = epoch === 0 ? [] : [...confirmed, { id: 0, frames: null }]
  return { record: { ...found, epoch, creating }, rows, pending }
}

/** The record with every field that is not one replaced by what stands for not known; a key by ''. */
export function readRecord(document: string, stored: unknown): DocumentRecord {
  const from: Stored = isStored(stored) ? stored : {}
  const { epoch, sequence, mark, clientIds, openedAt } = from
  const isPlaced = isCount(epoch) && isCount(sequence)
  return {
    document,
    key: textOrNull(from['key']) ?? '',
    title: textOrNull(from['title']),
    pendingTitle: textOrNull(from['pendingTitle']),
    firstLine: textOrNull(from['firstLine']) ?? '',
    creating: from['creating'] === true,
    clientIds: Array.isArray(clientIds) ? clientIds.filter(isCount) : [],
    epoch: isPlaced ? epoch : 0,
    sequence: isPlaced ? sequence : 0,
    mark: isPlaced && isCount(mark) ? mark : null,
    openedAt: isCount(openedAt) ? openedAt : 0,
    role: ROLES.find((role) => role === from['role']) ?? null,
  }
}

export function readPending(stored: unknown): PendingRow {
  const row: Stored = isStored(stored) ? stored : {}
  const { id, clientId, epoch } = row
  return {
    id: isCount(id) ? id : 0,
    clientId: isCount(clientId) ? clientId : 0,
    epoch: isCount(epoch) ? epoch : 0,
    update: bytesOf(row['update']) ?? new Uint8Array(),
    isDamaged: !isIntact(row, 'update'),
  }
}

export function readBranch(stored: unknown): SetAsideBranch | null {
  if (!isStored(stored)) return null
  const { id, document, at, code, text } = stored
  if (!isCount(id) || typeof document !== 'string') return null
  const update = bytesOf(stored['update']) ?? new Uint8Array()
  return {
    id,
    document,
    at: isCount(at) ? at : 0,
    code: isKnownCode(code) ? code : 'malformed-update',
    text: typeof text === 'string' ? text : insertedText(update),
    update,
  }
}

function readConfirmed(row: Stored): { id: number; frames: Uint8Array | null } {
  const frames = bytesOf(row['frames'])
  return { id: isCount(row['id']) ? row['id'] : 0, frames: isIntact(row, 'frames') ? frames : null }
}

function isIntact(row: Stored, field: 'frames' | 'update'): boolean {
  const bytes = bytesOf(row[field])
  return bytes !== null && (row['crc'] === undefined || row['crc'] === crc32(bytes))
}

function isStored(value: unknown): value is Stored {
  return typeof value === 'object' && value !== null
}

function bytesOf(value: unknown): Uint8Array | null {
  return value instanceof Uint8Array ? value : null
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}
