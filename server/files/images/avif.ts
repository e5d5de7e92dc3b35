import { blank, type Box, boxNamed, boxesIn, versionOf } from './boxes.ts'
import { type CleanImage, ImageReader, insist } from './image-reader.ts'
import { itemPlaces, itemReferences, itemTypes, primaryItem } from './items.ts'
import { smallCopies } from './small-copies.ts'

/** Pictures, and pictures made of others. Every other item tells of the picture. */
const SHOWN_ITEMS = new Set(['av01', 'grid', 'iovl', 'iden', 'tmap'])
const BRANDS = new Set(['avif', 'avis'])

const TOP = new Set(['ftyp', 'meta', 'moov', 'mdat'])
const OF_META = new Set(['hdlr', 'dinf', 'pitm', 'iloc', 'iinf', 'iprp', 'iref', 'idat', 'grpl'])
/** In a sequence of pictures: what holds others, and what of others may stay. */
const CONTAINERS = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl', 'edts'])
const TOLD_OF = new Set(['udta', 'meta', 'uuid', 'free', 'skip'])
/** They say when it was made. */
const TIMED = new Set(['mvhd', 'tkhd', 'mdhd'])
const SHOWN_TRACKS = new Set(['pict', 'vide', 'auxv'])

/** Exif that says nothing: where it begins in the item, and a directory without entries. */
const EMPTY_EXIF = Uint8Array.of(0, 0, 0, 0, 0x49, 0x49, 42, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0)
const SPACE = 0x20

/**
 * With empty places where cameras and programs wrote of it: everything else stays where it is, since offsets lead there. How it is to be
 * turned is a property of the picture, and stays. Throws a `NotAnImage`.
 */
export function cleanAvif(bytes: Uint8Array): CleanImage {
  const reader = new ImageReader(new Uint8Array(bytes))
  const boxes = boxesIn(reader, 0, reader.length)
  insist(boxes[0] !== undefined && hasBrand(reader, boxes[0]), 'it does not begin like an AVIF')
  const meta = boxNamed(boxes, 'meta')
  const inMeta = boxesIn(reader, meta.body + 4, meta.end)
  const size = sizeIn(reader, boxNamed(inMeta, 'iprp'))
  const types = itemTypes(reader, boxNamed(inMeta, 'iinf'))
  const primary = primaryItem(reader, boxNamed(inMeta, 'pitm'))
  insist(SHOWN_ITEMS.has(types.get(primary) ?? ''), 'it shows no picture')
  const references = inMeta.filter(({ name }) => name === 'iref').flatMap((box) => itemReferences(reader, box))
  // One may show what was cut away from the picture since.
  for (const item of smallCopies(types.keys(), primary, references)) types.delete(item)
  const stores = {
    mdat: boxes.filter(({ name }) => name === 'mdat'),
    idat: inMeta.find(({ name }) => name === 'idat') ?? null,
  }
  emptyItems(reader, types, boxNamed(inMeta, 'iloc'), stores)
  for (const box of inMeta) if (!OF_META.has(box.name)) blank(reader, box)
  for (const box of boxes) {
    if (!TOP.has(box.name)) blank(reader, box)
    else if (box.name === 'moov') cleanSequence(reader, box)
  }
  return { parts: [reader.bytes], ...size }
}

/** What may hold the bytes of items. */
interface Stores {
  readonly mdat: readonly Box[]
  readonly idat: Box | null
}

function hasBrand(reader: ImageReader, { name, body, end }: Box): boolean {
  if (name !== 'ftyp') return false
  const brands = [body]
  for (let at = body + 8; at + 4 <= end; at += 4) brands.push(at)
  return brands.some((at) => BRANDS.has(reader.text(at, 4)))
}

/** The largest that a picture in it has. */
function sizeIn(reader: ImageReader, properties: Box): { width: number; height: number } {
  const all = boxNamed(boxesIn(reader, properties.body, properties.end), 'ipco')
  const sizes = boxesIn(reader, all.body, all.end)
    .filter(({ name }) => name === 'ispe')
    .map(({ body }) => ({ width: reader.u32(body + 4), height: reader.u32(body + 8) }))
  const [largest] = sizes.toSorted((one, other) => other.width * other.height - one.width * one.height)
  insist(largest !== undefined, 'it has no size')
  return largest
}

function emptyItems(reader: ImageReader, types: ReadonlyMap<number, string>, places: Box, stores: Stores): void {
  let left = reader.length
  for (const { item, inData, from, length } of itemPlaces(reader, places)) {
    const type = types.get(item)
    if (type !== undefined && SHOWN_ITEMS.has(type)) continue
    const start = inData ? from + (stores.idat?.body ?? Number.NaN) : from
    const holders = inData ? [stores.idat] : stores.mdat
    // Nothing but data is overwritten: what stands elsewhere says how all is to be read.
    const isHeld = holders.some((box) => box !== null && start >= box.body && start + length <= box.end)
    insist(isHeld && length > 0, 'an item of it is somewhere else')
    // Many could lie at one place, and each would be filled.
    left -= length
    insist(left >= 0, 'its items overlap')
    reader.bytes.fill(type === 'mime' ? SPACE : 0, start, start + length)
    if (type === 'Exif' && length >= EMPTY_EXIF.byteLength) reader.bytes.set(EMPTY_EXIF, start)
  }
}

function cleanSequence(reader: ImageReader, container: Box): void {
  for (const box of boxesIn(reader, container.body, container.end)) {
    if (TOLD_OF.has(box.name)) blank(reader, box)
    else if (CONTAINERS.has(box.name)) cleanSequence(reader, box)
    else if (TIMED.has(box.name)) {
      const length = versionOf(reader, box) === 1 ? 16 : 8
      reader.slice(box.body + 4, box.body + 4 + length).fill(0)
    } else if (box.name === 'hdlr' && container.name === 'mdia') {
      insist(SHOWN_TRACKS.has(reader.text(box.body + 8, 4)), 'a track of it is no picture')
    }
  }
}
