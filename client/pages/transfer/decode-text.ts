import { guessEncoding } from './guessed-encoding.ts'

export interface DecodedText {
  /** With line ends of `\n` alone. */
  readonly text: string
  /** As which it was read, where it did not say in which encoding it is, and was no UTF-8; null otherwise. */
  readonly guessed: string | null
}

/** What no text has: signs that steer a terminal, and the zeros of nearly every other file. */
const NO_TEXT = /[^\P{Cc}\t\n\v\f\r\x7f-\x9f]/u

/**
 * The text of a file: in UTF-8; in UTF-16 when it begins with a byte order mark; in what it says itself (`label`); or else as it
 * was most likely written before: where nothing else is plausible, in Western Europe (Latin-1, with what Windows added). Null when it is not text.
 */
export function decodeText(bytes: Uint8Array, label: string | null = null): DecodedText | null {
  const [first, second] = bytes
  const marked = first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : null
  const text = decodedAs(marked ?? 'utf-8', bytes)
  if (text !== null) return { text, guessed: null }
  if (marked !== null) return null
  const said = label === null ? null : decodedAs(label, bytes)
  if (said !== null) return { text: said, guessed: null }
  // What the beginning looks like may not be so to the end.
  for (const guessed of [guessEncoding(bytes), 'Windows-1252']) {
    const likely = guessed === null ? null : decodedAs(guessed, bytes)
    if (likely !== null) return { text: likely, guessed }
  }
  return null
}

function decodedAs(encoding: string, bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
    return NO_TEXT.test(text) ? null : text.replace(/\r\n?/g, '\n')
  } catch {
    // It cannot be read so, or nobody knows what that is.
    return null
  }
}

/** The encoding that a page of HTML says it is in; null when it says none near its beginning. */
export function htmlEncoding(bytes: Uint8Array): string | null {
  const head = new TextDecoder('windows-1252').decode(bytes.subarray(0, 2048))
  return /<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)/i.exec(head)?.[1] ?? null
}
