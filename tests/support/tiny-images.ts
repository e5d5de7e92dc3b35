import { crc32, deflateSync } from 'node:zlib'

/** Small images of each kind, made here byte by byte, so that it is known what is in them. Each is one that browsers show. */

export function pngChunk(name: string, body: Uint8Array | string): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), Buffer.from(body as Uint8Array)])
  return Buffer.concat([u32(named.byteLength - 4), named, u32(crc32(named))])
}

/** Of one colour. `more` comes before the pixels. */
export function createPng({ width = 2, height = 1, more = [] as readonly Uint8Array[] } = {}): Buffer {
  const header = Buffer.concat([u32(width), u32(height), Buffer.of(8, 2, 0, 0, 0)])
  const lines = Buffer.alloc(height * (1 + width * 3), 0x40)
  for (let line = 0; line < height; line++) lines[line * (1 + width * 3)] = 0
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', header),
    ...more,
    pngChunk('IDAT', deflateSync(lines)),
    pngChunk('IEND', ''),
  ])
}

export function jpegSegment(marker: number, body: Uint8Array | string): Buffer {
  const bytes = typeof body === 'string' ? Buffer.from(body, 'latin1') : Buffer.from(body)
  return Buffer.concat([Buffer.of(0xff, marker), u16(2 + bytes.byteLength), bytes])
}

/** Grey, 16 wide and 8 high. `more` comes before the tables. */
export function createJpeg(more: readonly Uint8Array[] = [], after: Uint8Array = Buffer.of()): Buffer {
  // One code, a single zero bit, that says: nothing.
  const codes = Buffer.concat([Buffer.of(1), Buffer.alloc(15), Buffer.of(0)])
  return Buffer.concat([
    Buffer.of(0xff, 0xd8),
    ...more,
    jpegSegment(0xdb, Buffer.concat([Buffer.of(0), Buffer.alloc(64, 1)])),
    jpegSegment(0xc0, Buffer.of(8, 0, 8, 0, 16, 1, 1, 0x11, 0)),
    jpegSegment(0xc4, Buffer.concat([Buffer.of(0x00), codes])),
    jpegSegment(0xc4, Buffer.concat([Buffer.of(0x10), codes])),
    jpegSegment(0xda, Buffer.of(1, 1, 0, 0, 63, 0)),
    Buffer.of(0x0f),
    Buffer.of(0xff, 0xd9),
    after,
  ])
}

/** What a camera writes: how it was held, and, as it were, where. */
export function exif(orientation: number, place = 'GPS 52.5200 N'): Buffer {
  return Buffer.concat([
    Buffer.from('MM\0*', 'latin1'),
    u32(8),
    u16(2),
    Buffer.concat([u16(0x010f), u16(2), u32(place.length), u32(38)]),
    Buffer.concat([u16(0x0112), u16(3), u32(1), u16(orientation), u16(0)]),
    u32(0),
    Buffer.from(place, 'latin1'),
  ])
}

export const GIF = fromBase64('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7')

/** An extension of a GIF: its label, and its blocks. */
export function gifExtension(label: number, ...blocks: readonly string[]): Buffer {
  const written = blocks.map((block) => Buffer.concat([Buffer.of(block.length), Buffer.from(block, 'latin1')]))
  return Buffer.concat([Buffer.of(0x21, label), ...written, Buffer.of(0)])
}

/** With these before its picture. */
export function createGif(more: readonly Uint8Array[] = [], after: Uint8Array = Buffer.of()): Buffer {
  const picture = GIF.indexOf(0x2c)
  return Buffer.concat([GIF.subarray(0, picture), ...more, GIF.subarray(picture), after])
}

export function webpChunk(name: string, body: Uint8Array): Buffer {
  const padding = Buffer.alloc(body.byteLength % 2)
  return Buffer.concat([Buffer.from(name, 'latin1'), u32le(body.byteLength), body, padding])
}

export const LOSSY_WEBP = fromBase64('UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA')
export const LOSSLESS_WEBP = fromBase64('UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==')
export const ANIMATED_WEBP = fromBase64(
  'UklGRlIAAABXRUJQVlA4WAoAAAASAAAAAAAAAAAAQU5JTQYAAAD/////AABBTk1GJgAAAAAAAAAAAAAAAAAAAGQAAABWUDhMDQAAAC8AAAAQBxAREYiI/gcA',
)

/** An extended one with these after its picture. */
export function createWebp(more: readonly Uint8Array[] = [], flags = 0x0c): Buffer {
  const header = webpChunk('VP8X', Buffer.of(flags, 0, 0, 0, 0, 0, 0, 0, 0, 0))
  const body = Buffer.concat([Buffer.from('WEBP', 'latin1'), header, LOSSY_WEBP.subarray(12), ...more])
  return Buffer.concat([Buffer.from('RIFF', 'latin1'), u32le(body.byteLength), body])
}

export function box(name: string, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts)
  return Buffer.concat([u32(8 + body.byteLength), Buffer.from(name, 'latin1'), body])
}

/** The one frame of AV1, two by two pixels. */
const AV1 = fromBase64('EgAKCBgANogQEAwgMg8f8D///8WfhwB8+ErK42A=')

interface AvifParts {
  /** What cameras and programs write, as items of its. */
  readonly exif?: Uint8Array
  readonly xmp?: Uint8Array
  /** A small copy of the picture, which is one piece put together. */
  readonly small?: Uint8Array
  /** What else its items are to each other, as boxes of `iref`. */
  readonly references?: readonly Uint8Array[]
  /** At the end. */
  readonly more?: readonly Uint8Array[]
  /** Where each item is said to be, besides where it is. */
  readonly shift?: number
}

/** Of items by their number: the picture is 1, and of a small copy the whole is 2 and its piece 3. */
export function itemReference(kind: string, from: number, to: number): Buffer {
  return box(kind, u16(from), u16(1), u16(to))
}

export function createAvif(parts: AvifParts = {}): Buffer {
  const { exif = Buffer.of(), xmp = Buffer.of(), small, references = [], more = [], shift = 0 } = parts
  const items = [
    { type: 'av01', bytes: AV1 },
    { type: 'grid', bytes: small === undefined ? Buffer.of() : Buffer.of(0, 0, 0, 0, 0, 2, 0, 2) },
    { type: 'av01', bytes: small ?? Buffer.of() },
    { type: 'Exif', bytes: Buffer.concat([u32(0), exif]) },
    { type: 'mime', bytes: Buffer.from(xmp) },
  ].filter(({ bytes }, index) => index === 0 || bytes.byteLength > 4)
  const file = box('ftyp', Buffer.from('avif\0\0\0\0avifmif1miafMA1B', 'latin1'))
  const version = u32(0)
  const infos = items.map(({ type }, index) => {
    const mime = type === 'mime' ? 'application/rdf+xml\0' : ''
    return box('infe', u32(0x0200_0000), u16(index + 1), u16(0), Buffer.from(`${type}\0${mime}`, 'latin1'))
  })
  const properties = box(
    'iprp',
    box(
      'ipco',
      box('ispe', version, u32(2), u32(2)),
      box('pixi', version, Buffer.of(3, 8, 8, 8)),
      box('av1C', Buffer.of(0x81, 0x0d, 0x0c, 0)),
      box('colr', Buffer.from('nclx\0\x02\0\x02\0\x01\x80', 'latin1')),
    ),
    box('ipma', version, u32(1), u16(1), Buffer.of(4, 1, 2, 0x83, 4)),
  )
  const metaOf = (first: number): Buffer => {
    let at = first
    const places = items.map(({ bytes }, index) => {
      const place = Buffer.concat([u16(index + 1), u16(0), u16(1), u32(at), u32(bytes.byteLength)])
      at += bytes.byteLength
      return place
    })
    return box(
      'meta',
      version,
      box('hdlr', version, u32(0), Buffer.from('pict', 'latin1'), Buffer.alloc(13)),
      box('pitm', version, u16(1)),
      box('iloc', version, u16(0x4400), u16(items.length), ...places),
      box('iinf', version, u16(items.length), ...infos),
      properties,
      ...(small === undefined
        ? []
        : [box('iref', version, itemReference('thmb', 2, 1), itemReference('dimg', 2, 3), ...references)]),
    )
  }
  const first = file.byteLength + metaOf(0).byteLength + 8
  return Buffer.concat([file, metaOf(first + shift), box('mdat', ...items.map(({ bytes }) => bytes)), ...more])
}

function fromBase64(text: string): Buffer {
  return Buffer.from(text, 'base64')
}

function u16(value: number): Buffer {
  return Buffer.of(value >> 8, value & 0xff)
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value >>> 0)
  return bytes
}

function u32le(value: number): Buffer {
  return Buffer.from(u32(value).toReversed())
}
