import type { Text } from '@codemirror/state'

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

const HEADING = /^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$/
const FENCE = /^ {0,3}(`{3,}|~{3,})/

/** Of one leaf: lines that are headings, unless a fence before them makes them code. */
interface LeafFacts {
  readonly words: number
  readonly marks: readonly Mark[]
}

interface Mark {
  readonly line: number
  readonly fence: string | null
  readonly heading: Omit<Heading, 'line'> | null
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
  readonly #headings: Heading[] = []
  #words = 0
  #line = 0
  #fence: string | null = null

  add({ words, marks }: LeafFacts, lines: number): void {
    this.#words += words
    for (const mark of marks) {
      if (mark.fence === null) {
        if (this.#fence === null && mark.heading !== null)
          this.#headings.push({ ...mark.heading, line: this.#line + mark.line })
      } else if (this.#fence === null) this.#fence = mark.fence
      else if (mark.fence.startsWith(this.#fence)) this.#fence = null
    }
    this.#line += lines
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
  let line = 0
  for (const text of lines) {
    words += text.match(WORDS)?.length ?? 0
    const [, fence = null] = FENCE.exec(text) ?? []
    const [all, signs = '', heading = ''] = HEADING.exec(text) ?? []
    if (fence !== null) marks.push({ line, fence, heading: null })
    else if (all !== undefined)
      marks.push({ line, fence: null, heading: { level: signs.length, words: withoutMarks(heading) } })
    line++
  }
  return { words, marks }
}

/** Of what makes words strong, links and the like only the words are left. */
function withoutMarks(words: string): string {
  return words
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*_~`=^]+(?=\S)|(?<=\S)[*_~`=^]+/g, '')
    .trim()
}
