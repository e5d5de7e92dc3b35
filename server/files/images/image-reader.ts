/** The file is not built as its kind of image is: it is no image then. */
export class NotAnImage extends Error {
  override readonly name = 'NotAnImage'
}

/** What is left of an image, in a few parts, and how large it is shown. */
export interface CleanImage {
  readonly parts: readonly Uint8Array[]
  readonly width: number
  readonly height: number
}

/**
 * Reads numbers and pieces of a file that may be anything: whatever is asked for past its end throws a `NotAnImage`. Offsets are in
 * bytes from its beginning.
 */
export class ImageReader {
  readonly bytes: Uint8Array
  readonly #view: DataView

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get length(): number {
    return this.bytes.byteLength
  }

  u8(at: number): number {
    return this.#view.getUint8(this.#within(at, 1))
  }

  u16(at: number, littleEndian = false): number {
    return this.#view.getUint16(this.#within(at, 2), littleEndian)
  }

  u24le(at: number): number {
    return this.u16(at, true) | (this.u8(at + 2) << 16)
  }

  u32(at: number, littleEndian = false): number {
    return this.#view.getUint32(this.#within(at, 4), littleEndian)
  }

  /** An unsigned number of so many bytes, from 0 to 8, the first the highest. */
  uint(at: number, size: number): number {
    let value = 0
    for (let offset = 0; offset < size; offset++) value = value * 256 + this.u8(at + offset)
    if (!Number.isSafeInteger(value)) throw new NotAnImage('a number in it is too large')
    return value
  }

  /** So many characters of Latin-1. */
  text(at: number, length: number): string {
    return String.fromCharCode(...this.slice(at, at + length))
  }

  /** Whether these characters stand there; past the end they do not. */
  has(at: number, text: string): boolean {
    if (at + text.length > this.length) return false
    for (let index = 0; index < text.length; index++) {
      if (this.bytes[at + index] !== text.charCodeAt(index)) return false
    }
    return true
  }

  /** Shares memory with the file. */
  slice(from: number, to: number): Uint8Array {
    if (to < from) throw new NotAnImage('a piece of it has no length')
    this.#within(from, to - from)
    return this.bytes.subarray(from, to)
  }

  #within(at: number, size: number): number {
    if (at < 0 || at + size > this.length) throw new NotAnImage('it is cut off')
    return at
  }
}

/** Gathers the pieces of a file that stay, of which there may be millions, into one. There is room for the whole file. */
export class KeptPieces {
  readonly #bytes: Uint8Array
  #length = 0

  constructor({ length }: ImageReader) {
    this.#bytes = new Uint8Array(length)
  }

  add(piece: Uint8Array): void {
    this.#bytes.set(piece, this.#length)
    this.#length += piece.byteLength
  }

  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }
}

export function insist(isSo: boolean, why: string): asserts isSo {
  if (!isSo) throw new NotAnImage(why)
}
