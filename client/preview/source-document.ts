import type { Format } from '../../shared/document/format.ts'
import { escapeText } from './escape-text.ts'
import type { LazyParts } from './markdown.ts'
import type { RenderedBlock, Splice, TextChange } from './messages.ts'
import { commonLines, type ShownDocument, splicesBetween } from './shown-document.ts'
import { changedText } from './text-changes.ts'

/** A block ends with an empty line once it has so many, so that what is typed in one leaves the others as they are. */
const BLOCK_LINES = 30
/** Without an empty line, it ends here. */
const MAX_BLOCK_LINES = 120

/**
 * A text that is no Markdown as a page: code in its colours, or the paragraphs of a plain text as they were typed. HTML that is not
 * safe yet.
 */
export class SourceDocument implements ShownDocument {
  /** Code is read from the left; a plain text says nothing of itself. */
  readonly frontMatter: ShownDocument['frontMatter']
  readonly #format: Pick<Format, 'kind' | 'name'>
  readonly #parts: Pick<LazyParts, 'colour'>
  #text = ''
  #lines: readonly string[] = []
  /** Of code: the lines of each block. They stay as they are where nothing changes, so that blocks do. */
  #groups: readonly Group[] = []
  #shown: readonly RenderedBlock[] = []
  #isComplete = true

  constructor(format: Pick<Format, 'kind' | 'name'>, parts: Pick<LazyParts, 'colour'>) {
    this.#format = format
    this.#parts = parts
    this.frontMatter = { lang: '', dir: format.kind === 'code' ? 'ltr' : 'auto' }
  }

  get shown(): readonly RenderedBlock[] {
    return this.#shown
  }

  get isComplete(): boolean {
    return this.#isComplete
  }

  get lines(): readonly string[] {
    return this.#lines
  }

  *open(text: string): Generator<readonly Splice[]> {
    this.#text = text
    this.#lines = text.split('\n')
    this.#groups = groupsOf(this.#lines, 0, this.#lines.length)
    yield this.#show(0)
  }

  change(changes: readonly TextChange[]): readonly Splice[] {
    const before = this.#lines
    this.#text = changedText(this.#text, changes)
    this.#lines = this.#text.split('\n')
    const shift = this.#lines.length - before.length
    const { same, sameEnd } = commonLines(before, this.#lines)
    const first = this.#groups.filter(({ to }) => to <= same)
    const last = this.#groups
      .filter(({ from }) => from >= before.length - sameEnd)
      .map(({ from, to }) => ({ from: from + shift, to: to + shift }))
    const between = groupsOf(this.#lines, first.at(-1)?.to ?? 0, last[0]?.from ?? this.#lines.length)
    this.#groups = [...first, ...between, ...last]
    return this.#show(shift)
  }

  again(): readonly Splice[] {
    return this.#show(0)
  }

  #show(shift: number): readonly Splice[] {
    const before = this.#shown
    this.#shown = this.#format.kind === 'code' ? this.#code() : paragraphsOf(this.#lines)
    return splicesBetween(before, this.#shown, shift)
  }

  #code(): RenderedBlock[] {
    if (this.#text.trim() === '') return []
    const coloured = this.#parts.colour(this.#text, this.#format.name)
    this.#isComplete = coloured !== null
    const html = (coloured ?? '') === '' ? this.#lines.map(escapeText) : (coloured ?? '').split('\n')
    return this.#groups.map(({ from, to }) => ({
      html: `<pre class="source">${html.slice(from, to).map(placed).join('\n')}\n</pre>`,
      line: from,
    }))
  }
}

function placed(html: string, index: number): string {
  return `<span data-line="${index}">${html}</span>`
}

interface Group {
  readonly from: number
  /** The first line after it. */
  readonly to: number
}

function groupsOf(lines: readonly string[], start: number, end: number): Group[] {
  const groups: Group[] = []
  let from = start
  for (let line = start; line < end; line++) {
    const count = line + 1 - from
    if (count < MAX_BLOCK_LINES && (count < BLOCK_LINES || lines[line]?.trim() !== '')) continue
    groups.push({ from, to: line + 1 })
    from = line + 1
  }
  if (from < end) groups.push({ from, to: end })
  return groups
}

/** Each stretch of lines between empty ones; one without any is cut, as in a log. */
function paragraphsOf(lines: readonly string[]): RenderedBlock[] {
  const blocks: RenderedBlock[] = []
  let from = 0
  for (let index = 0; index <= lines.length; index++) {
    const isBlank = (lines[index] ?? '').trim() === ''
    if (!isBlank && index - from < MAX_BLOCK_LINES) continue
    if (index > from) blocks.push({ html: paragraphOf(lines.slice(from, index)), line: from })
    from = isBlank ? index + 1 : index
  }
  return blocks
}

function paragraphOf(lines: readonly string[]): string {
  return `<p class="as-typed">${lines.map((line, index) => placed(escapeText(line), index)).join('\n')}</p>`
}
