import { frontMatterLines } from '../../shared/document/front-matter.ts'
import { type FrontMatter, readFrontMatter } from './front-matter.ts'
import { escapeText } from './escape-text.ts'
import { frontMatterHtml } from './front-matter-html.ts'
import { groupBlocks } from './html-groups.ts'
import { type Markdown, type ParsedBlock, type References, referencesOf } from './markdown.ts'
import { CONTAINER_LINES } from './read-containers.ts'
import { FORMULA_LINES } from './read-formulas.ts'
import type { RenderedBlock, SlidePart, Splice, TextChange } from './messages.ts'
import { LineList } from './line-list.ts'
import { type ShownDocument, splicesBetween } from './shown-document.ts'
import { nearEachOther } from './text-changes.ts'
import { withoutNotes } from './slide-ranges.ts'

interface Block {
  /** All of its lines. Blocks of the same source and references have the same HTML. */
  readonly source: string
  line: number
  readonly links: ParsedBlock['links']
  readonly notes: readonly string[]
  /** By how many HTML elements it opens more than it closes. */
  readonly depth: number
  readonly kind?: RenderedBlock['kind']
  /** Null until it is rendered. */
  html: string | null
  /** Whether it is to be rendered again when more is here; see `LazyParts`. */
  isComplete: boolean
}

/** A change can alter how the block before it ends, and that one's beginning what the one before it is. */
const BLOCKS_BEFORE = 2

/** So many lines behind a change are read first: nearly always the blocks are the same again soon. */
const NEAR_LINES = 600
/** No rule looks further ahead to say where a block ends. */
const LOOKAHEAD_LINES = Math.max(FORMULA_LINES, CONTAINER_LINES)

/** So much text is rendered before the first of it is shown. */
const BATCH_LENGTH = 30_000

/**
 * The blocks of one text as HTML, and what becomes of them when the text changes: only blocks that changed are read and
 * rendered again. HTML that is not safe yet.
 */
export class RenderedDocument implements ShownDocument {
  readonly #markdown: Markdown
  readonly #part: SlidePart | null
  #lineList = new LineList('')
  #frontMatter: FrontMatter = readFrontMatter('')
  #frontLines = 0
  #blocks: Block[] = []
  #references: References = { links: {}, notes: [] }
  #shown: readonly RenderedBlock[] = []

  /** @param part What of the slides is shown, if `markdown` reads them; null: everything. */
  constructor(markdown: Markdown, part: SlidePart | null = null) {
    this.#markdown = markdown
    this.#part = part
  }

  get frontMatter(): FrontMatter {
    return this.#frontMatter
  }

  /** Everything that is shown, for whoever has nothing of it yet. */
  get shown(): readonly RenderedBlock[] {
    return this.#shown
  }

  /** Whether nothing of it waits for something that is still to come. */
  get isComplete(): boolean {
    return this.#blocks.every(({ html, isComplete }) => html !== null && isComplete)
  }

  get lines(): readonly string[] {
    return this.#lineList.lines
  }

  /** Takes a whole text. What is there comes piece by piece, the first soon. */
  *open(text: string): Generator<readonly Splice[]> {
    this.#lineList = new LineList(text)
    this.#readFront()
    this.#blocks = [...this.#blocksOf(this.#frontLines, this.lines.length)]
    this.#references = referencesOf(this.#blocks)
    let length = 0
    for (const [index, block] of this.#blocks.entries()) {
      this.#render(block)
      length += block.source.length
      if (length < BATCH_LENGTH) continue
      length = 0
      yield this.#show(this.#blocks.slice(0, index + 1), 0)
    }
    yield this.#show(this.#blocks, 0)
  }

  change(changes: readonly TextChange[]): readonly Splice[] {
    const shift = nearEachOther(changes).reduce((sum, near) => sum + this.#read(near), 0)
    for (const block of this.#blocks) this.#render(block)
    return this.#show(this.#blocks, shift)
  }

  /** Reads again what is about these changes; by how many lines the end of the text has moved. */
  #read(changes: readonly TextChange[]): number {
    const { length } = this.lines
    const { same, sameEnd } = this.#lineList.change(changes)
    const shift = this.lines.length - length
    const { breaks } = this.#frontMatter
    const frontChanged = this.#readFront() || same < this.#frontLines
    if (breaks !== this.#frontMatter.breaks) for (const block of this.#blocks) block.html = null
    const from = frontChanged ? 0 : this.#firstTouched(same)
    const { parsed, to } = this.#readUntilSame(from, this.lines.length - sameEnd, shift)

    const removed = this.#blocks.slice(from, to)
    const behind = this.#blocks.slice(to)
    if (shift !== 0) for (const block of behind) block.line += shift
    this.#blocks = [...this.#blocks.slice(0, from), ...parsed, ...behind]
    const isSame = ![...removed, ...parsed].some(definesSomething) || !this.#refer()
    const known = new Map(isSame ? removed.map((block) => [block.source, block]) : [])
    for (const block of parsed) {
      block.html = known.get(block.source)?.html ?? null
      block.isComplete = known.get(block.source)?.isComplete ?? false
    }
    return shift
  }

  /** Renders what was waiting for something that is here now. */
  again(): readonly Splice[] {
    for (const block of this.#blocks) {
      if (!block.isComplete) block.html = null
      this.#render(block)
    }
    return this.#show(this.#blocks, 0)
  }

  /** Reads the front matter; answers whether it is where it was. */
  #readFront(): boolean {
    const count = frontMatterLines(this.lines)
    const changed = count !== this.#frontLines
    this.#frontLines = count
    this.#frontMatter = readFrontMatter(this.lines.slice(1, Math.max(1, count - 1)).join('\n'))
    return changed
  }

  /** The index of the block at which reading begins again after a change in `line`. */
  #firstTouched(line: number): number {
    return Math.max(
      0,
      this.#firstFrom(Math.min(this.#firstFormula(line), this.#firstContainer(line))) - 1 - BLOCKS_BEFORE,
    )
  }

  /** The first line that may begin a formula whose end is in `line`; `line` where none does. */
  #firstFormula(line: number): number {
    let first = line
    for (let at = line - 1; at >= 0 && at > line - FORMULA_LINES; at--) {
      const text = this.lines[at] ?? ''
      if (/^[ \t]*$/.test(text)) break
      if (text.includes('$$')) first = at
    }
    return first
  }

  /** The first line that may begin a container whose end is in `line`; `line` where none does. */
  #firstContainer(line: number): number {
    const from = Math.max(0, line - CONTAINER_LINES)
    const found = this.lines.slice(from, line).findIndex((text) => text.includes(':::'))
    return found === -1 ? line : from + found
  }

  /** The index of the first block that begins in `line` or behind it. */
  #firstFrom(line: number): number {
    let low = 0
    let high = this.#blocks.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#blocks[middle]?.line ?? 0) < line) low = middle + 1
      else high = middle
    }
    return low
  }

  /** Reads from block `from` on, until blocks begin where they did before; `to` is the first that is kept. */
  #readUntilSame(from: number, changedEnd: number, shift: number): { parsed: Block[]; to: number } {
    const start = from === 0 ? this.#frontLines : (this.#blocks[from]?.line ?? this.#frontLines)
    const near = Math.min(this.lines.length, changedEnd + NEAR_LINES)
    for (const end of new Set([near, this.lines.length])) {
      const parsed: Block[] = []
      for (const block of this.#blocksOf(start, end)) {
        const index = this.#firstFrom(block.line - shift)
        const isKnown = this.#blocks[index]?.line === block.line - shift && index >= from
        const certain = end === this.lines.length || block.line < end - LOOKAHEAD_LINES
        if (certain && block.line >= changedEnd && isKnown) return { parsed, to: index }
        parsed.push(block)
      }
      if (end === this.lines.length) return { parsed, to: this.#blocks.length }
    }
    return { parsed: [], to: this.#blocks.length }
  }

  *#blocksOf(start: number, end: number): Generator<Block> {
    const lines = this.lines.slice(start, end)
    for (const { line, endLine, tokens, links, notes } of this.#markdown.readBlocks(lines.join('\n'))) {
      const isLast = start + endLine >= this.lines.length
      const source = lines.slice(line, endLine).join('\n') + (isLast ? '' : '\n')
      const kind = this.#markdown.slides ? kindOf(tokens) : undefined
      yield {
        source,
        line: start + line,
        links,
        notes,
        depth: depthOf(tokens),
        kind,
        html: null,
        isComplete: false,
      }
    }
  }

  /** What the text defines may have changed: then whatever might refer to it is rendered again. Answers whether it has. */
  #refer(): boolean {
    const references = referencesOf(this.#blocks)
    if (JSON.stringify(references) === JSON.stringify(this.#references)) return false
    this.#references = references
    for (const block of this.#blocks) if (block.source.includes('[')) block.html = null
    return true
  }

  #render(block: Block): void {
    if (block.html !== null) return
    try {
      const [parsed] = this.#markdown.readBlocks(block.source)
      const rendered = this.#markdown.renderBlock(parsed?.tokens ?? [], this.#references, this.#frontMatter.breaks)
      block.html = rendered.html
      block.isComplete = rendered.isComplete
    } catch {
      // A fault in a plugin costs this block its looks, and nobody the rest.
      block.html = `<pre class="fault">${escapeText(block.source)}</pre>`
      block.isComplete = true
    }
  }

  /** Without the title where the text begins with the same words as a heading: nobody wants to read it twice. */
  #frontHtml(first: Block | undefined): string {
    const [, heading = ''] = /^# +(.*?)(?: +#+)? *$/.exec(first?.source.trimEnd() ?? '') ?? []
    const front = this.#frontMatter
    return frontMatterHtml(heading === front.title ? { ...front, title: '' } : front, this.#markdown.words)
  }

  /** What turns that which is shown into `blocks`. */
  #show(blocks: readonly Block[], shift: number): readonly Splice[] {
    const before = this.#shown
    // Slides begin with the text.
    const hasFront = this.#frontLines > 0 && !this.#markdown.slides
    const front = hasFront ? [{ html: this.#frontHtml(blocks[0]), line: 0 }] : []
    const after = [...front, ...groupBlocks(this.#part === 'slide' ? withoutNotes(blocks) : blocks)]
    this.#shown = after
    return splicesBetween(before, after, shift)
  }
}

function definesSomething({ links, notes }: Block): boolean {
  return links !== null || notes.length > 0
}

function kindOf([first]: ParsedBlock['tokens']): RenderedBlock['kind'] {
  if (first?.type === 'hr') return 'rule'
  return first?.type === 'speaker_note_open' ? 'note' : undefined
}

const ELEMENTS = /<(\/?)(?:details|div|section|article|aside|center|figure|table|blockquote|ul|ol|dl)\b[^>]*>/gi

function depthOf(tokens: ParsedBlock['tokens']): number {
  const [token] = tokens
  if (token?.type !== 'html_block') return 0
  let depth = 0
  for (const [, closes] of token.content.matchAll(ELEMENTS)) depth += closes === '/' ? -1 : 1
  return depth
}
