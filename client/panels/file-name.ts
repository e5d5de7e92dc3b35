const MAX_STEM_LENGTH = 100

/** A file name that every system takes, made of a document's title. */
export function fileNameFor(title: string, ending = 'md'): string {
  const stem = Array.from(title.replace(/[\p{Cc}\p{Cf}\\/:*?"<>|]+/gu, ' ').replace(/\s+/g, ' '))
    .slice(0, MAX_STEM_LENGTH)
    .join('')
    .replace(/^[\s.]+|[\s.]+$/g, '')
  // Windows keeps these names for devices, whatever follows the dot.
  const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i.test(stem)
  return `${stem === '' || reserved ? `document${stem === '' ? '' : ` ${stem}`}` : stem}.${ending}`
}

/** What the file picker offers first. Whether a file is text is decided by what is in it. */
export const IMPORTED_FILES = '.md,.markdown,.txt,.html,.htm,.docx,.zip,text/*'
