import type { Text } from '@codemirror/state'
import { beginsFrontMatter, FRONT_MATTER_END, MAX_FRONT_MATTER_LINES } from '../../shared/document/front-matter.ts'

export interface Heading {
  readonly level: number
  /** Without its signs, as a reader sees it. */
  readonly words: string
  /** From 0. */
  readonly line: number
}

/** What can be told of a text without reading its Markdown as a whole. */
export interface TextFacts {
  readonly words: number
  readonly characters: number
  readonly headings: readonly Heading[]
}

/** Signs of which each is read as a word, or what is between spaces and punctuation. */
const WORDS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])[\p{L}\p{N}\p{M}'’_])+/gu

const HEADING = /^ {0,3}(#{1,6})(?=[ \t]|$)/
const FENCE = /^ {0,3}(`{3,}|~{3,})/
/** Below a paragraph it makes a heading of it. */
const UNDERLINE = /^ {0,3}(?:=+|-+)[ \t]*$/
const RULE = /^ {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$/
/** What begins something else than a paragraph, and ends one: a list item, a quote, HTML. */
const OTHER = /^ {0,3}(?:[-*+](?:\s|$)|>|\d{1,9}[.)](?:\s|$)|<[a-z!/?])/i
/** Below a paragraph it goes on with it; elsewhere it is code. */
const INDENTED = /^(?: {4}|\t)/
/** Nobody reads more of a heading. */
const MAX_WORDS_LENGTH = 1_000

/** Of one leaf: lines that are headings, unless what stands before them says otherwise. */
interface LeafFacts {
  readonly words: number
  readonly marks: readonly Mark[]
  /** Lines of text with which it begins: they may belong to a paragraph that began before it. */
  readonly lead: { readonly words: string; readonly isAll: boolean; readonly underline: Mark | null }
  /** The paragraph that may go on behind it. */
  readonly tail: Paragraph | null
  readonly beginsFront: boolean
}

interface Mark {
  readonly line: number
  readonly fence: string | null
  readonly heading: Heading | null
  /** Ends the properties of a document that has some. */
  readonly endsFront: boolean
  /** The level of which an underline makes the paragraph above it; null for everything else. */
  readonly underline: number | null
}

/** `isPlain`: not one of a list or a quote, which no underline makes a heading. */
interface Paragraph {
  readonly line: number
  readonly words: string
  readonly isPlain: boolean
}

/**
 * Facts of one text after the other. CodeMirror's texts share the leaves that did not change, so what was counted once is kept,
 * and a key costs a few lines, in a text of any length.
 */
export class TextFactsReader {
  readonly #known = new WeakMap<Text, LeafFacts>()

  /** Of a text without leaves: what a viewer has, without an editor. */
  readAll(text: string): TextFacts {
    const lines = text.split('\n')
    const sum = new Sum()
    sum.add(factsOf(lines), lines.length)
    return sum.facts(text.length)
  }

  /** To be read step by step: the first time all of it is new. */
  *read(text: Text): Generator<void, TextFacts> {
    const sum = new Sum()
    for (const leaf of leavesOf(text)) {
      let facts = this.#known.get(leaf)
      if (facts === undefined) {
        facts = factsOf(leaf.iterLines())
        this.#known.set(leaf, facts)
        yield
      }
      sum.add(facts, leaf.lines)
    }
    return sum.facts(text.length)
  }
}

/** What the leaves of a text come to, one after the other. */
class Sum {
  #headings: Heading[] = []
  #words = 0
  #line = 0
  #fence: string | null = null
  #isFront = false
  #paragraph: Paragraph | null = null

  add({ words, marks, lead, tail, beginsFront }: LeafFacts, lines: number): void {
    this.#words += words
    if (this.#line === 0) this.#isFront = beginsFront
    const before = this.#fence === null ? this.#paragraph : null
    for (const mark of marks) this.#mark(mark, mark === lead.underline ? before : null, lead.words)
    if (this.#fence !== null) this.#paragraph = null
    else if (before === null || !lead.isAll) this.#paragraph = tail && { ...tail, line: this.#line + tail.line }
    else this.#paragraph = { ...before, words: joined(before.words, lead.words) }
    this.#line += lines
  }

  /** `before` is the paragraph that a leaf's first lines belong to, if the mark ends it. */
  #mark(mark: Mark, before: Paragraph | null, lead: string): void {
    const line = this.#line + mark.line
    if (this.#isFront && mark.endsFront && line > 0 && line < MAX_FRONT_MATTER_LINES) {
      // What looked like headings until here are properties.
      this.#isFront = false
      this.#headings = []
      this.#fence = null
    } else if (mark.fence !== null) {
      if (this.#fence === null) this.#fence = mark.fence
      else if (mark.fence.startsWith(this.#fence)) this.#fence = null
    } else if (this.#fence !== null) {
      return
    } else if (before !== null && mark.underline !== null) {
      if (before.isPlain)
        this.#headings.push({
          level: mark.underline,
          words: withoutMarks(joined(before.words, lead)),
          line: before.line,
        })
    } else if (mark.heading !== null) {
      this.#headings.push({ ...mark.heading, line: this.#line + mark.heading.line })
    }
  }

  facts(characters: number): TextFacts {
    return { words: this.#words, characters, headings: this.#headings }
  }
}

/** One for all: what is known of a leaf is true of every text that has it. */
export const textFacts = new TextFactsReader()

function* leavesOf(text: Text): Generator<Text> {
  if (text.children === null) yield text
  else for (const child of text.children) yield* leavesOf(child)
}

function factsOf(lines: Iterable<string>): LeafFacts {
  let words = 0
  const marks: Mark[] = []
  let paragraph: Paragraph | null = null
  let lead: LeafFacts['lead'] | null = null
  let leadWords = ''
  let first = ''
  let beginsFront = false
  let line = 0
  for (const text of lines) {
    words += text.match(WORDS)?.length ?? 0
    if (line === 0) first = text
    else if (line === 1) beginsFront = beginsFrontMatter(first, text)
    const mark = markOf(text, line, paragraph)
    if (mark !== null) marks.push(mark)
    const isText = mark === null && text.trim() !== ''
    if (isText && !OTHER.test(text)) {
      if (lead === null) leadWords = joined(leadWords, text.trim())
      if (paragraph !== null || !INDENTED.test(text)) paragraph = withLine(paragraph, text, line)
    } else {
      lead ??= { words: leadWords, isAll: false, underline: mark !== null && mark.underline !== null ? mark : null }
      // Text below it belongs to the item or the quote.
      paragraph = isText ? { line, words: '', isPlain: false } : null
    }
    line++
  }
  lead ??= { words: leadWords, isAll: true, underline: null }
  return { words, marks, lead, tail: paragraph, beginsFront }
}

function markOf(text: string, line: number, paragraph: Paragraph | null): Mark | null {
  const [, fence = null] = FENCE.exec(text) ?? []
  const endsFront = FRONT_MATTER_END.test(text)
  if (fence !== null) return { line, fence, heading: null, endsFront, underline: null }
  if (UNDERLINE.test(text)) {
    const level = text.includes('=') ? 1 : 2
    const isHeading = paragraph !== null && paragraph.isPlain
    const heading = isHeading ? { level, words: withoutMarks(paragraph.words), line: paragraph.line } : null
    return { line, fence, heading, endsFront, underline: level }
  }
  const [all, signs = ''] = HEADING.exec(text) ?? []
  if (all !== undefined) {
    const found = { level: signs.length, words: withoutMarks(unclosed(text.slice(all.length))), line }
    return { line, fence, heading: found, endsFront, underline: null }
  }
  return endsFront || RULE.test(text) ? { line, fence, heading: null, endsFront, underline: null } : null
}

/** The words of a heading without the signs that may close it. By hand: a pattern would look again for each space. */
function unclosed(text: string): string {
  const words = text.trim()
  let end = words.length
  while (words[end - 1] === '#') end--
  return end === 0 || /[ \t]/.test(words.charAt(end - 1)) ? words.slice(0, end).trimEnd() : words
}

function withLine(paragraph: Paragraph | null, text: string, line: number): Paragraph {
  if (paragraph === null) return { line, words: text.trim(), isPlain: true }
  return paragraph.isPlain ? { ...paragraph, words: joined(paragraph.words, text.trim()) } : paragraph
}

function joined(words: string, more: string): string {
  return words.length > MAX_WORDS_LENGTH || more === '' ? words : `${words} ${more}`.trimStart()
}

/** Of what makes words strong, links and the like only the words are left. */
function withoutMarks(words: string): string {
  return words
    .slice(0, MAX_WORDS_LENGTH)
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*_~`=^]+(?=\S)|(?<=\S)[*_~`=^]+/g, '')
    .trim()
}
