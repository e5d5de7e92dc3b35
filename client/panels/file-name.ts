import { fileEndingOf } from '../../shared/document/format.ts'

const MAX_STEM_LENGTH = 100

/** A file name that every system takes, made of a document's title: with the ending that this has, or that of Markdown. */
export function fileNameFor(title: string): string {
  const ending = fileEndingOf(title)
  const name = ending === null ? title : title.slice(0, -ending.length - 1)
  const stem = Array.from(name.replace(/[\p{Cc}\p{Cf}\\/:*?"<>|]+/gu, ' ').replace(/\s+/g, ' '))
    .slice(0, MAX_STEM_LENGTH)
    .join('')
    .replace(/^[\s.]+|[\s.]+$/g, '')
  // Windows keeps these names for devices, whatever follows the dot.
  const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i.test(stem)
  return `${stem === '' || reserved ? `document${stem === '' ? '' : ` ${stem}`}` : stem}.${ending ?? 'md'}`
}

/** A document's title, made of the name of the file it came from: what is no Markdown stays so by its ending. */
export function titleFromFileName(name: string): string {
  return name.replace(/\.(md|markdown|mdown|mkd)$/i, '').trim()
}

/** What the file picker offers first. Whether a file is text is decided by what is in it. */
export const ACCEPTED_FILES = '.md,.markdown,.txt,text/*'
