import { type CleanImage, ImageReader, KeptPieces, insist } from './image-reader.ts'
import { orientationIn, tiffOf } from './orientation.ts'

const SHOWN = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP'])
const PIXELS = new Set(['VP8 ', 'VP8L', 'ANMF'])

/** Of the flags of a VP8X chunk. */
const HAS_EXIF = 0x08
const HAS_XMP = 0x04

const HEADER_BYTES = 12
const EXIF = 'Exif\0\0'

/** Without what cameras and programs write of it, and without what follows the end; only how it is to be turned is said anew. Throws a `NotAnImage`. */
export function cleanWebp(bytes: Uint8Array): CleanImage {
  const reader = new ImageReader(bytes)
  insist(reader.has(0, 'RIFF') && reader.has(8, 'WEBP'), 'it does not begin like a WebP')
  const end = 8 + reader.u32(4, true)
  insist(end <= reader.length, 'it is cut off')
  const kept = new KeptPieces(reader)
  let size: readonly [width: number, height: number] | null = null
  let extended: Uint8Array | null = null
  let tiff: Uint8Array | null = null
  let hasPixels = false
  for (let at = HEADER_BYTES; at < end;) {
    const name = reader.text(at, 4)
    const [body, length] = [at + 8, reader.u32(at + 4, true)]
    const next = body + length + (length % 2)
    insist(next <= end, 'a chunk of it is cut off')
    size ??= sizeIn(reader, name, body)
    if (name === 'EXIF') tiff = tiffOf(orientationIn(withoutPrefix(reader, body, body + length)))
    if (name === 'VP8X') extended = new Uint8Array(reader.slice(at, next))
    else if (SHOWN.has(name)) kept.add(reader.slice(at, next))
    hasPixels ||= PIXELS.has(name)
    at = next
  }
  insist(size !== null && hasPixels, 'it has no pixels')
  // Only an extended one may say how it is to be turned.
  const exif = extended === null || tiff === null ? null : chunk('EXIF', tiff)
  if (extended !== null) {
    const flags = (extended[8] ?? 0) & ~(HAS_EXIF | HAS_XMP)
    extended[8] = exif === null ? flags : flags | HAS_EXIF
  }
  const parts = [extended, kept.bytes, exif].filter((part) => part !== null)
  const [width, height] = size
  return { parts: [header(parts), ...parts], width, height }
}

/** Null for a chunk that does not say. */
function sizeIn(reader: ImageReader, name: string, body: number): readonly [number, number] | null {
  if (name === 'VP8X') return [reader.u24le(body + 4) + 1, reader.u24le(body + 7) + 1]
  if (name === 'VP8 ') {
    insist(reader.has(body + 3, '\x9d\x01\x2a'), 'its pixels do not begin')
    return [reader.u16(body + 6, true) & 0x3fff, reader.u16(body + 8, true) & 0x3fff]
  }
  if (name !== 'VP8L') return null
  insist(reader.u8(body) === 0x2f, 'its pixels do not begin')
  const bits = reader.u32(body + 1, true)
  return [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1]
}

function withoutPrefix(reader: ImageReader, from: number, to: number): Uint8Array {
  const begin = reader.has(from, EXIF) ? from + EXIF.length : from
  return begin > to ? new Uint8Array() : reader.slice(begin, to)
}

function chunk(name: string, body: Uint8Array): Uint8Array {
  const whole = new Uint8Array(8 + body.byteLength + (body.byteLength % 2))
  whole.set(Buffer.from(name, 'latin1'))
  new DataView(whole.buffer).setUint32(4, body.byteLength, true)
  whole.set(body, 8)
  return whole
}

function header(parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.byteLength, 0)
  const whole = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1')
  whole.writeUInt32LE(4 + length, 4)
  return whole
}
