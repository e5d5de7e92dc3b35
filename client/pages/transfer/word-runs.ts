import {
  CheckBox,
  ExternalHyperlink,
  FootnoteReferenceRun,
  ImageRun,
  InternalHyperlink,
  type IRunOptions,
  type ParagraphChild,
  TextRun,
} from 'docx'
import { fileIdOf } from '../../../shared/files/file-address.ts'
import { formulaCheck } from './formula-check.ts'
import { type TokenNode, treeOf, wordsOf } from './token-tree.ts'
import { wordFormula } from './word-math.ts'
import { WORD_STYLES } from './word-styles.ts'
import { safe } from './xml-text.ts'

/** A picture as Word takes it, in CSS pixels. */
export interface WordImage {
  readonly type: 'png' | 'jpg' | 'gif'
  readonly data: Uint8Array
  readonly width: number
  readonly height: number
}

/** What the words of a document refer to. */
export interface WordReferences {
  /** By their addresses in the text. */
  readonly images: ReadonlyMap<string, WordImage>
  /** Names of places by the headings' own: `#words`. */
  readonly anchors: ReadonlyMap<string, string>
  /** The number of a note, and whether it is the first time that one is asked for; null where there are none, as in a note. */
  note(label: string): { readonly number: number; readonly isFirst: boolean } | null
  /** Something is not in the Word document. */
  lose(what: 'html' | 'picture' | 'formula' | 'file'): void
}

type Marks = Omit<IRunOptions, 'text' | 'children' | 'break'>

/** As wide as a page, and no higher than one, in pixels at 96 to the inch. */
const MAX_WIDTH = 600
const MAX_HEIGHT = 800

const OPENINGS: Readonly<Record<string, Marks>> = {
  strong_open: { bold: true, boldComplexScript: true },
  em_open: { italics: true, italicsComplexScript: true },
  s_open: { strike: true },
  mark_open: { style: WORD_STYLES.marked.mark.id },
  ins_open: { underline: {} },
  sub_open: { subScript: true },
  sup_open: { superScript: true },
}

/** The few tags that people write into Markdown, since it has nothing else for them. */
const TAGS: Readonly<Record<string, Marks>> = {
  b: { bold: true, boldComplexScript: true },
  strong: { bold: true, boldComplexScript: true },
  i: { italics: true, italicsComplexScript: true },
  em: { italics: true, italicsComplexScript: true },
  s: { strike: true },
  del: { strike: true },
  u: { underline: {} },
  ins: { underline: {} },
  sub: { subScript: true },
  sup: { superScript: true },
  mark: { style: WORD_STYLES.marked.mark.id },
  kbd: { style: WORD_STYLES.marked.key.id },
  code: { style: WORD_STYLES.marked.code.id },
}

/** What stands in them is for programs to read. */
const WORDLESS: ReadonlySet<string> = new Set(['script', 'style'])

/** What stands in a line, as runs of a paragraph. */
export function runsOf(nodes: readonly TokenNode[], marks: Marks, references: WordReferences): ParagraphChild[] {
  const runs: ParagraphChild[] = []
  /** Tags that are open, from the outermost on. */
  const tags: string[] = []
  for (const { token, children } of nodes) {
    if (tags.some((tag) => WORDLESS.has(tag)) && !/^<\/(?:script|style)\b/i.test(token.content)) continue
    const now: Marks = Object.assign({}, marks, ...tags.map((tag) => TAGS[tag] ?? {}))
    const opening = OPENINGS[token.type]
    if (opening !== undefined) runs.push(...runsOf(children, { ...now, ...opening }, references))
    else if (token.type === 'html_inline') runs.push(...readTag(token.content, tags, now, references))
    else if (token.type === 'link_open') runs.push(...linkRuns(token.attrGet('href') ?? '', children, now, references))
    else runs.push(...plainRuns(token, now, references))
  }
  return runs
}

/** A text with its line breaks. */
export function linesAsRuns(text: string, marks: Marks): TextRun[] {
  return text
    .split('\n')
    .map((line, index) => new TextRun({ ...marks, text: safe(line), ...(index > 0 && { break: 1 }) }))
}

/** A formula, and what it was made of, which nobody sees: whoever imports the document again has it. Or that alone, to be seen. */
export function formulaRuns(
  source: string,
  isBlock: boolean,
  marks: Marks,
  references: Pick<WordReferences, 'lose'>,
): ParagraphChild[] {
  const formula = wordFormula(source, isBlock)
  if (formula !== null) {
    const check = new TextRun({ style: WORD_STYLES.marked.check.id, vanish: true, text: formulaCheck(formula) })
    return [formula, ...linesAsRuns(source, { ...marks, vanish: true }), check]
  }
  references.lose('formula')
  return linesAsRuns(source, marks)
}

function plainRuns(token: TokenNode['token'], marks: Marks, references: WordReferences): ParagraphChild[] {
  switch (token.type) {
    case 'softbreak':
      return [new TextRun({ ...marks, text: ' ' })]
    case 'hardbreak':
      return [new TextRun({ ...marks, break: 1 })]
    case 'code_inline':
      return [new TextRun({ ...marks, style: WORD_STYLES.marked.code.id, text: safe(token.content) })]
    case 'math_inline':
    case 'math_block':
      return formulaRuns(token.content.trim(), false, { ...marks, style: WORD_STYLES.marked.formula.id }, references)
    case 'checkbox_input':
      return [new CheckBox({ checked: token.attrGet('checked') !== null })]
    case 'image':
      return imageRuns(token, marks, references)
    case 'footnote_ref':
      return noteRuns((token.meta as { readonly label?: string }).label ?? '', marks, references)
    default:
      return token.content === '' ? [] : [new TextRun({ ...marks, text: safe(token.content) })]
  }
}

function readTag(tag: string, open: string[], marks: Marks, references: WordReferences): ParagraphChild[] {
  const [, end = '', name = ''] = /^<(\/?)([a-z][\w-]*)/i.exec(tag) ?? []
  const known = name.toLowerCase()
  if (known === 'br') return [new TextRun({ ...marks, break: 1 })]
  if (known === 'img') references.lose('picture')
  else if (!(known in TAGS)) references.lose('html')
  if (!(known in TAGS) && !WORDLESS.has(known)) return []
  if (end === '') open.push(known)
  else if (open.includes(known)) open.splice(open.lastIndexOf(known), 1)
  return []
}

function linkRuns(
  address: string,
  children: readonly TokenNode[],
  marks: Marks,
  references: WordReferences,
): ParagraphChild[] {
  const runs = runsOf(children, { ...marks, style: 'Hyperlink' }, references)
  if (address.startsWith('#')) {
    const anchor = references.anchors.get(decoded(address.slice(1)))
    return anchor === undefined
      ? runsOf(children, marks, references)
      : [new InternalHyperlink({ children: runs, anchor })]
  }
  if (fileIdOf(address) !== null) references.lose('file')
  if (!/^(?:https?|mailto|tel):/i.test(address)) return runsOf(children, marks, references)
  return [new ExternalHyperlink({ children: runs, link: safe(address) })]
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

function imageRuns(token: TokenNode['token'], marks: Marks, references: WordReferences): ParagraphChild[] {
  const address = token.attrGet('src') ?? ''
  const words = safe(wordsOf(treeOf(token.children ?? [])))
  const image = references.images.get(decoded(address))
  if (image !== undefined) {
    const scale = Math.min(1, MAX_WIDTH / image.width, MAX_HEIGHT / image.height)
    const size = { width: Math.round(image.width * scale), height: Math.round(image.height * scale) }
    const altText = { name: words || 'Picture', description: words, title: words }
    return [new ImageRun({ type: image.type, data: image.data, transformation: size, altText })]
  }
  references.lose('picture')
  if (!/^https?:/i.test(address)) return words === '' ? [] : [new TextRun({ ...marks, text: words })]
  const run = new TextRun({ ...marks, style: 'Hyperlink', text: words || safe(address) })
  return [new ExternalHyperlink({ children: [run], link: safe(address) })]
}

/** Word has each note once: a second mark for it is only its number. */
function noteRuns(label: string, marks: Marks, references: WordReferences): ParagraphChild[] {
  const note = references.note(label)
  if (note === null) return []
  if (note.isFirst) return [new FootnoteReferenceRun(note.number)]
  return [new TextRun({ ...marks, superScript: true, text: String(note.number) })]
}
