import type { ImageType } from '../../../shared/files/image-types.ts'
import { MAX_IMAGE_PIXELS } from '../../../shared/protocol/limits.ts'
import { cleanAvif } from './avif.ts'
import { cleanGif } from './gif.ts'
import { type CleanImage, NotAnImage } from './image-reader.ts'
import { cleanJpeg } from './jpeg.ts'
import { PNG_SIGNATURE, cleanPng } from './png.ts'
import { cleanWebp } from './webp.ts'

/** How many bytes of a file tell of which kind it could be. */
export const SIGNATURE_BYTES = 12

interface Kind {
  readonly type: ImageType
  /** Whether a file that begins so is one of these, or nothing that is shown. */
  readonly begins: (head: string) => boolean
  readonly clean: (bytes: Uint8Array) => CleanImage
}

/** None of them can hold a script. */
const KINDS: readonly Kind[] = [
  { type: 'image/png', begins: (head) => head.startsWith(PNG_SIGNATURE), clean: cleanPng },
  { type: 'image/jpeg', begins: (head) => head.startsWith('\xff\xd8\xff'), clean: cleanJpeg },
  { type: 'image/gif', begins: (head) => /^GIF8[79]a/.test(head), clean: cleanGif },
  { type: 'image/webp', begins: (head) => /^RIFF[^]{4}WEBP/.test(head), clean: cleanWebp },
  { type: 'image/avif', begins: (head) => head.slice(4, 8) === 'ftyp', clean: cleanAvif },
]

/** Whether a file that begins so may be an image. */
export function looksLikeImage(head: Uint8Array): boolean {
  return kindOf(head) !== undefined
}

/**
 * The image without what it tells of who made it, where and by what; what shows is the same, bit by bit. Null for what is no image from
 * beginning to end, or larger than MAX_IMAGE_PIXELS. Takes time that grows with the file, and about twice its memory.
 */
export function cleanImage(
  bytes: Uint8Array,
): { readonly type: ImageType; readonly parts: readonly Uint8Array[] } | null {
  const kind = kindOf(bytes)
  if (kind === undefined) return null
  try {
    const { parts, width, height } = kind.clean(bytes)
    const isShown = width > 0 && height > 0 && width * height <= MAX_IMAGE_PIXELS
    return isShown ? { type: kind.type, parts } : null
  } catch (error) {
    if (error instanceof NotAnImage) return null
    throw error
  }
}

function kindOf(bytes: Uint8Array): Kind | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, SIGNATURE_BYTES))
  return KINDS.find(({ begins }) => begins(head))
}
