import { createDecoder, hasContent, readVarUint8Array } from 'lib0/decoding'

/** Where something lies in a byte string: from `start` up to, not counting, `end`. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/**
 * Several byte strings as one: each behind its length as a variable-length unsigned integer (lib0). Cheaper than merging
 * updates by two orders of magnitude, and one attachment whatever their number (a packet with more than ten closes the
 * connection).
 */
export function joinFrames(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  let size = 0
  for (const { byteLength } of parts) size += frameSize(byteLength)
  const frames = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    let length = part.byteLength
    for (; length > 0x7f; length = Math.floor(length / 0x80)) frames[at++] = (length & 0x7f) | 0x80
    frames[at++] = length
    frames.set(part, at)
    at += part.byteLength
  }
  return frames
}

/** How much a part of so many bytes takes in `joinFrames`, its length included. */
export function frameSize(byteLength: number): number {
  let size = byteLength + 1
  for (let length = byteLength; length > 0x7f; length = Math.floor(length / 0x80)) size++
  return size
}

/** The parts of `joinFrames`, as views on the same memory. Throws on a truncated frame. */
export function splitFrames(frames: Uint8Array): Uint8Array[] {
  const decoder = createDecoder(frames)
  const parts: Uint8Array[] = []
  while (hasContent(decoder)) parts.push(readVarUint8Array(decoder))
  return parts
}

/** What is left of `bytes` without these ranges, which are in order and do not overlap; as views on the same memory. */
export function without(bytes: Uint8Array, ranges: readonly ByteRange[]): Uint8Array[] {
  const left: Uint8Array[] = []
  let from = 0
  for (const { start, end } of ranges) {
    if (start > from) left.push(bytes.subarray(from, start))
    from = end
  }
  if (from < bytes.byteLength) left.push(bytes.subarray(from))
  return left
}
