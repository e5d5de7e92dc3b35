/** What a file is to an import, by the ending of its name. */
export type ImportKind = 'markdown' | 'text' | 'html' | 'word' | 'archive' | 'picture'

const ENDINGS: Readonly<Record<string, ImportKind>> = {
  md: 'markdown',
  markdown: 'markdown',
  mdown: 'markdown',
  mkd: 'markdown',
  txt: 'text',
  text: 'text',
  html: 'html',
  htm: 'html',
  xhtml: 'html',
  docx: 'word',
  zip: 'archive',
  png: 'picture',
  jpg: 'picture',
  jpeg: 'picture',
  gif: 'picture',
  webp: 'picture',
  avif: 'picture',
  svg: 'picture',
}

/** Null for everything else. */
export function kindOf(path: string): ImportKind | null {
  return ENDINGS[/\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? ''] ?? null
}

/** Whether it becomes a document. */
export function isTextKind(kind: ImportKind | null): boolean {
  return kind !== null && kind !== 'picture' && kind !== 'archive'
}

/** What other programs leave behind in folders and archives: nobody misses it. A way upwards (`..`) is none of it. */
export function isLitter(path: string): boolean {
  return /(?:^|\/)(?:__MACOSX|\.(?!\.?(?:\/|$))[^/]+|node_modules|Thumbs\.db|desktop\.ini)(?:\/|$)/i.test(path)
}

/** The part of a path behind the last slash. */
export function nameIn(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
