import { crc32 } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { cleanImage } from '../../server/files/images/clean-image.ts'
import { Random } from '../support/random.ts'
import {
  ANIMATED_WEBP,
  LOSSLESS_WEBP,
  box,
  createAvif,
  createGif,
  createJpeg,
  createPng,
  createWebp,
  exif,
  gifExtension,
  jpegSegment,
  pngChunk,
  webpChunk,
} from '../support/tiny-images.ts'

const NOTE = 'Taken by Eve'
const tiff = exif(6, NOTE)
const IMAGES: Readonly<Record<string, Buffer>> = {
  png: createPng({ more: [pngChunk('tEXt', NOTE), pngChunk('eXIf', tiff)] }),
  jpeg: createJpeg([
    jpegSegment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff])),
    jpegSegment(0xfe, NOTE),
  ]),
  gif: createGif([gifExtension(0xfe, NOTE), gifExtension(0xff, 'NETSCAPE2.0', '\x01\0\0')]),
  webp: createWebp([webpChunk('EXIF', tiff)]),
  'lossless webp': LOSSLESS_WEBP,
  'animated webp': ANIMATED_WEBP,
  avif: createAvif({
    exif: tiff,
    xmp: Buffer.from(NOTE),
    small: Buffer.from(NOTE),
    more: [box('moov', box('trak', box('mdia', box('udta'))))],
  }),
}

const RUNS = 4000

/** Numbers that lengths and offsets go wrong with. */
const EDGES = [0, 1, 2, 7, 8, 0x7f, 0x80, 0xfe, 0xff]

describe('images that somebody spoilt', () => {
  it.each(Object.entries(IMAGES))('are read to an end, or are none: %s', (name, image) => {
    const random = new Random(crc32(name))
    for (let run = 0; run < RUNS; run++) {
      const bytes = Buffer.from(image)
      for (let change = random.below(4); change >= 0; change--) {
        const at = random.below(bytes.byteLength)
        bytes[at] = random.chance(0.5) ? random.below(256) : random.pick(EDGES)
        // A whole number at once.
        if (random.chance(0.2)) bytes.fill(random.pick(EDGES), at, Math.min(at + 4, bytes.byteLength))
      }
      const cut = random.chance(0.2) ? bytes.subarray(0, random.below(bytes.byteLength)) : bytes
      const input = random.chance(0.1) ? Buffer.concat([cut, image]) : cut
      const before = Buffer.from(input)
      const clean = cleanImage(input)
      // What came is not changed under the hands of whoever holds it.
      expect(input.equals(before)).toBe(true)
      if (clean === null) continue
      const made = Buffer.concat(clean.parts)
      // There is nothing to find the second time.
      const again = cleanImage(made)
      expect([run, again?.type]).toEqual([run, clean.type])
      expect(again === null ? null : Buffer.concat(again.parts).equals(made)).toBe(true)
      expect(made.byteLength).toBeLessThanOrEqual(input.byteLength + 64)
    }
  })

  it.each(Object.entries(IMAGES))('are none wherever they are cut off: %s', (name, image) => {
    for (let end = 0; end < image.byteLength; end++) {
      const clean = cleanImage(image.subarray(0, end))
      // Behind its end nothing is missed: and an AVIF may end after any of its boxes.
      if (clean !== null && name !== 'avif') expect.unreachable(`${name} cut at ${end}`)
    }
  })

  it('take a time that grows with their bytes, whatever they say of themselves', () => {
    // Items without end, all at one place; blocks of no length; marks without end.
    const places = Buffer.concat([
      Buffer.of(2, 0, 0, 0, 0, 0),
      Buffer.of(0xff, 0xff, 0xff, 0xff),
      Buffer.alloc(4_000_000),
    ])
    const avif = createAvif()
    const iloc = avif.indexOf('iloc') - 4
    const spoilt = Buffer.concat([
      avif.subarray(0, iloc),
      box('iloc', places),
      avif.subarray(iloc + avif.readUInt32BE(iloc)),
    ])
    const meta = spoilt.indexOf('meta') - 4
    spoilt.writeUInt32BE(spoilt.readUInt32BE(meta) + 8 + places.byteLength - avif.readUInt32BE(iloc), meta)
    const begin = performance.now()
    for (const bytes of [
      spoilt,
      Buffer.concat([createGif().subarray(0, 19), Buffer.alloc(4_000_000, Buffer.of(0x21, 0xfe, 0))]),
      Buffer.concat([createJpeg().subarray(0, -2), Buffer.alloc(4_000_000, 0xff)]),
      Buffer.concat([createJpeg().subarray(0, -2), Buffer.alloc(4_000_000, Buffer.of(0xff, 0xd0))]),
      Buffer.concat([createJpeg().subarray(0, 2), Buffer.alloc(4_000_000, jpegSegment(0xfe, ''))]),
      Buffer.concat([createPng().subarray(0, 33), Buffer.alloc(4_000_000, pngChunk('tEXt', ''))]),
      box('ftyp', Buffer.from('avif\0\0\0\0', 'latin1'), Buffer.alloc(4_000_000)),
    ]) {
      expect(cleanImage(bytes)).toBeNull()
    }
    expect(performance.now() - begin).toBeLessThan(10_000)
  })
})
