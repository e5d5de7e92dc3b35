/** What an import takes. Whatever is beyond it is left out, and the report names it. */

const MEBIBYTE = 1024 * 1024

/** One text, as a file. A book is well below it; beyond it the page would be slow for everybody who opens the document. */
export const MAX_TEXT_BYTES = 5 * MEBIBYTE
/** One Word document: nearly all of it is pictures, and all of it is unpacked in memory. */
export const MAX_WORD_BYTES = 50 * MEBIBYTE
/** One picture; the server may take less. */
export const MAX_PICTURE_BYTES = 50 * MEBIBYTE
/** One archive, as it comes. */
export const MAX_ARCHIVE_BYTES = 200 * MEBIBYTE
/** What lies in an archive, with all that is not taken from it: each entry is looked at. */
export const MAX_ARCHIVE_ENTRIES = 10_000
/** What is taken from an archive, unpacked: a few kilobytes may stand for gigabytes. */
export const MAX_UNPACKED_BYTES = 400 * MEBIBYTE
/** Documents that one import makes. */
export const MAX_IMPORTED_TEXTS = 500
/** Files of code that are taken from folders and archives: beyond it they are somebody's program, with a text or two in it. */
export const MAX_INNER_CODE = 50
/** Files of a folder that are looked at: a whole home folder is dropped by accident. */
export const MAX_FOLDER_FILES = 10_000
/** Folders within folders. */
export const MAX_FOLDER_DEPTH = 20
/** For one file to be read; nothing bounds what it may ask for. */
export const MAX_READING_MS = 60_000

/** As people say it. */
export function mebibytes(bytes: number): number {
  return Math.round((bytes / MEBIBYTE) * 10) / 10
}
