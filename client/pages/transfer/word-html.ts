import { zipSync } from 'fflate'
import { convertToHtml, images } from 'mammoth'
import { unpackArchive } from './archive-entries.ts'
import { otherFormulas } from './formula-check.ts'
import { MAX_PICTURE_BYTES } from './import-limits.ts'
import { WORD_STYLES } from './word-styles.ts'

export interface WordPicture {
  /** Its address in the HTML. */
  readonly address: string
  readonly bytes: Uint8Array
}

/** What a Word document has and Markdown has not, by how often; 0 for what it does not have. */
export interface WordLosses {
  readonly comments: number
  readonly deletions: number
  /** Formulas of ours that are not as they were written. */
  readonly changedFormulas: number
  /** Formulas that were made elsewhere. */
  readonly foreignFormulas: number
  readonly headersAndFooters: number
  /** Names of styles that say nothing in Markdown. */
  readonly styles: readonly string[]
  /** Whatever else was not understood, as the reader of it says. */
  readonly others: readonly string[]
}

export interface WordHtml {
  readonly html: string
  readonly pictures: readonly WordPicture[]
  readonly losses: WordLosses
}

/** How the styles of `word-document.ts`, and some that others use, are read. */
const STYLE_MAP = [
  ...Object.values(WORD_STYLES.marked).map(({ name, html }) => `r[style-name='${name}'] => ${html}`),
  ...Object.values(WORD_STYLES.paragraphs).map(({ name, html }) => `p[style-name='${name}'] => ${html}`),
  "p[style-name='Title'] => h1:fresh",
  "p[style-name='Subtitle'] => p:fresh",
  "p[style-name='Intense Quote'] => blockquote > p:fresh",
  "p[style-name='Quotations'] => blockquote > p:fresh",
  "p[style-name='HTML Preformatted'] => pre:separator('\\n')",
  "p[style-name='Preformatted Text'] => pre:separator('\\n')",
  "p[style-name='Source Code'] => pre:separator('\\n')",
  "r[style-name='Verbatim Char'] => code",
  "r[style-name='HTML Code'] => code",
  "r[style-name='Source Text'] => code",
  "r[style-name='Emphasis'] => em",
  'strike => del',
]

/** A Word document as HTML; null when it is none, or would be too large. Rejects when it cannot be read. */
export async function wordToHtml(bytes: Uint8Array): Promise<WordHtml | null> {
  const unpacked = unpackArchive(bytes, () => MAX_PICTURE_BYTES)
  if (!unpacked.ok) return null
  const files = Object.fromEntries(unpacked.entries.map(({ path, bytes: content }) => [path, content]))
  if (files['word/document.xml'] === undefined) return null
  // Packed again by ourselves: the sizes that it says are true then.
  const archive = zipSync(files, { level: 0 })
  const pictures: WordPicture[] = []
  const convertImage = images.imgElement(async (image) => {
    const address = `picture-${pictures.length + 1}.${endingOf(image.contentType)}`
    pictures.push({ address, bytes: new Uint8Array(await image.readAsArrayBuffer()) })
    return { src: address }
  })
  // In browsers it is asked for by the one name, in Node by the other.
  const input = { arrayBuffer: archive.buffer, buffer: archive as Buffer }
  const styleMap = [...STYLE_MAP, ...codeStylesIn(files['word/styles.xml'])]
  const { value, messages } = await convertToHtml(input, { styleMap, convertImage })
  return {
    html: value,
    pictures,
    losses: lossesOf(
      files,
      messages.map(({ message }) => message),
    ),
  }
}

/** A style for the code of one language is called after it. */
function codeStylesIn(styles: Uint8Array | undefined): string[] {
  const names = new TextDecoder().decode(styles).matchAll(/w:name w:val="Code Block ([a-z][\w-]*)"/gi)
  return [...names].map(
    ([, language = '']) => `p[style-name='Code Block ${language}'] => pre.language-${language}:fresh`,
  )
}

/** A box to be ticked, which is read; the sign that shows it is told of besides as one that is not. */
const CONTROL = /<w:sdt>(?:(?!<w:sdt>)[^]){0,2000}?<\/w:sdt>/g

function hasSignsBesideBoxes(xml: string): boolean {
  return xml.replaceAll(CONTROL, (control) => (control.includes('<w14:checkbox>') ? '' : control)).includes('<w:sym ')
}

function count(xml: string, element: string): number {
  return xml.split(`<w:${element} `).length - 1
}

function endingOf(type: string): string {
  return /^image\/(?:x-)?([a-z]+)/.exec(type)?.[1] ?? 'bin'
}

function lossesOf(files: Readonly<Record<string, Uint8Array>>, messages: readonly string[]): WordLosses {
  const text = (path: string): string => new TextDecoder().decode(files[path] ?? new Uint8Array())
  const main = text('word/document.xml')
  const edges = Object.keys(files).filter((path) => /^word\/(?:header|footer)\d*\.xml$/.test(path))
  const styles = messages.flatMap((message) => /style: ['"]?([^'"(]+)['"]? \(/.exec(message)?.[1]?.trim() ?? [])
  // Of formulas that Weft made, what they were made of is there and is read; it does not follow what is changed in them.
  const parts = ['document', 'footnotes', 'endnotes'].map((part) => text(`word/${part}.xml`))
  const formulas = parts.map(otherFormulas)
  const areCounted = parts.some((part) => part.includes('<m:oMath>'))
  const signsAreBoxes = !parts.some(hasSignsBesideBoxes)
  const others = messages.filter(
    (message) =>
      !/^Unrecognised (?:paragraph|run|table) style/.test(message) &&
      !(areCounted && /\boMath(?:Para)?\b/.test(message)) &&
      !(signsAreBoxes && message.startsWith('A w:sym element')),
  )
  return {
    comments: count(text('word/comments.xml'), 'comment'),
    deletions: count(main, 'del'),
    changedFormulas: formulas.reduce((sum, { changed }) => sum + changed, 0),
    foreignFormulas: formulas.reduce((sum, { foreign }) => sum + foreign, 0),
    headersAndFooters: edges.filter((path) => /<w:t[ >]/.test(text(path))).length,
    styles: [...new Set(styles)],
    others: [...new Set(others)],
  }
}
