import {
  BorderStyle,
  Document,
  type IParagraphStyleOptions,
  LineRuleType,
  Packer,
  Paragraph,
  ShadingType,
  TextRun,
} from 'docx'
import { type Format, MARKDOWN } from '../../../shared/document/format.ts'
import { Slugs } from '../../lib/slugs.ts'
import { Markdown, type Token } from '../../preview/markdown.ts'
import { readWhole, type WholeText } from '../../preview/whole-text.ts'
import { treeOf, wordsOf } from './token-tree.ts'
import { WordBlockWriter, type WordHeading } from './word-blocks.ts'
import { WordLists } from './word-lists.ts'
import type { WordImage, WordReferences } from './word-runs.ts'
import { WORD_STYLES } from './word-styles.ts'
import { safe } from './xml-text.ts'

export interface WordSource {
  readonly text: string
  readonly title: string
  /** How the text is read. */
  readonly format: Format
  /** By their addresses in the text. */
  readonly images: ReadonlyMap<string, WordImage>
}

export interface WordDocument {
  readonly bytes: Uint8Array
  /** So many tags of HTML are left out, and so many pictures are words or links. */
  readonly html: number
  readonly pictures: number
  /** So many formulas are written as in the text. */
  readonly formulas: number
  /** So many links to files of the document are only words. */
  readonly files: number
}

const CODE_FONT = 'Consolas'
const LINE = { style: BorderStyle.SINGLE, size: 6, space: 1, color: 'BBBBBB' }
const BAR = { style: BorderStyle.SINGLE, size: 18, space: 8, color: '7A8CA8' }
/** Names of languages that can be names of styles, too. */
const PLAIN_LANGUAGE = /^[a-z][\w-]{0,30}$/i

/** A text as a Word document: of Markdown what it means, of any other format one block of code. */
export async function makeWordDocument({ text, title, format, images }: WordSource): Promise<WordDocument> {
  const markdown = new Markdown({ colour: () => '', formula: () => '' })
  const isMarkdown = format.kind === MARKDOWN.kind
  const whole = readWhole(markdown, isMarkdown ? text : '')
  const headings = headingsOf(whole.tokens)
  const lost = { html: 0, picture: 0, formula: 0, file: 0 }
  const order = new Map<string, number>()
  const references: WordReferences = {
    images,
    anchors: new Map(headings.map(({ slug, anchor }) => [slug, anchor])),
    note(label) {
      const known = order.get(label)
      if (known !== undefined) return { number: known, isFirst: false }
      if (!whole.notes.has(label)) return null
      order.set(label, order.size + 1)
      return { number: order.size, isFirst: true }
    },
    lose: (what) => void lost[what]++,
  }
  const lists = new WordLists()
  const languages = new Set<string>()
  const { lang, dir } = whole.frontMatter
  const codeStyle = (language: string): string => {
    if (!PLAIN_LANGUAGE.test(language)) return WORD_STYLES.paragraphs.code.id
    languages.add(language)
    return codeStyleOf(language)
  }
  const writer = new WordBlockWriter({ references, lists, headings, dir, codeStyle })
  // Once where the text begins with it.
  const isFirst = whole.tokens[0]?.tag === 'h1' && headings[0]?.words === whole.frontMatter.title
  const front = isFirst ? '' : whole.frontMatter.title
  const children = [
    ...(front === '' ? [] : [writer.paragraph([new TextRun(safe(front))], front, { style: 'Title' })]),
    ...(isMarkdown
      ? writer.write(treeOf(whole.tokens))
      : [writer.code(text, format.kind === 'code' ? format.name.toLowerCase() : '')]),
  ]
  const document = new Document({
    title: safe(title),
    creator: '',
    styles: {
      default: {
        document: {
          run: { font: 'Calibri', size: 22, ...(lang !== '' && { language: { value: lang, bidirectional: lang } }) },
        },
      },
      paragraphStyles: [...PARAGRAPH_STYLES, ...[...languages].map(codeParagraph)],
      characterStyles: CHARACTER_STYLES,
    },
    numbering: { config: lists.definitions },
    footnotes: notesOf(whole, order, { ...references, note: () => null }, writerOfNotes(lists, dir, codeStyle)),
    sections: [{ children }],
  })
  const bytes = new Uint8Array(await Packer.toArrayBuffer(document))
  return { bytes, html: lost.html, pictures: lost.picture, formulas: lost.formula, files: lost.file }
}

interface NamedHeading extends WordHeading {
  readonly slug: string
}

function headingsOf(tokens: readonly Token[]): NamedHeading[] {
  const slugs = new Slugs()
  const headings: NamedHeading[] = []
  for (const [index, token] of tokens.entries()) {
    if (token.type !== 'heading_open') continue
    const inline = tokens[index + 1]
    const words = inline === undefined ? '' : wordsOf(treeOf([inline]))
    headings.push({
      words,
      level: Number(token.tag.slice(1)),
      anchor: `heading_${headings.length + 1}`,
      slug: slugs.of(words),
    })
  }
  return headings
}

type NoteWriter = (references: WordReferences) => WordBlockWriter

function writerOfNotes(
  lists: WordLists,
  dir: 'ltr' | 'rtl' | 'auto',
  codeStyle: (language: string) => string,
): NoteWriter {
  return (references) => new WordBlockWriter({ references, lists, headings: [], dir, codeStyle })
}

/** Those that have a mark, by their numbers. In Word they hold paragraphs alone. */
function notesOf(
  { notes }: WholeText,
  order: ReadonlyMap<string, number>,
  references: WordReferences,
  makeWriter: NoteWriter,
): Record<string, { children: Paragraph[] }> {
  const writer = makeWriter(references)
  const written = [...order].map(([label, number]) => {
    const { tokens = [], isInline = false } = notes.get(label) ?? {}
    const tree = treeOf(tokens)
    const { runs, words } = isInline ? writer.lines(tree) : { runs: [], words: '' }
    const blocks = isInline ? [writer.paragraph(runs, words)] : writer.write(tree)
    const children = blocks.filter((block) => block instanceof Paragraph)
    return [String(number), { children: children.length === 0 ? [new Paragraph({})] : children }] as const
  })
  return Object.fromEntries(written)
}

function codeStyleOf(language: string): string {
  return `${WORD_STYLES.paragraphs.code.id}-${language}`
}

const CODE_PARAGRAPH: Omit<IParagraphStyleOptions, 'id'> = {
  basedOn: 'Normal',
  run: { font: CODE_FONT, size: 19, noProof: true },
  paragraph: {
    shading: { type: ShadingType.CLEAR, color: 'auto', fill: 'F3F3F1' },
    spacing: { before: 80, after: 160 },
    keepLines: false,
  },
}

/** Named so that the language is found again where the document is read. */
function codeParagraph(language: string): IParagraphStyleOptions {
  return { ...CODE_PARAGRAPH, id: codeStyleOf(language), name: `${WORD_STYLES.paragraphs.code.name} ${language}` }
}

const { paragraphs, marked } = WORD_STYLES
const SPACED = { spacing: { after: 120 } }

const PARAGRAPH_STYLES: readonly IParagraphStyleOptions[] = [
  {
    id: 'Normal',
    name: 'Normal',
    quickFormat: true,
    // A rule has to be said: LibreOffice takes it for an exact height otherwise, and cuts off what is higher, as pictures are.
    paragraph: { spacing: { after: 120, line: 276, lineRule: LineRuleType.AUTO } },
  },
  { ...CODE_PARAGRAPH, ...named(paragraphs.code) },
  {
    ...named(paragraphs.quote),
    basedOn: 'Normal',
    run: { color: '555555' },
    paragraph: { ...SPACED, border: { left: BAR } },
  },
  {
    ...named(paragraphs.alertTitle),
    basedOn: 'Normal',
    run: { bold: true, boldComplexScript: true, color: '2C5FA8' },
    paragraph: { keepNext: true, spacing: { after: 40 }, border: { left: BAR } },
  },
  { ...named(paragraphs.alert), basedOn: 'Normal', paragraph: { ...SPACED, border: { left: BAR } } },
  { ...named(paragraphs.rule), basedOn: 'Normal', paragraph: { border: { bottom: LINE } } },
  {
    ...named(paragraphs.term),
    basedOn: 'Normal',
    run: { bold: true, boldComplexScript: true },
    paragraph: { keepNext: true, spacing: { after: 0 } },
  },
  { ...named(paragraphs.meaning), basedOn: 'Normal', paragraph: { ...SPACED, indent: { start: 400 } } },
  {
    ...named(paragraphs.formula),
    basedOn: 'Normal',
    run: { font: 'Cambria Math' },
    paragraph: { ...SPACED, indent: { start: 400 } },
  },
  { ...named(paragraphs.tableHead), basedOn: 'Normal', run: { bold: true, boldComplexScript: true } },
  { ...named(paragraphs.listText), basedOn: 'Normal', paragraph: SPACED },
]

const CHARACTER_STYLES = [
  {
    ...named(marked.code),
    run: { font: CODE_FONT, shading: { type: ShadingType.CLEAR, color: 'auto', fill: 'F3F3F1' } },
  },
  { ...named(marked.formula), run: { font: 'Cambria Math' } },
  named(marked.check),
  { ...named(marked.mark), run: { shading: { type: ShadingType.CLEAR, color: 'auto', fill: 'FBE7A8' } } },
  { ...named(marked.key), run: { font: CODE_FONT } },
]

function named({ id, name }: { readonly id: string; readonly name: string }): { id: string; name: string } {
  return { id, name }
}
