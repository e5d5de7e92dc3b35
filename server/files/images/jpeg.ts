import { type CleanImage, ImageReader, KeptPieces, insist } from './image-reader.ts'
import { orientationIn, tiffOf } from './orientation.ts'

const START = 0xd8
const END = 0xd9
const SCAN = 0xda
const COMMENT = 0xfe
const FIRST_RESTART = 0xd0
const LAST_RESTART = 0xd7
const APP0 = 0xe0
const APP15 = 0xef
const EXIF = 'Exif\0\0'
const JFIF = 'JFIF\0'
const JFIF_BYTES = 14

/** Colours: a profile, and how Adobe's programs store them. */
const COLOURS: readonly (readonly [marker: number, begin: string])[] = [
  [0xe2, 'ICC_PROFILE\0'],
  [0xee, 'Adobe'],
]

/** Segments with the size of the image: all of C0 to CF but tables of codes. */
const TABLES = new Set([0xc4, 0xc8, 0xcc])

/**
 * Without what cameras and programs write of it (Exif, XMP, IPTC, comments, small copies), and without what follows the end; only how it
 * is to be turned is said anew. Throws a `NotAnImage`.
 */
export function cleanJpeg(bytes: Uint8Array): CleanImage {
  const reader = new ImageReader(bytes)
  insist(reader.u8(0) === 0xff && reader.u8(1) === START, 'it does not begin like a JPEG')
  const kept = new KeptPieces(reader)
  let jfif: Uint8Array | null = null
  let orientation = 1
  let size: readonly [width: number, height: number] | null = null
  let hasScan = false
  let at = 2
  for (;;) {
    const marker = reader.u8(at + 1)
    insist(reader.u8(at) === 0xff && marker >= 0xc0 && marker !== 0xff, 'a segment of it does not begin')
    if (marker === END) break
    insist(!isAlone(marker), 'a mark in it has no place')
    const end = at + 2 + reader.u16(at + 2)
    insist(end >= at + 4, 'a segment of it has no length')
    const body = at + 4
    if (marker === APP0 && jfif === null && reader.has(body, JFIF)) jfif = withoutSmallCopy(reader.slice(at, end))
    else if (marker === APP0 + 1 && reader.has(body, EXIF)) {
      orientation = orientationIn(reader.slice(body + EXIF.length, end))
    } else if (isShown(reader, marker, body)) kept.add(reader.slice(at, end))
    if (size === null && marker < SCAN && (marker & 0xf0) === 0xc0 && !TABLES.has(marker)) {
      size = [reader.u16(body + 3), reader.u16(body + 1)]
    }
    at = end
    if (marker === SCAN) {
      at = scanEnd(reader, end)
      hasScan = true
      kept.add(reader.slice(end, at))
    }
    at = withoutFill(reader, at)
  }
  insist(size !== null && hasScan, 'it has no pixels')
  const [width, height] = size
  const head = [reader.slice(0, 2), ...(jfif === null ? [] : [jfif]), ...turned(orientation)]
  return { parts: [...head, kept.bytes, Uint8Array.of(0xff, END)], width, height }
}

function isAlone(marker: number): boolean {
  return marker === START || (marker >= FIRST_RESTART && marker <= LAST_RESTART)
}

function isShown(reader: ImageReader, marker: number, body: number): boolean {
  if (marker === COMMENT) return false
  if (marker < APP0 || marker > APP15) return marker < 0xf0
  return COLOURS.some(([each, begin]) => each === marker && reader.has(body, begin))
}

/** A JFIF segment says at its end how large a small copy of the image follows. */
function withoutSmallCopy(segment: Uint8Array): Uint8Array | null {
  if (segment.byteLength < 2 + 2 + JFIF_BYTES) return null
  const alone = new Uint8Array(segment.subarray(0, 2 + 2 + JFIF_BYTES))
  alone.set([0, 2 + JFIF_BYTES], 2)
  alone.set([0, 0], 2 + JFIF_BYTES)
  return alone
}

function turned(orientation: number): Uint8Array[] {
  const tiff = tiffOf(orientation)
  if (tiff === null) return []
  const length = 2 + EXIF.length + tiff.byteLength
  const segment = new Uint8Array(2 + length)
  segment.set([0xff, APP0 + 1, length >> 8, length & 0xff, ...Buffer.from(EXIF, 'latin1')])
  segment.set(tiff, 4 + EXIF.length)
  return [segment]
}

/** Where the codes of a scan end: at the next mark that is neither a pause between them nor a code. */
function scanEnd({ bytes }: ImageReader, from: number): number {
  let at = from
  for (;;) {
    at = bytes.indexOf(0xff, at)
    insist(at !== -1 && at + 1 < bytes.byteLength, 'it has no end')
    const next = bytes[at + 1] ?? 0
    if (next !== 0 && next !== 0xff && !(next >= FIRST_RESTART && next <= LAST_RESTART)) return at
    at += next === 0xff ? 1 : 2
  }
}

/** Before a mark there may be any number of these. */
function withoutFill(reader: ImageReader, from: number): number {
  let at = from
  while (reader.u8(at) === 0xff && reader.u8(at + 1) === 0xff) at++
  return at
}
