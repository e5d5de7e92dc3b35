import { crc32 } from 'node:zlib'

/** What is stored beside a snapshot, so that a damaged one is told from a whole one: an unsigned 32-bit number. */
export function snapshotChecksum({ bytes, stateVector }: { bytes: Uint8Array; stateVector: Uint8Array }): number {
  return crc32(stateVector, crc32(bytes))
}
