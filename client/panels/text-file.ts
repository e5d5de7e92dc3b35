import { MAX_TITLE_LENGTH } from '../../shared/protocol/limits.ts'
import { titleFromFileName } from './file-name.ts'
import { openedFiles } from '../words/en/opened-files.ts'
import { wordsOf } from '../words/words.ts'

const words = wordsOf('openedFiles', openedFiles)

/** A book is well below it; beyond it the page would be slow for everybody who opens the document. */
export const MAX_FILE_BYTES = 5 * 1024 * 1024

export type OpenedFile =
  | { readonly ok: true; readonly title: string; readonly text: string }
  /** `message` is for the person. */
  | { readonly ok: false; readonly message: string }

/** Reads one file that was picked or dropped, as the text of a new document. */
export async function openFiles(files: readonly File[]): Promise<OpenedFile> {
  const [file, ...others] = files
  if (file === undefined) return { ok: false, message: words.noFile }
  if (others.length > 0) return { ok: false, message: words.oneAtATime }
  const size = checkSize(file.name, file.size)
  if (size !== null) return { ok: false, message: size }
  let bytes: ArrayBuffer
  try {
    bytes = await file.arrayBuffer()
  } catch {
    return { ok: false, message: words.unreadable(file.name) }
  }
  const text = decodeText(new Uint8Array(bytes))
  if (text === null) return { ok: false, message: words.noText(file.name) }
  return { ok: true, title: titleFromFileName(file.name).slice(0, MAX_TITLE_LENGTH), text }
}

/** Why a file of this size is not opened, or null. */
export function checkSize(name: string, bytes: number): string | null {
  if (bytes <= MAX_FILE_BYTES) return null
  const mebibytes = (bytes / 1024 / 1024).toFixed(1)
  return words.tooLarge(name, mebibytes, String(MAX_FILE_BYTES / 1024 / 1024))
}

/** The text of a file in UTF-8, or in UTF-16 when it says so, with line ends of `\n` alone; null when it is not text. */
export function decodeText(bytes: Uint8Array): string | null {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8'
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
    return text.includes('\0') ? null : text.replace(/\r\n?/g, '\n')
  } catch {
    return null
  }
}
