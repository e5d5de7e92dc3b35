import { dl } from '@mdit/plugin-dl'
import { footnote } from '@mdit/plugin-footnote'
import { inlineRule } from '@mdit/plugin-inline-rule'
import { mark } from '@mdit/plugin-mark'
import { sub } from '@mdit/plugin-sub'
import { sup } from '@mdit/plugin-sup'
import { tasklist } from '@mdit/plugin-tasklist'
import MarkdownIt from 'markdown-it'
import { full as emoji } from 'markdown-it-emoji'
import { escapeText } from './escape-text.ts'
import { readAlerts } from './read-alerts.ts'
import { readImageSizes } from './read-image-sizes.ts'
import { readContainers } from './read-containers.ts'
import { readFormulas } from './read-formulas.ts'
import { ENGLISH, type PageWords } from './page-words.ts'

export type Token = ReturnType<MarkdownIt['parse']>[number]

/** What the inline text of a block may refer to: link reference definitions, and footnotes by `:label`. */
export interface References {
  readonly links: Readonly<Record<string, unknown>>
  readonly notes: readonly string[]
}

/** What is fetched only when a text has it. Null: it is not here yet, and the block is to be rendered again when it is. */
export interface LazyParts {
  /** Code as HTML in colours by class; '' for a language that nobody knows. */
  colour(code: string, language: string): string | null
  /** A formula, as HTML; `display`: on lines of its own. */
  formula(source: string, display: boolean): string | null
}

/** Block tokens that stand for places in the text: the preview finds its way back by them. */
const PLACES = new Set([
  'paragraph_open',
  'heading_open',
  'list_item_open',
  'blockquote_open',
  'alert_open',
  'details_open',
  'tr_open',
  'dt_open',
  'dd_open',
  'fence',
  'code_block',
  'hr',
])

/** `++inserted++` */
const INSERTED = { marker: '+', tag: 'ins', token: 'ins', nested: true, placement: 'before-emphasis' } as const

/**
 * The Markdown of Weft: CommonMark and GitHub's, with footnotes, alerts, definition lists, emoji, sub- and superscript,
 * highlight and insertions. It reads and renders one block at a time (`readBlocks`, `renderBlock`), for documents that change all the time.
 */
export class Markdown {
  /** Whether the text is shown as slides, with notes for who speaks. */
  readonly slides: boolean
  readonly #md: MarkdownIt
  /** What it says by itself. May be filled until something is rendered. */
  readonly words: PageWords
  #isComplete = true

  constructor(parts: LazyParts, words: PageWords = ENGLISH, slides = false) {
    this.slides = slides
    this.words = words
    const md = new MarkdownIt({
      html: true,
      linkify: true,
      highlight: (code, language) => (language === '' ? '' : (this.#known(parts.colour(code, language)) ?? '')),
    })
    this.#md = md
    md.use(footnote)
      .use(tasklist, { label: false })
      .use(readAlerts, words)
      .use(readContainers, slides)
      .use(dl)
      .use(emoji)
      .use(sub)
      .use(sup)
      .use(mark)
      .use(inlineRule, INSERTED)
      .use(readImageSizes)
    readFormulas(
      md,
      (source, display) =>
        this.#known(parts.formula(source, display)) ?? `<code class="formula-coming">${escapeText(source)}</code>`,
    )
    nameLanguages(md)
    linkAsGitHub(md)
    keepEscaped(md)
    // Text comes as blocks, already without what `normalize` takes out; footnotes are numbered where all blocks come together.
    md.core.ruler.disable(['normalize', 'block', 'footnoteTail'])
    md.core.ruler.push('places', (state) => {
      for (const token of state.tokens) {
        if (token.map !== null && PLACES.has(token.type)) token.attrSet('data-line', String(token.map[0]))
      }
    })
    Object.assign(md.renderer.rules, NOTE_RULES)
    md.block.ruler.before('paragraph', 'contents', readContents)
    // Before headings that are underlined: a line of dashes right below a note ends its slide.
    if (slides) md.block.ruler.before('hr', 'speaker_note', readNote, { alt: NOTE_ENDS })
    md.renderer.rules['contents'] = () => '<nav class="contents" data-contents></nav>\n'
    md.renderer.rules.html_block = withoutMarks
    md.renderer.rules.html_inline = withoutMarks
  }

  /**
   * The top-level blocks of `source`, one after the other: `next` reads as far as one block ends. Whoever has blocks of the same
   * lines already can stop there, since a block depends on no line before its own.
   */
  *readBlocks(source: string): Generator<ParsedBlock> {
    const md = this.#md
    const env: Env = { references: {}, footnotes: { refs: {} } }
    const state = new md.block.State(source, md, env, [])
    const rules = md.block.ruler.getRules('')
    const end = state.lineMax
    for (let line = state.skipEmptyLines(0); line < end; line = state.skipEmptyLines(state.line)) {
      state.line = line
      state.tokens = []
      env.references = {}
      env.footnotes.refs = {}
      if (!rules.some((rule) => rule(state, line, end, false))) throw new Error('no rule reads this block')
      for (const token of state.tokens) {
        if (token.map !== null) token.map = [token.map[0] - line, token.map[1] - line]
      }
      yield {
        line,
        endLine: state.line,
        tokens: state.tokens,
        links: Object.keys(env.references).length > 0 ? env.references : null,
        notes: Object.keys(env.footnotes.refs).map((label) => label.slice(1)),
      }
    }
  }

  /** HTML that is not safe yet: it holds whatever the text does. `breaks`: the lines of a paragraph are not joined. */
  renderBlock(block: readonly Token[], references: References, breaks = false): RenderedTokens {
    const md = this.#md
    this.#isComplete = true
    const { tokens, env } = this.#readLines(block, references)
    const html = md.renderer.render(tokens, { ...md.options, breaks }, env)
    return { html, isComplete: this.#isComplete }
  }

  /** The tokens of a block with what is in its lines, for who writes something else than HTML. */
  readLines(block: readonly Token[], references: References): ReadLines {
    const { tokens, env } = this.#readLines(block, references)
    return { tokens, notes: (env.footnotes.list ?? []).map((note) => note.tokens ?? []) }
  }

  #readLines(block: readonly Token[], { links, notes }: References): { tokens: Token[]; env: Env } {
    const md = this.#md
    const env: Env = {
      references: links,
      footnotes: { refs: Object.fromEntries(notes.map((label) => [`:${label}`, -1])) },
    }
    const state = new md.core.State('', md, env)
    state.tokens = [...block]
    md.core.process(state)
    return { tokens: state.tokens, env }
  }

  #known(html: string | null): string | null {
    if (html === null) this.#isComplete = false
    return html
  }
}

export interface ReadLines {
  readonly tokens: readonly Token[]
  /** What the notes say that stand where they are meant: a mark without a label has the `meta.id` of one. */
  readonly notes: readonly (readonly Token[])[]
}

export interface RenderedTokens {
  readonly html: string
  /** False while something that was not here is shown as it is written. */
  readonly isComplete: boolean
}

export interface ParsedBlock {
  /** Counted from the first line of what was read. */
  readonly line: number
  /** The first line after it. */
  readonly endLine: number
  readonly tokens: readonly Token[]
  /** The links it defines; null for nearly every block. */
  readonly links: Readonly<Record<string, unknown>> | null
  /** The labels of the footnotes it defines. */
  readonly notes: readonly string[]
}

interface Env {
  references: Readonly<Record<string, unknown>>
  readonly footnotes: {
    refs: Record<string, number>
    readonly list?: readonly { readonly tokens?: Token[] }[]
  }
}

/** What the blocks of a text define for all of them. The first definition of a label counts. */
export function referencesOf(blocks: readonly Pick<ParsedBlock, 'links' | 'notes'>[]): References {
  const links: Record<string, unknown> = {}
  const notes = new Set<string>()
  for (const block of blocks) {
    for (const [label, link] of Object.entries(block.links ?? {})) links[label] ??= link
    for (const label of block.notes) notes.add(label)
  }
  return { links, notes: [...notes] }
}

/** Numbers and the list at the end are made where all blocks are, in the preview's frame. */
const NOTE_RULES: MarkdownIt['renderer']['rules'] = {
  footnote_ref(tokens, index, options, env: Env, self) {
    const { label, id } = noteOf(tokens, index)
    if (label !== undefined) return `<sup class="note-mark" data-note="${escapeText(label)}"></sup>`
    const content = self.renderInline(env.footnotes.list?.[id]?.tokens ?? [], options, env)
    return `<sup class="note-mark" data-note=""></sup><span class="note-inline">${content}</span>`
  },
  footnote_reference_open: (tokens, index) =>
    `<div class="note" data-note="${escapeText(noteOf(tokens, index).label ?? '')}">\n`,
  footnote_reference_close: () => '</div>\n',
}

/** What the plugin says of a mark or definition: its label, or which inline note of the block it is. */
function noteOf(tokens: readonly Token[], index: number): { readonly label?: string; readonly id: number } {
  return tokens[index]?.meta ?? { id: 0 }
}

/** HedgeDoc says with the language how code is shown, by lines that are numbered (`js=`, `js=5`) or wrapped (`js!`): it is that language. */
function nameLanguages({ core: { ruler } }: MarkdownIt): void {
  ruler.before('inline', 'languages', ({ tokens }) => {
    for (const token of tokens)
      if (token.type === 'fence') token.info = token.info.trim().replace(/^([\w#+.-]*)(?:=(?:\+|\d*)|!)(?=\s|$)/, '$1')
  })
}

/** What stands behind a backslash is lost in an image's alternative text otherwise. */
function keepEscaped({ renderer }: MarkdownIt): void {
  const asText = renderer.renderInlineAsText.bind(renderer)
  renderer.renderInlineAsText = (tokens, options, env) => {
    for (const token of tokens) if (token.type === 'text_special') token.type = 'text'
    return asText(tokens, options, env)
  }
}

/** GitHub links addresses that say so themselves, `www.` and e-mail; not every word with a dot. */
function linkAsGitHub(md: MarkdownIt): void {
  md.linkify.set({ fuzzyLink: false })
  md.linkify.add('www.', {
    validate(text, position) {
      const found = /^[\w-]+(?:\.[\w-]+)*(?:[/?#][^\s<]*)?/.exec(text.slice(position))?.[0] ?? ''
      return trimLinkEnd(found).length
    },
    normalize: (match) => {
      match.url = `http://${match.url}`
    },
  })
}

/** Punctuation at the end belongs to the sentence, and so does a closing bracket that nothing opened. From the end on, once. */
function trimLinkEnd(link: string): string {
  let unopened = 0
  for (const char of link) unopened += char === ')' ? 1 : char === '(' ? -1 : 0
  let end = link.length
  for (;;) {
    const last = link[end - 1] ?? ''
    const start = last === ';' ? entityStart(link, end) : end - 1
    if (last === ')' && unopened > 0) unopened--
    else if (start === null || !/[?!.,:*_~'";]/.test(last)) return link.slice(0, end)
    end = start ?? end
  }
}

/** Where the entity begins that ends before `end`, like `&amp;`; null when there is none. */
function entityStart(link: string, end: number): number | null {
  let start = end - 2
  while (start >= 0 && /\w/.test(link[start] ?? '')) start--
  return link[start] === '&' && start < end - 2 ? start : null
}

/** HTML of the text's own cannot say that contents or notes stand there: the frame goes by these marks. */
const withoutMarks: MarkdownIt['renderer']['rules'][string] = (tokens, index) =>
  (tokens[index]?.content ?? '').replace(/data-(?:contents|note)/gi, 'data-words')

/** What a note ends: it begins wherever its line stands, with or without an empty one before it. */
const NOTE_ENDS = ['paragraph', 'reference', 'blockquote', 'list']

/** `Note:` or `Notes:` at the beginning of a line of the text itself, not of a quote or an item. */
const readNote: Parameters<MarkdownIt['block']['ruler']['before']>[2] = (state, line, end, silent) => {
  const start = state.bMarks[line] ?? 0
  if (start > 0 && state.src[start - 1] !== '\n') return false
  if (!/^ {0,3}notes?:/i.test(state.src.slice(start, state.eMarks[line]))) return false
  if (silent) return true
  const ends = state.md.block.ruler.getRules('paragraph')
  let next = line + 1
  while (next < end && !state.isEmpty(next) && !ends.some((rule) => rule(state, next, end, true))) next++
  state.line = next
  const open = state.push('speaker_note_open', 'div', 1)
  open.attrSet('class', 'speaker-note')
  open.map = [line, next]
  const inline = state.push('inline', '', 0)
  inline.content = state
    .getLines(line, next, state.blkIndent, false)
    .trim()
    .replace(/^notes?:\s*/i, '')
  inline.map = [line, next]
  inline.children = []
  state.push('speaker_note_close', 'div', -1)
  return true
}

/** `[toc]` or `[[toc]]` on a line of its own. */
const readContents: Parameters<MarkdownIt['block']['ruler']['before']>[2] = (state, line, _end, silent) => {
  if (state.sCount[line] === undefined || state.sCount[line] - state.blkIndent >= 4) return false
  const text = state.getLines(line, line + 1, state.blkIndent, false).trim()
  if (!/^\[{1,2}toc\]{1,2}$/i.test(text)) return false
  if (silent) return true
  state.line = line + 1
  state.push('contents', 'nav', 0).map = [line, line + 1]
  return true
}
