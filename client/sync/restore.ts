import * as Y from 'yjs'
import type { ErrorCode } from '../../shared/protocol/errors.ts'
import { splitFrames } from '../../shared/protocol/frames.ts'
import { applyInSteps } from './apply-in-steps.ts'
import { isInPieces, lengthOf } from './local-copy.ts'
import type { CachedDocument, PendingRow } from './offline-cache.ts'

/** A document as this device holds it. */
export interface Restored {
  readonly doc: Y.Doc
  /** False when a row could not be read: the server has to be asked for everything. */
  readonly isWhole: boolean
  /** Everything that is not pending, as one Yjs V1 update, where that is so many rows that one is better; else null. */
  readonly confirmed: Uint8Array | null
  /** The pending rows that are in `doc`, oldest first. */
  readonly pending: readonly PendingRow[]
  /** Pending rows that cannot be sent any more: damaged, made after a damaged one, or of another epoch. */
  readonly broken: readonly { readonly row: PendingRow; readonly code: ErrorCode }[]
}

/** Builds the Y.Doc of a cached document, step by step. A damaged row costs itself, not the rest. */
export function* restore({ record, rows, pending }: CachedDocument): Generator<undefined, Restored> {
  let doc = new Y.Doc()
  const good: Uint8Array[] = []
  let isWhole = true
  for (const row of rows) {
    try {
      if (row.frames === null) throw new Error('a damaged row')
      for (const update of splitFrames(row.frames)) {
        yield* applyInSteps(doc, update, 1, 'cache')
        good.push(update)
        yield
      }
    } catch {
      isWhole = false
      doc = rebuilt(good)
    }
  }
  const confirmed = isInPieces(rows.length, lengthOf(rows)) ? Y.encodeStateAsUpdate(doc) : null

  const sound: PendingRow[] = []
  const broken: { row: PendingRow; code: ErrorCode }[] = []
  const brokenClients = new Set<number>()
  for (const row of pending) {
    const code = brokenClients.has(row.clientId) ? 'malformed-update' : takeRow(doc, row, record.epoch)
    if (code === null) {
      good.push(row.update)
      sound.push(row)
    } else {
      brokenClients.add(row.clientId)
      broken.push({ row, code })
      doc = rebuilt(good)
    }
    yield
  }
  return { doc, isWhole, confirmed, pending: sound, broken }
}

/** Brings a pending row into a Y.Doc of `epoch`; returns why it cannot be, or null. */
export function takeRow(doc: Y.Doc, row: PendingRow, epoch: number): ErrorCode | null {
  if (row.isDamaged) return 'malformed-update'
  if (row.epoch !== 0 && row.epoch !== epoch) return 'wrong-epoch'
  try {
    // Throws before anything was changed when the bytes are no update.
    Y.decodeUpdate(row.update)
    Y.applyUpdate(doc, row.update, 'cache')
    return null
  } catch {
    return 'malformed-update'
  }
}

/** Applying may fail half-way, and then the Y.Doc is not to be trusted. */
function rebuilt(updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update, 'cache')
  return doc
}
