import type { UpdatesMessage } from '../../shared/protocol/schemas.ts'
import { concatenated } from '../lib/concatenated.ts'

/** What is damaged in it costs all of it. */
const MAX_BYTES = 64 * 1024

/** One message with the updates of two, for one change of the text; null when the second does not continue the first, or they are long. */
export function joinedUpdates(one: UpdatesMessage, next: UpdatesMessage): UpdatesMessage | null {
  const continues = one.epoch === next.epoch && one.sequence === next.after
  if (!continues || one.updates.byteLength + next.updates.byteLength > MAX_BYTES) return null
  return { ...next, after: one.after, updates: concatenated([one.updates, next.updates]) }
}
