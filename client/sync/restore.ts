import * as Y from 'yjs'
import { splitFrames } from '../../shared/protocol/frames.ts'
import type { CachedDocument, PendingRow } from './offline-cache.ts'

/** A document as this device holds it. */
export interface Restored {
  readonly doc: Y.Doc
  /** False when a row could not be read: the server has to be asked for everything. */
  readonly isWhole: boolean
  /** Everything that is not pending, as one Yjs V1 update. */
  readonly confirmed: Uint8Array
  /** The pending rows that are in `doc`, oldest first. */
  readonly pending: readonly PendingRow[]
  /** Pending rows that cannot be sent any more: damaged, made after a damaged one, or of another epoch. */
  readonly broken: readonly PendingRow[]
}

/** Builds the Y.Doc of a cached document. A damaged row costs itself, not the rest. */
export function restore({ record, rows, pending }: CachedDocument): Restored {
  let doc = new Y.Doc()
  const good: Uint8Array[] = []
  let isWhole = true
  for (const row of rows) {
    try {
      for (const update of splitFrames(row.frames)) {
        applyWhole(doc, update)
        good.push(update)
      }
    } catch {
      isWhole = false
      doc = rebuilt(good)
    }
  }
  const confirmed = Y.encodeStateAsUpdate(doc)

  const sound: PendingRow[] = []
  const broken: PendingRow[] = []
  const brokenClients = new Set<number>()
  for (const row of pending) {
    try {
      if (brokenClients.has(row.clientId)) throw new Error('follows a damaged row')
      if (row.epoch !== 0 && row.epoch !== record.epoch) throw new Error('made on another state')
      applyWhole(doc, row.update)
      good.push(row.update)
      sound.push(row)
    } catch {
      brokenClients.add(row.clientId)
      broken.push(row)
      doc = rebuilt(good)
    }
  }
  return { doc, isWhole, confirmed, pending: sound, broken }
}

/** Applies an update of somewhere else; throws, before anything was changed, when its bytes are none. */
export function applyWhole(doc: Y.Doc, update: Uint8Array): void {
  Y.decodeUpdate(update)
  Y.applyUpdate(doc, update, 'cache')
}

/** Applying may fail half-way, and then the Y.Doc is not to be trusted. */
function rebuilt(updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update, 'cache')
  return doc
}
