import type { Format } from '../../shared/document/format.ts'
import { escapeText } from './escape-text.ts'
import { LineList } from './line-list.ts'
import { MAX_COLOURED_LENGTH } from './loaded-parts.ts'
import type { LazyParts } from './markdown.ts'
import type { RenderedBlock, Splice, TextChange } from './messages.ts'
import { type ShownDocument, splicesBetween } from './shown-document.ts'
import { nearEachOther } from './text-changes.ts'

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
  #lineList = new LineList('')
  /** They stay as they are where nothing changes, so that blocks do. */
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
    return this.#lineList.lines
  }

  *open(text: string): Generator<readonly Splice[]> {
    this.#lineList = new LineList(text)
    this.#groups = this.#groupsOf(0, this.lines.length)
    yield this.#show(0)
  }

  change(changes: readonly TextChange[]): readonly Splice[] {
    return this.#show(nearEachOther(changes).reduce((shift, near) => shift + this.#make(near), 0))
  }

  again(): readonly Splice[] {
    return this.#show(0)
  }

  /** Groups again what is about these changes; by how many lines the end of the text has moved. */
  #make(changes: readonly TextChange[]): number {
    const { length } = this.lines
    const { same, sameEnd } = this.#lineList.change(changes)
    const shift = this.lines.length - length
    // One that ends or begins just there may be one with what is new.
    const first = this.#groups.filter(({ to }) => to < same)
    const last = this.#groups
      .filter(({ from }) => from > length - sameEnd)
      .map((group) => (shift === 0 ? group : { ...group, from: group.from + shift, to: group.to + shift }))
    const between = this.#groupsOf(first.at(-1)?.to ?? 0, last[0]?.from ?? this.lines.length)
    this.#groups = [...first, ...between, ...last]
    return shift
  }

  #groupsOf(start: number, end: number): Group[] {
    return this.#format.kind === 'code' ? codeGroups(this.lines, start, end) : paragraphs(this.lines, start, end)
  }

  #show(shift: number): readonly Splice[] {
    const before = this.#shown
    const coloured = this.#coloured()
    this.#shown = this.lines.every(isBlank) ? [] : this.#groups.map((group) => this.#blockOf(group, coloured))
    return splicesBetween(before, this.#shown, shift)
  }

  /** The lines in their colours; null where they have none, or not yet. */
  #coloured(): readonly string[] | null {
    if (this.#format.kind !== 'code' || this.#lineList.length > MAX_COLOURED_LENGTH) {
      this.#isComplete = true
      return null
    }
    const coloured = this.#parts.colour(this.lines.join('\n'), this.#format.name)
    this.#isComplete = coloured !== null
    return coloured === null || coloured === '' ? null : coloured.split('\n')
  }

  #blockOf(group: Group, coloured: readonly string[] | null): RenderedBlock {
    const { from, to } = group
    if (coloured !== null) return { html: this.#htmlOf(coloured.slice(from, to)), line: from }
    group.bare ??= this.#htmlOf(this.lines.slice(from, to).map(escapeText))
    return { html: group.bare, line: from }
  }

  #htmlOf(lines: readonly string[]): string {
    const html = lines.map((line, index) => `<span data-line="${index}">${line}</span>`).join('\n')
    return this.#format.kind === 'code' ? `<pre class="source">${html}\n</pre>` : `<p class="as-typed">${html}</p>`
  }
}

/** Lines that are one block. */
interface Group {
  readonly from: number
  /** The first line after it. */
  readonly to: number
  /** As HTML without colours, once that was needed. */
  bare: string | null
}

function codeGroups(lines: readonly string[], start: number, end: number): Group[] {
  const groups: Group[] = []
  let from = start
  for (let line = start; line < end; line++) {
    const count = line + 1 - from
    if (count < MAX_BLOCK_LINES && (count < BLOCK_LINES || !isBlank(lines[line]))) continue
    groups.push({ from, to: line + 1, bare: null })
    from = line + 1
  }
  if (from < end) groups.push({ from, to: end, bare: null })
  return groups
}

/** Each stretch of lines between empty ones; one without any is cut, as in a log. */
function paragraphs(lines: readonly string[], start: number, end: number): Group[] {
  const groups: Group[] = []
  let from = start
  for (let line = start; line <= end; line++) {
    const ends = line === end || isBlank(lines[line])
    if (!ends && line - from < MAX_BLOCK_LINES) continue
    if (line > from) groups.push({ from, to: line, bare: null })
    from = ends ? line + 1 : line
  }
  return groups
}

function isBlank(line = ''): boolean {
  return line.trim() === ''
}
