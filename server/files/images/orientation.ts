import { ImageReader, NotAnImage } from './image-reader.ts'

const ORIENTATION_TAG = 0x0112
const SHORT = 3
const UPRIGHT = 1
const LAST_ORIENTATION = 8

/** How a picture is to be turned to stand upright, of what cameras write (TIFF, as Exif has it): from 1, as it is, to 8. */
export function orientationIn(tiff: Uint8Array): number {
  try {
    return read(new ImageReader(tiff))
  } catch (error) {
    if (error instanceof NotAnImage) return UPRIGHT
    throw error
  }
}

/** The least TIFF that says so; null for what stands upright without. */
export function tiffOf(orientation: number): Uint8Array | null {
  if (orientation === UPRIGHT) return null
  // Little-endian; the first directory at 8, with one entry: tag, type, count, value; and no further directory.
  return Uint8Array.from(
    [
      [0x49, 0x49, 42, 0, 8, 0, 0, 0],
      [1, 0],
      [0x12, 0x01, SHORT, 0, 1, 0, 0, 0, orientation, 0, 0, 0],
      [0, 0, 0, 0],
    ].flat(),
  )
}

function read(reader: ImageReader): number {
  const isLittle = reader.has(0, 'II')
  if (!isLittle && !reader.has(0, 'MM')) return UPRIGHT
  const directory = reader.u32(4, isLittle)
  const count = reader.u16(directory, isLittle)
  for (let index = 0; index < count; index++) {
    const entry = directory + 2 + index * 12
    if (reader.u16(entry, isLittle) !== ORIENTATION_TAG) continue
    const value = reader.u16(entry + 8, isLittle)
    return reader.u16(entry + 2, isLittle) === SHORT && value >= UPRIGHT && value <= LAST_ORIENTATION ? value : UPRIGHT
  }
  return UPRIGHT
}
