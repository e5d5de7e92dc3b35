import { formatOf, MARKDOWN } from '../../../shared/document/format.ts'
import { htmlToMarkdown } from '../../editor/html-to-markdown.ts'
import { frontMatterLines } from '../../../shared/document/front-matter.ts'
import { readFrontMatter } from '../../preview/front-matter.ts'
import { decodeText, htmlEncoding } from './decode-text.ts'
import { besidePath, pathOf } from './text-addresses.ts'
import { isTextKind, kindOf, nameIn } from './import-kinds.ts'
import { MAX_TEXT_BYTES, MAX_WORD_BYTES, mebibytes } from './import-limits.ts'
import { type ImportSource, sourceOfBytes } from './import-sources.ts'
import { fileTitle, markdownTitle } from './imported-title.ts'
import type { Loss } from './losses.ts'
import { words } from './transfer-words.ts'
import { type VaultFiles, withoutVaultLinks } from './vault-links.ts'
import type { WordHtml } from './word-html.ts'

/** What becomes a document. */
export interface ImportedText {
  readonly path: string
  /** Says also how the text is read, as titles do; no longer than one may be. */
  readonly title: string
  readonly text: string
  /** What was not kept of it. */
  readonly losses: readonly Loss[]
  /** The picture that an address in the text stands for; null for those of the web, and for what is not there. */
  readonly picture: (address: string) => ImportSource | null
}

/** A text that cannot be had, and why. */
export interface NoText {
  readonly text: null
  readonly losses: readonly [Loss]
}

export interface ReadingTools {
  /** What was chosen along with it, by path. */
  readonly beside: ReadonlyMap<string, ImportSource>
  /** The same, by name. */
  readonly vault: VaultFiles
  /** Null when it is no Word document; rejects when it cannot be read. */
  word(bytes: Uint8Array): Promise<WordHtml | null>
}

/** Reads one file as the text of a document. What it is is said by its name; what has none that says so is text, or nothing. */
export async function readSource(source: ImportSource, tools: ReadingTools): Promise<ImportedText | NoText> {
  const { path, size } = source
  const kind = kindOf(path)
  const lost = (why: string): NoText => ({ text: null, losses: [{ about: path, words: why }] })
  if (kind !== null && !isTextKind(kind)) return lost(words.noText)
  const limit = kind === 'word' ? MAX_WORD_BYTES : MAX_TEXT_BYTES
  if (size > limit) return lost(words.tooLarge(mebibytes(size), mebibytes(limit)))
  let bytes: Uint8Array
  try {
    bytes = await source.read()
  } catch {
    return lost(words.unreadable)
  }
  if (kind === 'word') return readWord(source, bytes, tools)
  const decoded = decodeText(bytes, kind === 'html' ? htmlEncoding(bytes) : null)
  if (decoded === null) return lost(words.noText)
  const losses = decoded.guessed === null ? [] : [{ about: path, words: words.guessedEncoding(decoded.guessed) }]
  if (kind === 'html') return readHtml(path, decoded.text, losses, tools)
  return plainText(path, decoded.text, losses, tools)
}

function plainText(
  path: string,
  written: string,
  known: readonly Loss[],
  { beside, vault }: ReadingTools,
): ImportedText {
  const isMarkdown = kindOf(path) === 'markdown'
  const title = isMarkdown ? markdownTitle(frontTitle(written) || stemOf(path)) : fileTitle(nameIn(path))
  const { text, missing } = isMarkdown ? withoutVaultLinks(path, written, vault) : { text: written, missing: [] }
  const losses = missing.length === 0 ? known : [...known, { about: path, words: words.deadVaultLinks(missing) }]
  return {
    path,
    title,
    text,
    losses,
    // In plain text and code an address of a picture is only words.
    picture: (address) => (formatOf(title) === MARKDOWN ? pictureBeside(path, address, beside) : null),
  }
}

function readHtml(path: string, html: string, known: readonly Loss[], { beside }: ReadingTools): ImportedText | NoText {
  const enclosed = new Map<string, ImportSource>()
  const withoutData = html.replaceAll(DATA_PICTURE, (all, type: string, data: string) => {
    const bytes = bytesOf(data)
    if (bytes === null) return all
    const name = `picture-${enclosed.size + 1}.${type.replace(/^x-|\+.*$/g, '')}`
    enclosed.set(name, sourceOfBytes(name, bytes))
    return name
  })
  const missing: string[] = []
  const find = (address: string): ImportSource | null => enclosed.get(address) ?? pictureBeside(path, address, beside)
  const text = markdownOf(withoutData, (address) => {
    if (/^https?:/i.test(address) || find(address) !== null) return address
    if (address !== '') missing.push(address)
    return null
  })
  if (text === null) return { text: null, losses: [{ about: path, words: words.nestedTooDeep }] }
  const losses = [...known, ...htmlLosses(path, html)]
  if (missing.length > 0) losses.push({ about: path, words: words.missingPictures(missing.length) })
  const title = /<title[^>]*>([^<]{0,1000})<\/title>/i.exec(html)?.[1] ?? ''
  return { path, title: markdownTitle(wordsIn(title) || stemOf(path)), text, losses, picture: find }
}

async function readWord(
  { path }: ImportSource,
  bytes: Uint8Array,
  tools: ReadingTools,
): Promise<ImportedText | NoText> {
  const read = await tools.word(bytes).catch(() => null)
  if (read === null) return { text: null, losses: [{ about: path, words: words.noWordDocument }] }
  const { html, pictures, losses } = read
  const enclosed = new Map(pictures.map(({ address, bytes: content }) => [address, sourceOfBytes(address, content)]))
  const text = markdownOf(html, (address) => address)
  if (text === null) return { text: null, losses: [{ about: path, words: words.nestedTooDeep }] }
  const told = [
    losses.comments > 0 ? words.comments(losses.comments) : '',
    losses.deletions > 0 ? words.deletions(losses.deletions) : '',
    losses.changedFormulas > 0 ? words.changedFormulas(losses.changedFormulas) : '',
    losses.foreignFormulas > 0 ? words.foreignFormulas(losses.foreignFormulas) : '',
    losses.headersAndFooters > 0 ? words.headersAndFooters : '',
    losses.styles.length > 0 ? words.styles(losses.styles) : '',
    ...losses.others.map((message) => words.asReaderSays(message)),
  ].filter((each) => each !== '')
  return {
    path,
    title: markdownTitle(stemOf(path)),
    text,
    losses: told.map((each) => ({ about: path, words: each })),
    picture: (address) => enclosed.get(address) ?? null,
  }
}

/** Null when things are nested in it too deep. */
function markdownOf(html: string, image: (address: string) => string | null): string | null {
  try {
    return htmlToMarkdown(html, image)
  } catch {
    return null
  }
}

function pictureBeside(path: string, address: string, beside: ReadingTools['beside']): ImportSource | null {
  const place = besidePath(path, pathOf(address))
  const found = place === null ? undefined : beside.get(place)
  return found !== undefined && kindOf(found.path) === 'picture' ? found : null
}

const DATA_PICTURE = /\bdata:image\/([\w+-]{1,20});base64,([\w+/=\s]+)/gi

function bytesOf(base64: string): Uint8Array | null {
  try {
    return Uint8Array.from(atob(base64.replaceAll(/\s/g, '')), (sign) => sign.charCodeAt(0))
  } catch {
    return null
  }
}

/** What a page of HTML has and Markdown has not. */
const HTML_LOSSES: readonly (readonly [RegExp, string])[] = [
  [/<script\b/i, words.scripts],
  [/<style\b|\sstyle\s*=|<font\b|<link[^>]+stylesheet/i, words.looks],
  [/<(?:iframe|object|embed|video|audio|canvas|svg)\b/i, words.embedded],
  [/<(?:form|button|select|textarea)\b/i, words.forms],
]

function htmlLosses(path: string, html: string): Loss[] {
  const losses = HTML_LOSSES.filter(([pattern]) => pattern.test(html)).map(([, why]) => ({ about: path, words: why }))
  // Word puts into comments what other browsers are not to see.
  const comments = [...html.matchAll(/<!--(?!\[)/g)].length
  return comments === 0 ? losses : [...losses, { about: path, words: words.comments(comments) }]
}

function frontTitle(text: string): string {
  const lines = text.split('\n', 300)
  const count = frontMatterLines(lines)
  return count === 0 ? '' : readFrontMatter(lines.slice(1, count - 1).join('\n')).title
}

/** A title is words: without what stands for signs in HTML. */
function wordsIn(html: string): string {
  const signs: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ', apos: "'" }
  return html
    .replaceAll(
      /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/gi,
      (all, decimal?: string, hex?: string, name?: string) => {
        if (name !== undefined) return signs[name.toLowerCase()] ?? all
        const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
        return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : all
      },
    )
    .replaceAll(/\s+/g, ' ')
    .trim()
}

/** What a file is called, without what says what it is. */
function stemOf(path: string): string {
  const name = nameIn(path)
  return name.replace(/\.[a-z]+$/i, '').trim()
}
