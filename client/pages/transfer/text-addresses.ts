import { IndentedCode } from './indented-code.ts'

/** Where an address stands in a text, in UTF-16 code units from 0. */
export interface AddressPlace {
  readonly from: number
  readonly to: number
  /** As it is meant: without escapes and without the brackets around it. */
  readonly address: string
}

/** As it stands in brackets: one in angle brackets may have spaces. All is bounded: a text may be nothing but beginnings. */
const ADDRESS = String.raw`\s{0,9}(<[^<>\n]{0,2000}>|[^\s()<>]{1,2000}(?:\([^\s()]{0,200}\)[^\s()]{0,200}){0,9})`
/** `![words](address "title")`. */
const IMAGE = new RegExp(String.raw`!\[(?:[^\]\\\n]|\\.){0,1000}\]\(${ADDRESS}`, 'dg')
/** The same of images and links alike: also of a link whose words are an image. */
const IMAGE_OR_LINK = new RegExp(String.raw`\]\(${ADDRESS}`, 'dg')
const IMAGE_TAG = /<img\s[^>]{0,1000}?\bsrc\s{0,9}=\s{0,9}(?:"([^"\n]{0,2000})"|'([^'\n]{0,2000})')/dgi
const LINK_TAG = /<a\s[^>]{0,1000}?\bhref\s{0,9}=\s{0,9}(?:"([^"\n]{0,2000})"|'([^'\n]{0,2000})')/dgi
/** Nothing but a title may follow; and notes look like it. */
const DEFINITION =
  /^ {0,3}\[(?!\^)[^\]\n]{1,1000}\]:[ \t]{0,9}(<[^<>\n]{0,2000}>|\S{1,2000})(?=[ \t]{0,99}(?:$|[ \t]["'(]))/dgm
/** Within one line. */
const INLINE_CODE = /(?<!`)(`{1,9})(?!`)[^\n]{1,1000}?(?<!`)\1(?!`)/g
/** What is only a sign, and begins or ends nothing. */
const ESCAPED = /\\[[\]()\\!<]/g
/** What a link's words stand between, and what they do not reach across. */
const BRACKET_OR_GAP = /[[\]]|\n[ \t]*(?=\n)/g
/** The beginning of a block of code, and of its end. */
const FENCE = /^(?:[ \t>]|(?:[-*+]|\d{1,9}[.)])[ \t])*(`{3,}|~{3,})/

/** Where the text names images, in their order: not in code. What definitions of links name may be no image. */
export function imagePlaces(text: string): AddressPlace[] {
  return placesOf(text, [IMAGE, IMAGE_TAG, DEFINITION])
}

/** Where it names anything: images, and what links lead to. */
export function addressPlaces(text: string): AddressPlace[] {
  return placesOf(text, [IMAGE_OR_LINK, IMAGE_TAG, LINK_TAG, DEFINITION])
}

function placesOf(text: string, patterns: readonly RegExp[]): AddressPlace[] {
  const prose = proseOf(text)
  const closing = closingBrackets(prose)
  const places: AddressPlace[] = []
  for (const pattern of patterns) {
    for (const match of prose.matchAll(pattern)) {
      if (pattern === IMAGE_OR_LINK && !closing.has(match.index)) continue
      const [from, to] = match.indices?.[match[1] === undefined ? 2 : 1] ?? [0, 0]
      if (to > from) places.push({ from, to, address: meantBy(text.slice(from, to)) })
    }
  }
  return places.toSorted((one, other) => one.from - other.from)
}

/** As long as the text, without what is code, and without signs that begin or end nothing. */
export function proseOf(text: string): string {
  return withoutCode(text).replaceAll(ESCAPED, '__')
}

/** An address with nothing in it that would end it, or be read as something else, where it stands without brackets. */
export function writable(address: string): string {
  return address.replaceAll(/[\s"'()<>[\\\]`]/g, (sign) =>
    sign <= '\u007f' ? `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}` : encodeURIComponent(sign),
  )
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

/** Whether an address names something beside the text, and neither something of the web nor a place in the text itself. */
export function isRelative(address: string): boolean {
  return pathOf(address) !== '' && !/^(?:[a-z][a-z\d+.-]*:|\/\/)/i.test(address)
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

/** Where the brackets stand that close others. */
function closingBrackets(prose: string): Set<number> {
  const closing = new Set<number>()
  let open = 0
  for (const { 0: sign, index } of prose.matchAll(BRACKET_OR_GAP)) {
    if (sign === '[') open += 1
    else if (sign !== ']') open = 0
    else if (open > 0) {
      open -= 1
      closing.add(index)
    }
  }
  return closing
}

/** The same with spaces for all that is code. */
function withoutCode(text: string): string {
  let open: string | null = null
  const indented = new IndentedCode()
  const lines = text.split('\n').map((line) => {
    const mark = FENCE.exec(line)?.[1]
    if (open === null && indented.has(line)) return blank(line)
    const isCode = open !== null || mark !== undefined
    if (open === null) open = mark ?? null
    else if (mark?.startsWith(open) === true && line.trim().replaceAll('>', '').trim() === mark) open = null
    return isCode ? blank(line) : line
  })
  return lines.join('\n').replaceAll(INLINE_CODE, blank)
}

function blank(text: string): string {
  return ' '.repeat(text.length)
}
