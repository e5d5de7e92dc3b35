import type MarkdownIt from 'markdown-it'
import { alertKindOf, type AlertKind } from '../lib/alert-names.ts'
import { escapeText } from './escape-text.ts'
import type { PageWords } from './page-words.ts'

type BlockRule = ReturnType<MarkdownIt['block']['ruler']['getRules']>[number]
type BlockState = Parameters<BlockRule>[0]

export interface Alert {
  /** Null: of none, and only folded. */
  readonly kind: AlertKind | null
  /** What the text calls it. */
  readonly name: string
  /** What it says in place of that; '' for nothing. */
  readonly title: string
  /** Null: it cannot be folded. */
  readonly fold: 'open' | 'closed' | null
}

/** What a quote begins with that is an alert. */
const MARK = /^> {0,4}\[!([a-z]+)\]([-+]?)(?:[ \t]+(.*))?$/i

/** Quotes that begin with `[!NOTE]`, as on GitHub; or with one of Obsidian's names, a title of their own, or a sign that they can be folded. */
export function readAlerts(md: MarkdownIt, words: PageWords): void {
  const quote = ruleCalled(md, 'blockquote')
  // What ends other blocks is the quote that it is.
  md.block.ruler.before('blockquote', 'alert', (state, line, end, silent) => {
    if (silent || (state.sCount[line] ?? 0) - state.blkIndent >= 4) return false
    const begin = (state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0)
    const lineEnd = state.eMarks[line] ?? 0
    const text = state.src.slice(begin, lineEnd)
    const [, name = '', sign, title = ''] = MARK.exec(text) ?? []
    const kind = alertKindOf(name)
    if (kind === null) return false
    const first = state.tokens.length
    // The rest of it is read as a quote whose first line is empty.
    state.eMarks[line] = begin + text.indexOf('[')
    const isQuote = quote(state, line, end, false)
    state.eMarks[line] = lineEnd
    const isEmpty = title.trim() === '' && state.tokens.length === first + 2
    if (!isQuote || isEmpty) {
      state.tokens.length = first
      state.line = line
      return false
    }
    const fold = sign === '-' ? 'closed' : sign === '+' ? 'open' : null
    makeAlert(state, first, { kind, name, title: title.trim(), fold })
    return true
  })
  md.renderer.rules['alert_title'] = (tokens, index) => {
    const { tag = '', content = '' } = tokens[index] ?? {}
    // Apart from the text: which way a block runs is for its own words to say.
    return `<${tag} class="markdown-alert-title"><bdi>${escapeText(titleOf(content, words))}</bdi></${tag}>\n`
  }
}

/** Makes an alert of the block whose tokens begin at `first` and end with the last that there is. */
export function makeAlert(state: BlockState, first: number, { kind, name, title, fold }: Alert): void {
  const [open, close] = [state.tokens[first], state.tokens.at(-1)]
  if (open === undefined || close === undefined) return
  const tag = fold === null ? 'div' : 'details'
  const type = kind === null ? 'details' : 'alert'
  Object.assign(open, { type: `${type}_open`, tag })
  Object.assign(close, { type: `${type}_close`, tag })
  if (kind !== null) open.attrSet('class', `markdown-alert markdown-alert-${kind}`)
  if (fold === 'open') open.attrSet('open', '')
  state.tokens.splice(
    first + 1,
    0,
    ...titleTokens(state, open, fold === null ? 'p' : 'summary', title || name, title !== ''),
  )
}

function titleTokens(
  { Token }: BlockState,
  { level, map }: Token,
  tag: string,
  content: string,
  isOwn: boolean,
): Token[] {
  const place = map === null ? null : ([map[0], map[0] + 1] as [number, number])
  const make = (type: string, nesting: -1 | 0 | 1, own: string): Token =>
    Object.assign(new Token(type, own, nesting), { level: level + 1, map: place, block: true })
  if (!isOwn) return [Object.assign(make('alert_title', 0, tag), { content })]
  const open = make('alert_title_open', 1, tag)
  open.attrSet('class', 'markdown-alert-title markdown-alert-titled')
  const inline = Object.assign(make('inline', 0, ''), { content, children: [], level: level + 2 })
  return [open, inline, make('alert_title_close', -1, tag)]
}

type Token = BlockState['tokens'][number]

/** In the reader's language, unless it is called otherwise than GitHub calls it. */
function titleOf(name: string, words: PageWords): string {
  const lower = name.toLowerCase()
  return alertKindOf(name) === lower ? words[lower] : lower.charAt(0).toUpperCase() + lower.slice(1)
}

/** A rule by its name, which only the table of rules knows. */
function ruleCalled({ block: { ruler } }: MarkdownIt, name: string): BlockRule {
  const all = ruler.getRules('')
  ruler.disable(name)
  const others = new Set(ruler.getRules(''))
  ruler.enable(name)
  const rule = all.find((each) => !others.has(each))
  if (rule === undefined) throw new Error(`there is no rule ${name}`)
  return rule
}
