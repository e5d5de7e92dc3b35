import { syntaxTree } from '@codemirror/language'
import { type EditorState, type Extension, Prec, type Range } from '@codemirror/state'
import {
  Decoration,
  type DecorationSet,
  type EditorView,
  type PluginValue,
  ViewPlugin,
  type ViewUpdate,
} from '@codemirror/view'
import type { Parser, SyntaxNode } from '@lezer/common'
import { highlightTree } from '@lezer/highlight'
import { languageCalled } from '../../shared/document/format.ts'
import { Later, systemClock } from '../lib/clock.ts'
import { whenIdle } from '../lib/idle.ts'
import { codeHighlighter } from './code-highlighter.ts'
import { fetchLanguage } from './code-languages.ts'
import { fencedLanguage, isMarkdown } from './code-places.ts'

/** A longer one would be read for longer than a key may wait. */
const MAX_BLOCK_LENGTH = 20_000
/** Whoever types sees the key first. */
const COLOUR_MS = 100
/** After that, where a browser does not say when it is idle. */
const PAUSE_MS = 50

/** Part of a block's code, in the code itself. */
interface Token {
  readonly from: number
  readonly to: number
  readonly decoration: Decoration
}

type Tokens = readonly Token[]
/** What reads a language, by the name that a fence has for it; null where nothing does, or nothing does yet. */
type ParserOf = (language: string) => Parser | null

/** The colours of the fenced blocks in sight, by what each of them says; what was in sight before is not read again. */
export class FencePainter {
  readonly #parserOf: ParserOf
  #known: ReadonlyMap<string, Tokens> = new Map()

  constructor(parserOf: ParserOf) {
    this.#parserOf = parserOf
  }

  paint(state: EditorState, ranges: EditorView['visibleRanges']): DecorationSet {
    const seen = new Map<string, Tokens>()
    const found: Range<Decoration>[] = []
    for (const block of blocksIn(state, ranges)) {
      if (block.to - block.from > MAX_BLOCK_LENGTH) continue
      const language = fencedLanguage(state, block)
      const parser = language === '' ? null : this.#parserOf(language)
      if (parser === null) continue
      const lines = block.getChildren('CodeText')
      const code = lines.map(({ from, to }) => state.sliceDoc(from, to)).join('')
      const key = `${language}\n${code}`
      const tokens = seen.get(key) ?? this.#known.get(key) ?? tokensOf(code, parser)
      seen.set(key, tokens)
      found.push(...placed(tokens, lines))
    }
    this.#known = seen
    return Decoration.set(found, true)
  }
}

function blocksIn(state: EditorState, ranges: EditorView['visibleRanges']): Iterable<SyntaxNode> {
  const blocks = new Map<number, SyntaxNode>()
  if (!isMarkdown(state)) return []
  for (const { from, to } of ranges) {
    syntaxTree(state).iterate({
      from,
      to,
      enter: (node) => {
        if (node.name === 'FencedCode') blocks.set(node.from, node.node)
      },
    })
  }
  return blocks.values()
}

function tokensOf(code: string, parser: Parser): Tokens {
  const tokens: Token[] = []
  highlightTree(parser.parse(code), codeHighlighter, (from, to, classes) =>
    tokens.push({ from, to, decoration: Decoration.mark({ class: classes }) }),
  )
  return tokens
}

/** In the text, where signs of a quote or a list may stand before each line of the code. */
function placed(tokens: Tokens, lines: readonly SyntaxNode[]): Range<Decoration>[] {
  const ranges: Range<Decoration>[] = []
  let next = 0
  let start = 0
  for (const { from, to } of lines) {
    const end = start + to - from
    for (; next < tokens.length; next++) {
      const token = tokens[next]
      if (token === undefined || token.from >= end) break
      const [first, last] = [Math.max(token.from, start), Math.min(token.to, end)]
      if (first < last) ranges.push(token.decoration.range(first - start + from, last - start + from))
      // It goes on in the next line.
      if (token.to > end) break
    }
    start = end
  }
  return ranges
}

class FenceColours implements PluginValue {
  decorations: DecorationSet = Decoration.none
  readonly #view: EditorView
  readonly #parsers = new Map<string, Parser | null>()
  readonly #painter = new FencePainter((language) => this.#parserOf(language))
  #cancel = (): void => {}
  readonly #later = new Later(systemClock, COLOUR_MS, () => {
    this.#cancel()
    this.#cancel = whenIdle(() => this.#paint(), PAUSE_MS)
  })

  constructor(view: EditorView) {
    this.#view = view
    this.#later.schedule()
  }

  update({ docChanged, viewportChanged, changes, state, startState }: ViewUpdate): void {
    if (docChanged) this.decorations = this.decorations.map(changes)
    if (docChanged || viewportChanged || syntaxTree(state) !== syntaxTree(startState)) this.#later.schedule()
  }

  destroy(): void {
    this.#later.cancel()
    this.#cancel()
  }

  #paint(): void {
    // What is being composed must stay as the browser has it.
    if (this.#view.composing) return this.#later.schedule()
    const decorations = this.#painter.paint(this.#view.state, this.#view.visibleRanges)
    if (isSame(this.decorations, decorations)) return
    this.decorations = decorations
    this.#view.dispatch({})
  }

  #parserOf(language: string): Parser | null {
    const known = this.#parsers.get(language)
    if (known !== undefined) return known
    this.#parsers.set(language, null)
    const name = languageCalled(language)
    fetchLanguage(({ alias }) => alias.includes(name)).then(
      (found) => {
        if (found === null) return
        this.#parsers.set(language, found.language.parser)
        this.#later.schedule()
      },
      // Without a connection; looked for again when something changes.
      () => void this.#parsers.delete(language),
    )
    return null
  }
}

function isSame(before: DecorationSet, after: DecorationSet): boolean {
  const [old, now] = [before.iter(), after.iter()]
  for (; old.value !== null && now.value !== null; old.next(), now.next())
    if (old.from !== now.from || old.to !== now.to || old.value.spec.class !== now.value.spec.class) return false
  return old.value === now.value
}

/** The code of fenced blocks in its colours: read a moment after the last key, and only what is in sight. Within all other marks. */
export const fenceColours: Extension = Prec.highest(
  ViewPlugin.fromClass(FenceColours, { decorations: ({ decorations }) => decorations }),
)
