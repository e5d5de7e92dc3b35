import { FORMATS } from '../../../shared/document/format.ts'
import { MAX_PICTURE_BYTES, MAX_TEXT_BYTES, MAX_WORD_BYTES } from './import-limits.ts'

/** What a file is to an import, by the ending of its name. */
export type ImportKind = 'markdown' | 'text' | 'code' | 'html' | 'word' | 'archive' | 'picture'

/** Whatever can be the text of a document comes in as what it is, but a page of HTML, which becomes Markdown. */
const ENDINGS: ReadonlyMap<string, ImportKind> = new Map<string, ImportKind>([
  ...FORMATS.flatMap(({ kind, endings }) =>
    endings.map((ending): [string, ImportKind] => [ending, kind === 'plain' ? 'text' : kind]),
  ),
  ['html', 'html'],
  ['htm', 'html'],
  ['xhtml', 'html'],
  ['docx', 'word'],
  ['zip', 'archive'],
  ['png', 'picture'],
  ['jpg', 'picture'],
  ['jpeg', 'picture'],
  ['gif', 'picture'],
  ['webp', 'picture'],
  ['avif', 'picture'],
  ['svg', 'picture'],
])

/** What the file picker offers first. Whether a file is text is decided by what is in it. */
export const IMPORTED_FILES = [...ENDINGS]
  .filter(([, kind]) => kind !== 'picture')
  .map(([ending]) => `.${ending}`)
  .concat('text/*')
  .join(',')

/** Null for everything else. */
export function kindOf(path: string): ImportKind | null {
  return ENDINGS.get(/\.([a-z\d]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '') ?? null
}

/** Whether it becomes a document. */
export function isTextKind(kind: ImportKind | null): boolean {
  return kind !== null && kind !== 'picture' && kind !== 'archive'
}

/** How much of an entry of an archive is taken at most, in bytes: of texts and pictures. Null for what is not even unpacked. */
export function wantedBytes(path: string): number | null {
  const kind = kindOf(path)
  if (isLitter(path)) return null
  if (kind === 'word') return MAX_WORD_BYTES
  if (kind === 'picture') return MAX_PICTURE_BYTES
  return isTextKind(kind) ? MAX_TEXT_BYTES : null
}

/** What other programs leave behind in folders and archives: nobody misses it. A way upwards (`..`) is none of it. */
export function isLitter(path: string): boolean {
  return /(?:^|\/)(?:__MACOSX|\.(?!\.?(?:\/|$))[^/]+|node_modules|Thumbs\.db|desktop\.ini)(?:\/|$)/i.test(path)
}

/** The part of a path behind the last slash. */
export function nameIn(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
