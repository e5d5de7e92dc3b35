import { fileEndingOf } from '../../shared/document/format.ts'

const MAX_STEM_LENGTH = 100

/** A file name that every system takes, made of a document's title: with the ending asked for, or that of the title, or Markdown's. */
export function fileNameFor(title: string, ending?: string): string {
  const own = fileEndingOf(title)
  const name = own === null ? title : title.slice(0, -own.length - 1)
  const stem = Array.from(name.replace(/[\p{Cc}\p{Cf}\\/:*?"<>|]+/gu, ' ').replace(/\s+/g, ' '))
    .slice(0, MAX_STEM_LENGTH)
    .join('')
    .replace(/^[\s.]+|[\s.]+$/g, '')
  // Windows keeps these names for devices, whatever follows the dot.
  const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i.test(stem)
  return `${stem === '' || reserved ? `document${stem === '' ? '' : ` ${stem}`}` : stem}.${ending ?? own ?? 'md'}`
}
