import { type ImageReader, insist } from './image-reader.ts'

/** A box of an ISO base media file; offsets are in bytes from the file's beginning. */
export interface Box {
  readonly name: string
  readonly from: number
  /** Where its contents begin. */
  readonly body: number
  readonly end: number
}

/** Far more than any picture has. */
const MAX_BOXES = 10_000

/** The boxes that fill the bytes from one offset to another, all of them. Throws a `NotAnImage` when they do not. */
export function boxesIn(reader: ImageReader, from: number, to: number): Box[] {
  const boxes: Box[] = []
  for (let at = from; at < to;) {
    const [size, name] = [reader.u32(at), reader.text(at + 4, 4)]
    const isLong = size === 1
    const body = at + (isLong ? 16 : 8)
    const end = size === 0 ? to : at + (isLong ? reader.uint(at + 8, 8) : size)
    insist(end >= body && end <= to, `its ${name} is cut off`)
    insist(boxes.length < MAX_BOXES, 'it has too many boxes')
    boxes.push({ name, from: at, body, end })
    at = end
  }
  return boxes
}

/** The only one of that name. */
export function boxNamed(boxes: readonly Box[], name: string): Box {
  const [found, other] = boxes.filter((box) => box.name === name)
  insist(found !== undefined && other === undefined, `it needs one ${name}`)
  return found
}

/** Of a box that begins with a version and flags: the version. */
export function versionOf(reader: ImageReader, { body }: Box): number {
  return reader.u8(body)
}

/** Makes it one of nothing, as large as it was: offsets elsewhere in the file stay right. */
export function blank({ bytes }: ImageReader, { from, body, end }: Box): void {
  bytes.set(Buffer.from('free', 'latin1'), from + 4)
  bytes.fill(0, body, end)
}
