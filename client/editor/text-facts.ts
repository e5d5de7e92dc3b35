import { Text } from '@codemirror/state'
import { atOnce } from '../lib/slices.ts'

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

  /** Of a text without leaves: what a viewer has. */
  readAll(text: string): TextFacts {
    return atOnce(this.read(Text.of(text.split('\n'))))
  }

  /** To be read step by step: the first time all of it is new. */
  *read(text: Text): Generator<void, TextFacts> {
    let words = 0
    let line = 0
    let fence: string | null = null
    const headings: Heading[] = []
    for (const leaf of leavesOf(text)) {
      let facts = this.#known.get(leaf)
      if (facts === undefined) {
        facts = factsOf(leaf)
        this.#known.set(leaf, facts)
        yield
      }
      words += facts.words
      for (const mark of facts.marks) {
        if (mark.fence === null) {
          if (fence === null && mark.heading !== null) headings.push({ ...mark.heading, line: line + mark.line })
        } else if (fence === null) fence = mark.fence
        else if (mark.fence.startsWith(fence)) fence = null
      }
      line += leaf.lines
    }
    return { words, characters: text.length, headings }
  }
}

/** One for all: what is known of a leaf is true of every text that has it. */
export const textFacts = new TextFactsReader()

function* leavesOf(text: Text): Generator<Text> {
  if (text.children === null) yield text
  else for (const child of text.children) yield* leavesOf(child)
}

function factsOf(leaf: Text): LeafFacts {
  let words = 0
  const marks: Mark[] = []
  let line = 0
  for (const text of leaf.iterLines()) {
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
