/** Where an address of an image stands in a text, in UTF-16 code units from 0. */
export interface ImagePlace {
  readonly from: number
  readonly to: number
  /** As it is meant: without escapes and without the brackets around it. */
  readonly address: string
}

/** `![words](address "title")`; an address in angle brackets may have spaces. All is bounded: a text may be nothing but beginnings. */
const IMAGE =
  /!\[(?:[^\]\\\n]|\\.){0,1000}\]\(\s{0,9}(<[^<>\n]{0,2000}>|[^\s()<>]{1,2000}(?:\([^\s()]{0,200}\)[^\s()]{0,200}){0,9})/dg
const TAG = /<img\s[^>]{0,1000}?\bsrc\s{0,9}=\s{0,9}(?:"([^"\n]{0,2000})"|'([^'\n]{0,2000})')/dgi
const DEFINITION = /^ {0,3}\[[^\]\n]{1,1000}\]:[ \t]{0,9}(<[^<>\n]{0,2000}>|\S{1,2000})/dgm
/** The beginning of a block of code, and of its end. */
const FENCE = /^(?:[ \t>]*)(`{3,}|~{3,})/

/** Where the text names images, in their order: not in blocks of code. What definitions of links name may be no image. */
export function imagePlaces(text: string): ImagePlace[] {
  const code = codeRanges(text)
  const places: ImagePlace[] = []
  for (const pattern of [IMAGE, TAG, DEFINITION]) {
    for (const match of text.matchAll(pattern)) {
      const group = match[1] === undefined ? 2 : 1
      const [from, to] = match.indices?.[group] ?? [0, 0]
      if (to > from && !code.some((range) => from >= range.from && from < range.to)) {
        places.push({ from, to, address: meantBy(match[group] ?? '') })
      }
    }
  }
  return places.toSorted((one, other) => one.from - other.from)
}

/** As an address names a file: without what follows it, and with its signs as they are. */
export function pathOf(address: string): string {
  const path = address.replace(/[?#].*$/s, '')
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** A path beside another one, from the root both have; null when it leads out of it, or is an address of the web. */
export function besidePath(base: string, path: string): string | null {
  if (path === '' || path.startsWith('/') || /^[a-z][a-z\d+.-]*:/i.test(path)) return null
  const parts = base.split('/').slice(0, -1)
  for (const part of path.replaceAll('\\', '/').split('/')) {
    if (part === '..') {
      if (parts.pop() === undefined) return null
    } else if (part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/')
}

function meantBy(written: string): string {
  return written
    .replace(/^<(.*)>$/, '$1')
    .replaceAll(/\\([!-/:-@[-`{-~])/g, '$1')
    .replaceAll('&amp;', '&')
}

function codeRanges(text: string): { readonly from: number; readonly to: number }[] {
  const ranges: { from: number; to: number }[] = []
  let open: { readonly mark: string; readonly from: number } | null = null
  let at = 0
  for (const line of text.split('\n')) {
    const mark = FENCE.exec(line)?.[1]
    const end = at + line.length + 1
    if (open === null) {
      if (mark !== undefined) open = { mark, from: at }
    } else if (mark?.startsWith(open.mark) === true && line.trim().replaceAll('>', '').trim() === mark) {
      ranges.push({ from: open.from, to: end })
      open = null
    }
    at = end
  }
  if (open !== null) ranges.push({ from: open.from, to: text.length })
  return ranges
}
