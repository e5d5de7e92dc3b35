import { crc32 } from 'node:zlib'

/**
 * A document's log is a chain: each update has a mark, an unsigned 32-bit number that follows from the update and the mark
 * before it. Two logs with the same mark at the same sequence hold the same updates up to there; a row with another mark
 * than the chain's is not what was stored.
 */
export const FIRST_MARK = 0

/** The mark of `update`, which stands in the log right after the one with `mark`. */
export function nextMark(mark: number, update: Uint8Array): number {
  // Of no bytes zlib may be given no address either, and then starts from zero again.
  return update.byteLength === 0 ? mark : crc32(update, mark)
}
