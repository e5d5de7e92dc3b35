import { tex } from '@mdit/plugin-tex'
import type MarkdownIt from 'markdown-it'

type BlockRule = ReturnType<MarkdownIt['block']['ruler']['getRules']>[number]
type BlockState = Parameters<BlockRule>[0]
type InlineRule = ReturnType<MarkdownIt['inline']['ruler']['getRules']>[number]

/** Whether a formula is a block of its own is said within so many lines. */
export const FORMULA_LINES = 100

/**
 * Formulas as GitHub has them: `$` within a line, `$$` within one or on lines of its own, and a fence of `math`. Those that are displayed
 * are all tokens of one type, `math_block`.
 */
export function readFormulas(md: MarkdownIt, render: (source: string, display: boolean) => string): void {
  const block = blockRuleOf(md, () => md.use(tex, { render }))
  // By itself the rule would go on to the end of the text where no line ends with the second `$$`.
  md.block.ruler.at(
    'math_block_dollar',
    (state, line, end, silent) => isBlock(state, line, end) && block(state, line, end, silent),
    { alt: ['paragraph', 'reference', 'blockquote', 'list'] },
  )
  md.inline.ruler.before('math_inline_dollar', 'math_display', readDisplay)
  md.core.ruler.before('inline', 'math_fence', ({ tokens }) => {
    for (const token of tokens) if (token.type === 'fence' && token.info.trim() === 'math') token.type = 'math_block'
  })
}

/** The rule for blocks that a plugin brings. */
function blockRuleOf(md: MarkdownIt, use: () => void): BlockRule {
  const before = new Set(md.block.ruler.getRules(''))
  use()
  const rule = md.block.ruler.getRules('').find((each) => !before.has(each))
  if (rule === undefined) throw new Error('the plugin brings no rule for blocks')
  return rule
}

function lineOf({ src, bMarks, tShift, eMarks }: BlockState, line: number): string {
  return src.slice((bMarks[line] ?? 0) + (tShift[line] ?? 0), eMarks[line])
}

/** Whether a formula begins here that ends at the end of a line, before one that is empty. All others are within a paragraph. */
function isBlock(state: BlockState, first: number, end: number): boolean {
  if (!lineOf(state, first).startsWith('$$')) return false
  for (let line = first; line < Math.min(end, first + FORMULA_LINES); line++) {
    // A line that is indented less is none of this list or quote.
    if (state.isEmpty(line) || (state.sCount[line] ?? 0) < state.blkIndent) return false
    const text = lineOf(state, line)
      .slice(line === first ? 2 : 0)
      .trimEnd()
    if (text.includes('$$')) return displayEnd(text, 0) === text.length - 2
  }
  return false
}

/** `$$a^2$$`, with space on both sides or on neither. */
const readDisplay: InlineRule = (state, silent) => {
  const { src, pos, posMax } = state
  if (!src.startsWith('$$', pos)) return false
  const end = displayEnd(src, pos + 2)
  if (end === -1 || end + 2 > posMax) return false
  const source = src.slice(pos + 2, end)
  if (source.trim() === '' || /^\s/.test(source) !== /\s$/.test(source)) return false
  if (cutsThrough(src.slice(Math.max(0, pos - 2), pos), source)) return false
  if (!silent) {
    const token = state.push('math_block', 'math', 0)
    token.markup = '$$'
    token.content = source
  }
  state.pos = end + 2
  return true
}

/** Whether what is bold, say, begins right before the formula and ends in it: `**$$a**$$`. */
function cutsThrough(before: string, source: string): boolean {
  return /^(?:\*\*|__|~~|==)$/.test(before) && source.endsWith(before)
}

/** Where the next `$$` is that no backslash escapes; -1 where none is. */
function displayEnd(text: string, from: number): number {
  let end = text.indexOf('$$', from)
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('$$', end + 1)
  return end
}

function isEscaped(text: string, at: number): boolean {
  let start = at
  while (text[start - 1] === '\\') start--
  return (at - start) % 2 === 1
}
