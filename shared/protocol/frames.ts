import { createDecoder, hasContent, readVarUint8Array } from 'lib0/decoding'
import { createEncoder, toUint8Array, writeVarUint8Array } from 'lib0/encoding'

/**
 * Several byte strings as one: each behind its length as a variable-length unsigned integer (lib0). Cheaper than merging
 * updates by two orders of magnitude, and one attachment whatever their number (a packet with more than ten closes the
 * connection).
 */
export function joinFrames(parts: readonly Uint8Array[]): Uint8Array {
  const encoder = createEncoder()
  for (const part of parts) writeVarUint8Array(encoder, part)
  return toUint8Array(encoder)
}

/** The parts of `joinFrames`, as views on the same memory. Throws on a truncated frame. */
export function splitFrames(frames: Uint8Array): Uint8Array[] {
  const decoder = createDecoder(frames)
  const parts: Uint8Array[] = []
  while (hasContent(decoder)) parts.push(readVarUint8Array(decoder))
  return parts
}
