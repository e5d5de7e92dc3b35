import { crc32 } from 'node:zlib'
import { type CleanImage, ImageReader, KeptPieces, insist } from './image-reader.ts'

export const PNG_SIGNATURE = '\x89PNG\r\n\x1a\n'

/** What shows: pixels, colours, size, and the frames of an animation. What is in none of these tells of something else. */
const SHOWN = new Set(
  [
    ['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'bKGD', 'hIST', 'pHYs', 'sPLT'],
    ['cHRM', 'gAMA', 'iCCP', 'sBIT', 'sRGB', 'cICP', 'mDCV', 'cLLI', 'mDCv', 'cLLi'],
    ['acTL', 'fcTL', 'fdAT'],
  ].flat(),
)

/** Without it a chunk may be left out by whoever does not know it. */
const ANCILLARY = 0x20

/** Length, name and checksum of a chunk. */
const FRAME_BYTES = 12

/** Without texts, times and what cameras write; and without what follows the end. Throws a `NotAnImage`. */
export function cleanPng(bytes: Uint8Array): CleanImage {
  const reader = new ImageReader(bytes)
  insist(reader.has(0, PNG_SIGNATURE) && reader.has(12, 'IHDR') && reader.u32(8) === 13, 'it does not begin like a PNG')
  const kept = new KeptPieces(reader)
  kept.add(reader.slice(0, PNG_SIGNATURE.length))
  let hasPixels = false
  let at = PNG_SIGNATURE.length
  for (;;) {
    const end = at + FRAME_BYTES + reader.u32(at)
    const name = reader.text(at + 4, 4)
    insist(/^[A-Za-z]{4}$/.test(name), 'a chunk of it has no name')
    insist(crc32(reader.slice(at + 4, end - 4)) === reader.u32(end - 4), `its ${name} is damaged`)
    if (SHOWN.has(name)) kept.add(reader.slice(at, end))
    else insist((reader.u8(at + 4) & ANCILLARY) !== 0, `it has a ${name}, which nobody knows`)
    hasPixels ||= name === 'IDAT'
    at = end
    if (name === 'IEND') break
  }
  insist(hasPixels, 'it has no pixels')
  return { parts: [kept.bytes], width: reader.u32(16), height: reader.u32(20) }
}
