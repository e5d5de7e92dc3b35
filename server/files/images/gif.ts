import { type CleanImage, ImageReader, KeptPieces, insist } from './image-reader.ts'

const HEADER_BYTES = 13
const EXTENSION = 0x21
const IMAGE = 0x2c
const END = 0x3b
const CONTROL = 0xf9
const APPLICATION = 0xff
/** How often it is played, and its colours. Other programs' notes are not shown. */
const SHOWN_APPLICATIONS = new Set(['NETSCAPE2.0', 'ANIMEXTS1.0', 'ICCRGBG1012'])

/** Without comments and notes of programs, and without what follows the end. Throws a `NotAnImage`. */
export function cleanGif(bytes: Uint8Array): CleanImage {
  const reader = new ImageReader(bytes)
  insist(reader.has(0, 'GIF87a') || reader.has(0, 'GIF89a'), 'it does not begin like a GIF')
  let at = HEADER_BYTES + paletteBytes(reader.u8(10))
  const kept = new KeptPieces(reader)
  kept.add(reader.slice(0, at))
  let hasPixels = false
  for (;;) {
    const from = at
    const kind = reader.u8(at)
    if (kind === END) break
    insist(kind === EXTENSION || kind === IMAGE, 'a block of it is of no kind')
    if (kind === IMAGE) {
      // Place, size, flags; colours of its own; the size of codes; the codes.
      at = afterBlocks(reader, at + 10 + paletteBytes(reader.u8(at + 9)) + 1)
      hasPixels = true
    } else at = afterBlocks(reader, at + 2)
    if (kind === IMAGE || isShown(reader, from)) kept.add(reader.slice(from, at))
  }
  insist(hasPixels, 'it has no pixels')
  kept.add(reader.slice(at, at + 1))
  return { parts: [kept.bytes], width: reader.u16(6, true), height: reader.u16(8, true) }
}

function isShown(reader: ImageReader, at: number): boolean {
  const label = reader.u8(at + 1)
  if (label === APPLICATION) return reader.u8(at + 2) === 11 && SHOWN_APPLICATIONS.has(reader.text(at + 3, 11))
  return label === CONTROL
}

function paletteBytes(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1)
}

/** Each begins with its length, and one without any is the last. */
function afterBlocks(reader: ImageReader, first: number): number {
  let at = first
  for (;;) {
    const length = reader.u8(at)
    at += 1 + length
    if (length === 0) return at
  }
}
