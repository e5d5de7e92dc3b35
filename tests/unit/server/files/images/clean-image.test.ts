import { describe, expect, it } from 'vitest'
import { cleanImage } from '../../../../../server/files/images/clean-image.ts'
import { orientationIn } from '../../../../../server/files/images/orientation.ts'
import { MAX_IMAGE_PIXELS } from '../../../../../shared/protocol/limits.ts'
import {
  ANIMATED_WEBP,
  GIF,
  LOSSLESS_WEBP,
  LOSSY_WEBP,
  box,
  createAvif,
  createGif,
  createJpeg,
  createPng,
  createWebp,
  exif,
  gifExtension,
  itemReference,
  jpegSegment,
  pngChunk,
  webpChunk,
} from '../../../../support/tiny-images.ts'

const SECRET = 'Taken by Eve at 52.5200 N'
const hidden = (text = SECRET): Buffer => Buffer.from(text, 'latin1')

function cleaned(bytes: Uint8Array): { type: string; bytes: Buffer } | null {
  const clean = cleanImage(bytes)
  return clean && { type: clean.type, bytes: Buffer.concat(clean.parts) }
}

/** That of an image which needs no cleaning. */
function untouched(bytes: Uint8Array, type: string): void {
  const clean = cleaned(bytes)
  expect(clean?.type).toBe(type)
  expect(clean?.bytes.equals(bytes)).toBe(true)
}

describe('an image that tells of nothing but what it shows', () => {
  it.each([
    ['PNG', createPng(), 'image/png'],
    [
      'animated PNG',
      createPng({ more: [pngChunk('acTL', Buffer.alloc(8)), pngChunk('fcTL', Buffer.alloc(26))] }),
      'image/png',
    ],
    ['JPEG', createJpeg(), 'image/jpeg'],
    ['GIF', GIF, 'image/gif'],
    ['lossy WebP', LOSSY_WEBP, 'image/webp'],
    ['lossless WebP', LOSSLESS_WEBP, 'image/webp'],
    ['animated WebP', ANIMATED_WEBP, 'image/webp'],
    ['AVIF', createAvif(), 'image/avif'],
  ])('is kept byte for byte: %s', (_name, bytes, type) => untouched(bytes, type))
})

/** With what is to stay, and without what is to go. */
function expectCleaned(bytes: Uint8Array, type: string, stays: Uint8Array): void {
  expect(Buffer.from(bytes).includes(SECRET)).toBe(true)
  const clean = cleaned(bytes)
  expect(clean?.type).toBe(type)
  expect(clean?.bytes.includes(SECRET)).toBe(false)
  expect(clean?.bytes.toString('latin1')).toBe(Buffer.from(stays).toString('latin1'))
  // Nothing more is found the second time.
  untouched(clean?.bytes ?? new Uint8Array(), type)
}

describe('what cameras and programs write into an image is gone', () => {
  const profile = pngChunk('iCCP', 'profile\0\0')
  it.each([
    ['a text of a PNG', createPng({ more: [pngChunk('tEXt', `Author\0${SECRET}`), profile] })],
    ['a compressed text of a PNG', createPng({ more: [profile, pngChunk('zTXt', SECRET)] })],
    ['XMP in a PNG', createPng({ more: [pngChunk('iTXt', SECRET), profile] })],
    ['Exif in a PNG', createPng({ more: [pngChunk('eXIf', exif(6, SECRET)), profile] })],
    ['a time in a PNG', createPng({ more: [pngChunk('tIME', SECRET), profile] })],
    ['what nobody knows in a PNG', createPng({ more: [pngChunk('prVt', SECRET), profile] })],
    ['what follows the end of a PNG', Buffer.concat([createPng({ more: [profile] }), hidden()])],
  ])('%s', (_name, bytes) => expectCleaned(bytes, 'image/png', createPng({ more: [profile] })))

  const icc = jpegSegment(0xe2, 'ICC_PROFILE\0\x01\x01profile')
  const adobe = jpegSegment(0xee, 'Adobe\0\x64\0\0\0\0\0')
  it.each([
    [
      'Exif in a JPEG',
      createJpeg([jpegSegment(0xe1, Buffer.concat([hidden('Exif\0\0'), exif(1, SECRET)])), icc, adobe]),
    ],
    ['XMP in a JPEG', createJpeg([jpegSegment(0xe1, `http://ns.adobe.com/xap/1.0/\0${SECRET}`), icc, adobe])],
    ['IPTC in a JPEG', createJpeg([icc, jpegSegment(0xed, `Photoshop 3.0\0${SECRET}`), adobe])],
    ['a comment in a JPEG', createJpeg([icc, adobe, jpegSegment(0xfe, SECRET)])],
    ['other pictures in a JPEG', createJpeg([icc, adobe, jpegSegment(0xe2, `MPF\0${SECRET}`)])],
    ['what programs note in a JPEG', createJpeg([icc, adobe, jpegSegment(0xef, SECRET)])],
    ['a film behind a JPEG', createJpeg([icc, adobe], hidden())],
  ])('%s', (_name, bytes) => expectCleaned(bytes, 'image/jpeg', createJpeg([icc, adobe])))

  it('a small copy of a JPEG in itself', () => {
    const jfif = (rest: string): Buffer => jpegSegment(0xe0, `JFIF\0\x01\x01\0\0\x01\0\x01${rest}`)
    const jfxx = jpegSegment(0xe0, `JFXX\0${SECRET}`)
    expectCleaned(createJpeg([jfif(`\x03\x01${SECRET}`), jfxx]), 'image/jpeg', createJpeg([jfif('\0\0')]))
  })

  const loop = gifExtension(0xff, 'NETSCAPE2.0', '\x01\0\0')
  it.each([
    ['a comment in a GIF', createGif([gifExtension(0xfe, SECRET), loop])],
    ['XMP in a GIF', createGif([loop, gifExtension(0xff, 'XMP DataXMP', SECRET)])],
    ['a text in a GIF', createGif([loop, gifExtension(0x01, '123456789012', SECRET)])],
    ['what follows the end of a GIF', createGif([loop], hidden())],
  ])('%s', (_name, bytes) => expectCleaned(bytes, 'image/gif', createGif([loop])))

  it.each([
    ['Exif in a WebP', createWebp([webpChunk('EXIF', exif(1, SECRET))])],
    ['XMP in a WebP', createWebp([webpChunk('XMP ', hidden())])],
    ['what nobody knows in a WebP', createWebp([webpChunk('SECR', hidden())])],
    ['what follows the end of a WebP', Buffer.concat([createWebp([]), hidden()])],
  ])('%s', (_name, bytes) => expectCleaned(bytes, 'image/webp', createWebp([], 0)))

  it.each([
    ['Exif in an AVIF', createAvif({ exif: exif(6, SECRET) })],
    ['XMP in an AVIF', createAvif({ xmp: hidden() })],
    ['a small copy in an AVIF', createAvif({ small: hidden() })],
    [
      'boxes that nobody knows in an AVIF',
      createAvif({ more: [box('uuid', Buffer.alloc(16), hidden()), box('free', hidden())] }),
    ],
    [
      'what is told of a sequence',
      createAvif({ more: [box('moov', box('udta', hidden()), box('trak', box('meta', hidden())))] }),
    ],
  ])('%s', (_name, bytes) => {
    const clean = cleaned(bytes)
    expect(clean?.type).toBe('image/avif')
    expect(bytes.includes('52.5200 N')).toBe(true)
    expect(clean?.bytes.includes('52.5200 N')).toBe(false)
    // Offsets lead to the same places, and the picture is there.
    expect(clean?.bytes.byteLength).toBe(bytes.byteLength)
    const picture = createAvif().subarray(-29)
    expect(clean?.bytes.includes(picture)).toBe(true)
  })

  it.each([
    ['is made of it', [itemReference('dimg', 1, 3)]],
    ['is said to be a small copy itself', [itemReference('thmb', 1, 2), itemReference('dimg', 1, 3)]],
    ['is as transparent as it says', [itemReference('auxl', 3, 1)]],
  ])('a piece of a small copy in an AVIF stays where the picture %s', (_how, references) => {
    expect(cleaned(createAvif({ small: hidden(), references }))?.bytes.includes(SECRET)).toBe(true)
  })
})

describe('a photo stands upright', () => {
  it.each([2, 3, 4, 5, 6, 7, 8])('as a JPEG that is to be turned: %i', (orientation) => {
    const segment = (tiff: Buffer): Buffer => jpegSegment(0xe1, Buffer.concat([hidden('Exif\0\0'), tiff]))
    const clean = cleaned(createJpeg([segment(exif(orientation, SECRET))]))
    expect(clean?.bytes.includes(SECRET)).toBe(false)
    const at = clean?.bytes.indexOf('Exif\0\0') ?? -1
    expect(at).toBeGreaterThan(0)
    expect(orientationIn(clean?.bytes.subarray(at + 6) ?? new Uint8Array())).toBe(orientation)
    untouched(clean?.bytes ?? new Uint8Array(), 'image/jpeg')
  })

  it('as a WebP', () => {
    const clean = cleaned(createWebp([webpChunk('EXIF', exif(8, SECRET))]))
    expect(clean?.bytes.includes(SECRET)).toBe(false)
    const at = clean?.bytes.indexOf('EXIF') ?? -1
    expect(orientationIn(clean?.bytes.subarray(at + 8) ?? new Uint8Array())).toBe(8)
    expect(clean?.bytes[20]).toBe(0x08)
    untouched(clean?.bytes ?? new Uint8Array(), 'image/webp')
  })

  it.each([0, 1, 9, 65535])('and one that says nothing of use is as it is: %i', (orientation) => {
    const segment = jpegSegment(0xe1, Buffer.concat([hidden('Exif\0\0'), exif(orientation)]))
    expect(cleaned(createJpeg([segment]))?.bytes.equals(createJpeg())).toBe(true)
  })

  it.each([['II*\0'], ['MM\0*\xff\xff\xff\xff'], [''], ['MM\0*\0\0\0\x08\xff\xff']])(
    'whatever stands there: %j',
    (tiff) => {
      expect(orientationIn(hidden(tiff))).toBe(1)
    },
  )
})

describe('what is no image', () => {
  const damaged = Buffer.from(createPng())
  damaged[damaged.byteLength - 20] = (damaged[damaged.byteLength - 20] ?? 0) ^ 1
  it.each([
    ['nothing', Buffer.of()],
    ['a text', hidden('Dear diary')],
    ['SVG', hidden('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
    ['HTML', hidden('<!doctype html><script>alert(1)</script>')],
    ['HTML that begins like a GIF', hidden('GIF89a<script>alert(1)</script>')],
    ['HTML that begins like a JPEG', Buffer.concat([Buffer.of(0xff, 0xd8, 0xff), hidden('<script>alert(1)</script>')])],
    ['PDF', hidden('%PDF-1.7\n')],
    ['a film', box('ftyp', hidden('isom\0\0\0\0isommp41'))],
    ['a PNG with a damaged chunk', damaged],
    ['a PNG without pixels', createPng().subarray(0, 33)],
    ['a PNG with a chunk that must be known', createPng({ more: [pngChunk('NEWS', 'x')] })],
    [
      'a PNG that is too large',
      createPng({ width: 2 ** 15, height: MAX_IMAGE_PIXELS / 2 ** 15 + 1, more: [] }).subarray(0, 33),
    ],
    ['a JPEG without an end', createJpeg().subarray(0, -2)],
    ['a JPEG without pixels', Buffer.of(0xff, 0xd8, 0xff, 0xd9)],
    ['an AVIF whose items are somewhere else', createAvif({ exif: exif(1), shift: 100_000 })],
    ['an AVIF that goes on', Buffer.concat([createAvif(), hidden()])],
  ])('is a download: %s', (_name, bytes) => expect(cleanImage(bytes)).toBeNull())

  it('is one of more pixels than a browser should hold', () => {
    const header = (width: number): Buffer => {
      const png = createPng()
      png.writeUInt32BE(width, 16)
      png.writeUInt32BE(2 ** 12, 20)
      return Buffer.concat([png.subarray(0, 8), pngChunk('IHDR', png.subarray(16, 29)), png.subarray(33)])
    }
    expect(cleanImage(header(MAX_IMAGE_PIXELS / 2 ** 12))?.type).toBe('image/png')
    expect(cleanImage(header(MAX_IMAGE_PIXELS / 2 ** 12 + 1))).toBeNull()
    expect(cleanImage(header(0))).toBeNull()
  })
})
