import {
  AlignmentType,
  Bookmark,
  HeadingLevel,
  InternalHyperlink,
  type IParagraphOptions,
  Paragraph,
  type ParagraphChild,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx'
import { BULLETS, INDENT, MAX_LEVEL, type WordLists } from './word-lists.ts'
import { formulaRuns, linesAsRuns, runsOf, type WordReferences } from './word-runs.ts'
import { WORD_STYLES } from './word-styles.ts'
import { safe } from './xml-text.ts'
import { type TokenNode, treeOf, wordsOf } from './token-tree.ts'

export type WordBlock = Paragraph | Table

/** A heading, for contents and for links to it. */
export interface WordHeading {
  readonly words: string
  /** From 1. */
  readonly level: number
  readonly anchor: string
}

interface BlockWriterOptions {
  readonly references: WordReferences
  readonly lists: WordLists
  /** In their order in the text. */
  readonly headings: readonly WordHeading[]
  /** `auto`: each paragraph by its first letter. */
  readonly dir: 'ltr' | 'rtl' | 'auto'
  /** Languages of which blocks of code have a style of their own. */
  readonly codeStyle: (language: string) => string
}

/** What is around a block. */
interface Around {
  readonly style?: string
  /** How far it stands in, in levels of lists and quotes. */
  readonly depth: number
  /** Of the list it is in; null outside of every list. */
  readonly level: number | null
}

const HEADINGS = [
  HeadingLevel.HEADING_1,
  HeadingLevel.HEADING_2,
  HeadingLevel.HEADING_3,
  HeadingLevel.HEADING_4,
  HeadingLevel.HEADING_5,
  HeadingLevel.HEADING_6,
]
const ALIGNMENTS: Readonly<Record<string, (typeof AlignmentType)[keyof typeof AlignmentType]>> = {
  left: AlignmentType.LEFT,
  center: AlignmentType.CENTER,
  right: AlignmentType.RIGHT,
}
const { paragraphs: STYLES } = WORD_STYLES
/** Comments, programs and styles as a whole, also where nothing ends them, and of all else the tags. */
const HTML_WITHOUT_WORDS = /<!--[\s\S]*?-->|<(script|style)\b[\s\S]*?(?:<\/\1\s*>|$)|<[^>]*>/gi

/** Writes the blocks of a text as paragraphs and tables. */
export class WordBlockWriter {
  readonly #options: BlockWriterOptions
  #heading = 0

  constructor(options: BlockWriterOptions) {
    this.#options = options
  }

  write(nodes: readonly TokenNode[], around: Around = { depth: 0, level: null }): WordBlock[] {
    return nodes.flatMap((node) => this.#block(node, around))
  }

  /** A paragraph of words, in the direction that the document or the words have. */
  paragraph(children: readonly ParagraphChild[], words: string, options: IParagraphOptions = {}): Paragraph {
    return new Paragraph({ ...options, children, ...(this.#isRtl(words) && { bidirectional: true }) })
  }

  /** What stands in the lines of a block, with what it says, for its direction. */
  lines(nodes: readonly TokenNode[]): { readonly runs: ParagraphChild[]; readonly words: string } {
    const words = wordsOf(nodes)
    const marks = this.#isRtl(words) ? { rightToLeft: true } : {}
    const inline = nodes.flatMap(({ token }) => treeOf(token.type === 'inline' ? (token.children ?? []) : [token]))
    return { runs: runsOf(inline, marks, this.#options.references), words }
  }

  #block({ token, children }: TokenNode, around: Around): WordBlock[] {
    switch (token.type) {
      case 'heading_open':
        return [this.#headingOf(token.tag, children)]
      case 'paragraph_open':
        return [this.#text(children, around)]
      case 'bullet_list_open':
      case 'ordered_list_open':
        return this.#list({ token, children }, around)
      case 'blockquote_open':
        return this.write(children, { ...around, style: STYLES.quote.id, depth: around.depth + 1 })
      case 'alert_open':
      case 'details_open':
        return this.write(children, { ...around, style: STYLES.alert.id })
      case 'alert_title': {
        const title = token.content.charAt(0).toUpperCase() + token.content.slice(1).toLowerCase()
        return [this.paragraph([new TextRun(title)], '', { style: STYLES.alertTitle.id })]
      }
      case 'alert_title_open':
        return [this.#text(children, { ...around, style: STYLES.alertTitle.id })]
      case 'fence':
      case 'code_block':
        return [this.code(token.content, token.info.trim().split(/\s+/)[0] ?? '', around)]
      case 'hr':
        return [new Paragraph({ style: STYLES.rule.id, thematicBreak: true })]
      case 'table_open':
        return [this.#table(children)]
      case 'dl_open':
        return this.write(children, around)
      case 'dt_open':
        return [this.#text(children, { ...around, style: STYLES.term.id })]
      case 'dd_open':
        return this.write(children, { ...around, style: STYLES.meaning.id })
      case 'math_block':
        return [
          new Paragraph({
            style: STYLES.formula.id,
            children: formulaRuns(token.content.trim(), true, {}, this.#options.references),
          }),
        ]
      case 'contents':
        return this.#contents()
      case 'html_block':
        return this.#html(token.content, around)
      case 'inline':
        return [this.#text([{ token, children }], around)]
      default:
        return this.write(children, around)
    }
  }

  #headingOf(tag: string, children: readonly TokenNode[]): Paragraph {
    const known = this.#options.headings[this.#heading++]
    const { runs, words } = this.lines(children)
    const heading = HEADINGS[Number(tag.slice(1)) - 1] ?? HeadingLevel.HEADING_6
    const named = known === undefined ? runs : [new Bookmark({ id: known.anchor, children: runs })]
    return this.paragraph(named, words, { heading })
  }

  #text(children: readonly TokenNode[], { style, depth, level }: Around): Paragraph {
    const { runs, words } = this.lines(children)
    const inner = style ?? (level === null ? undefined : STYLES.listText.id)
    return this.paragraph(runs, words, {
      ...(inner !== undefined && { style: inner }),
      ...(depth > 0 && { indent: { start: depth * INDENT } }),
    })
  }

  #list({ token, children }: TokenNode, around: Around): WordBlock[] {
    const level = Math.min(MAX_LEVEL, around.level === null ? 0 : around.level + 1)
    const { lists } = this.#options
    const isOrdered = token.type === 'ordered_list_open'
    const reference = isOrdered ? lists.numbers(Number(token.attrGet('start') ?? 1), level) : BULLETS
    const instance = lists.next()
    return children.flatMap((item) => {
      const [first, ...rest] = item.children
      const isText = first?.token.type === 'paragraph_open'
      const { runs, words } = this.lines(isText ? first.children : [])
      const numbering = { reference, level, instance }
      const head = this.paragraph(runs, words, { numbering })
      const below = { depth: around.depth + 1, level }
      return [head, ...this.write(isText ? rest : item.children, below)]
    })
  }

  /** One paragraph, so that it stays one block. Code is written from left to right everywhere. */
  code(content: string, language: string, { depth }: Pick<Around, 'depth'> = { depth: 0 }): Paragraph {
    const code = content.replace(/\n$/, '').replaceAll('\t', '    ')
    return new Paragraph({
      style: this.#options.codeStyle(language),
      children: linesAsRuns(code, {}),
      ...(depth > 0 && { indent: { left: depth * INDENT } }),
    })
  }

  #table(parts: readonly TokenNode[]): Table {
    const rows = parts.flatMap(({ token, children }) =>
      children.map((row) => ({ isHead: token.type === 'thead_open', cells: row.children })),
    )
    return new Table({
      width: { size: 100, type: WidthType.PERCENTAGE },
      ...(this.#isRtl(wordsOf(parts)) && { visuallyRightToLeft: true }),
      rows: rows.map(
        ({ isHead, cells }) =>
          new TableRow({
            tableHeader: isHead,
            cantSplit: true,
            children: cells.map((cell) => new TableCell({ children: [this.#cell(cell, isHead)] })),
          }),
      ),
    })
  }

  #cell({ token, children }: TokenNode, isHead: boolean): Paragraph {
    const { runs, words } = this.lines(children)
    const align = /text-align:\s*(\w+)/.exec(token.attrGet('style') ?? '')?.[1]
    const alignment = align === undefined ? undefined : ALIGNMENTS[align]
    const style = isHead ? { style: STYLES.tableHead.id } : {}
    return this.paragraph(runs, words, { ...style, ...(alignment !== undefined && { alignment }) })
  }

  #contents(): Paragraph[] {
    const { headings } = this.#options
    const top = Math.min(...headings.map(({ level }) => level))
    return headings.map(({ words, level, anchor }) => {
      const run = new TextRun({
        text: safe(words),
        style: 'Hyperlink',
        ...(this.#isRtl(words) && { rightToLeft: true }),
      })
      const indent = { start: (level - top) * INDENT }
      return this.paragraph([new InternalHyperlink({ children: [run], anchor })], words, { indent })
    })
  }

  /** Its words at least. */
  #html(content: string, around: Around): Paragraph[] {
    const words = content.replaceAll(HTML_WITHOUT_WORDS, ' ').trim()
    if (/<[a-z]/i.test(content)) this.#options.references.lose('html')
    if (words === '') return []
    const options = around.style === undefined ? {} : { style: around.style }
    return words
      .split(/\n\s*\n/)
      .map((part) => this.paragraph([new TextRun(safe(part.replaceAll(/\s+/g, ' ')))], part, options))
  }

  #isRtl(words: string): boolean {
    const { dir } = this.#options
    return dir === 'auto' ? startsRtl(words) : dir === 'rtl'
  }
}

/** Whether the first letter of a text belongs to a script that is written from right to left. */
export function startsRtl(text: string): boolean {
  const first = /\p{L}/u.exec(text)?.[0] ?? ''
  return /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFF]|[\u{10800}-\u{10FFF}]|[\u{1E800}-\u{1EEFF}]/u.test(first)
}
