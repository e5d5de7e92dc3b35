import { encodeSegment } from '../../server/storage/drivers/sqlite/history-segment.ts'
import type { LogRow } from '../../server/storage/drivers/sqlite/log-row.ts'

/** A history segment of these rows, made in one go. */
export function encodedSegment(rows: readonly LogRow[]): Uint8Array {
  const steps = encodeSegment(rows)
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}
