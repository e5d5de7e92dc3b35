import { type Box, boxesIn, versionOf } from './boxes.ts'
import { type ImageReader, insist } from './image-reader.ts'

/** A piece of an item: its offset is one in the file, or in the box of data. */
interface ItemPlace {
  readonly item: number
  readonly inData: boolean
  readonly from: number
  readonly length: number
}

/** What an item is to others. */
export interface ItemReference {
  /** `thmb`: a small copy of them; `dimg`: made of them; `auxl`: tells more of them, as how transparent they are. */
  readonly kind: string
  readonly from: number
  readonly to: readonly number[]
}

/** Far more than any picture has; each can cost a look without a byte of the file. */
const MAX_PLACES = 10_000

/** The `pitm` box: which item is shown. */
export function primaryItem(reader: ImageReader, box: Box): number {
  return versionOf(reader, box) === 0 ? reader.u16(box.body + 4) : reader.u32(box.body + 4)
}

/** The `iinf` box: of what type each item is. */
export function itemTypes(reader: ImageReader, box: Box): Map<number, string> {
  const first = box.body + (versionOf(reader, box) === 0 ? 6 : 8)
  const types = new Map<number, string>()
  for (const entry of boxesIn(reader, first, box.end)) {
    const version = versionOf(reader, entry)
    insist(entry.name === 'infe' && (version === 2 || version === 3), 'an item of it is of no type')
    const [id, idBytes] = version === 2 ? [reader.u16(entry.body + 4), 2] : [reader.u32(entry.body + 4), 4]
    types.set(id, reader.text(entry.body + 4 + idBytes + 2, 4))
  }
  return types
}

/** The `iref` box. */
export function itemReferences(reader: ImageReader, box: Box): ItemReference[] {
  const idBytes = versionOf(reader, box) === 0 ? 2 : 4
  return boxesIn(reader, box.body + 4, box.end).map(({ name, body, end }) => {
    const count = reader.u16(body + idBytes)
    const first = body + idBytes + 2
    insist(first + count * idBytes <= end, 'what its items are to each other is cut off')
    const to = Array.from({ length: count }, (_, index) => reader.uint(first + index * idBytes, idBytes))
    return { kind: name, from: reader.uint(body, idBytes), to }
  })
}

/** The `iloc` box: where each item is. */
export function itemPlaces(reader: ImageReader, box: Box): ItemPlace[] {
  const version = versionOf(reader, box)
  insist(version <= 2, 'its places are written in a way that nobody knows')
  const [sizes, moreSizes] = [reader.u8(box.body + 4), reader.u8(box.body + 5)]
  const [offsetBytes, lengthBytes, baseBytes] = [sizes >> 4, sizes & 15, moreSizes >> 4]
  const indexBytes = version === 0 ? 0 : moreSizes & 15
  const idBytes = version === 2 ? 4 : 2
  const places: ItemPlace[] = []
  let at = box.body + 6
  const next = (bytes: number): number => {
    insist(bytes <= 8 && at + bytes <= box.end, 'its places are cut off')
    at += bytes
    return reader.uint(at - bytes, bytes)
  }
  const count = next(idBytes)
  for (let index = 0; index < count; index++) {
    const item = next(idBytes)
    const method = version === 0 ? 0 : next(2) & 15
    insist(method <= 1 && next(2) === 0, 'an item of it is somewhere else')
    const base = next(baseBytes)
    const extents = next(2)
    insist(places.length + extents <= MAX_PLACES, 'its items are in too many places')
    for (let extent = 0; extent < extents; extent++) {
      next(indexBytes)
      const from = base + next(offsetBytes)
      places.push({ item, inData: method === 1, from, length: next(lengthBytes) })
    }
  }
  return places
}
