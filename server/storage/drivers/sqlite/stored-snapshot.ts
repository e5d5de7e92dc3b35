import { crc32, deflateSync, inflateSync } from 'node:zlib'
import { Damage } from './damage.ts'

/** The bytes of a snapshot as they are stored. */
export interface StoredBytes {
  readonly bytes: Uint8Array
  /** How many they are when they are inflated; null when they were not deflated. */
  readonly inflatedLength: number | null
}

/** Twice as fast as the default, and of a text in Yjs's encoding hardly larger. */
const LEVEL = 3
/** A smaller one takes a page of the file either way. */
const LEAST_DEFLATED = 1024

/** As it takes least room. */
export function storedBytes(bytes: Uint8Array): StoredBytes {
  if (bytes.byteLength < LEAST_DEFLATED) return { bytes, inflatedLength: null }
  const deflated = deflateSync(bytes, { level: LEVEL })
  if (deflated.byteLength >= bytes.byteLength) return { bytes, inflatedLength: null }
  return { bytes: deflated, inflatedLength: bytes.byteLength }
}

/** The bytes that `storedBytes` was given. Throws `Damage`. */
export function snapshotBytes({ bytes, inflatedLength }: StoredBytes): Uint8Array {
  if (inflatedLength === null) return bytes
  try {
    // In one piece, that nobody has to join or to copy.
    const inflated = inflateSync(bytes, { maxOutputLength: inflatedLength, chunkSize: inflatedLength })
    if (inflated.byteLength === inflatedLength) return inflated
  } catch {
    // zlib's own words tell nobody more.
  }
  throw new Damage('the snapshot cannot be inflated')
}

/** What is stored beside a snapshot, over what is stored of it, so that a damaged one is told from a whole one: an unsigned 32-bit number. */
export function snapshotChecksum({
  bytes,
  inflatedLength,
  stateVector,
}: StoredBytes & { readonly stateVector: Uint8Array }): number {
  const checksum = crc32(stateVector, crc32(bytes))
  return inflatedLength === null ? checksum : crc32(String(inflatedLength), checksum)
}
