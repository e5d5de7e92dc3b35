import type { WordImage } from './word-runs.ts'

const TYPES: Readonly<Record<string, WordImage['type']>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
}
/** A picture of a camera has more than anybody sees on paper. */
const MAX_SIDE = 4000

/** Pictures as Word takes them; those of other kinds are drawn anew. What cannot be read is left out. */
export async function wordImages(pictures: ReadonlyMap<string, Blob>): Promise<Map<string, WordImage>> {
  const images = new Map<string, WordImage>()
  for (const [address, blob] of pictures) {
    const image = await wordImage(blob).catch(() => null)
    if (image !== null) images.set(address, image)
  }
  return images
}

async function wordImage(blob: Blob): Promise<WordImage | null> {
  const bitmap = await createImageBitmap(blob)
  try {
    const { width, height } = bitmap
    const type = TYPES[blob.type]
    if (type !== undefined) return { type, data: await bytesOf(blob), width, height }
    const scale = Math.min(1, MAX_SIDE / Math.max(width, height))
    const canvas = new OffscreenCanvas(Math.ceil(width * scale), Math.ceil(height * scale))
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
    return { type: 'png', data: await bytesOf(await canvas.convertToBlob({ type: 'image/png' })), width, height }
  } finally {
    bitmap.close()
  }
}

async function bytesOf(blob: Blob): Promise<Uint8Array> {
  return new Uint8Array(await blob.arrayBuffer())
}
