import type { ErrorCode } from '../../shared/protocol/errors.ts'
import type { Branch } from './branch.ts'
import type { PendingRow } from './offline-cache.ts'
import { takeRow } from './restore.ts'

/**
 * Takes over what other tabs, closed or not, left waiting on this device: twice sent does no harm, and never sent would.
 * `epoch` is the branch's. Rows that can be brought into no replica are set aside.
 */
export function pickUpRows(
  rows: readonly PendingRow[],
  branch: Branch,
  epoch: number,
  setAside: (row: PendingRow, code: ErrorCode) => void,
): void {
  const known = new Set(branch.outbox.entries.map((entry) => entry.row))
  for (const row of rows) {
    if (row.clientId === branch.doc.clientID || known.has(row.id)) continue
    // Its tab knows of a later state of the document than this one does before it has joined.
    if (row.epoch > epoch) continue
    const code = takeRow(branch.doc, row, epoch)
    if (code === null) branch.outbox.add({ ...row, row: row.id })
    else setAside(row, code)
  }
}
