import { tex } from '@mdit/plugin-tex'
import type MarkdownIt from 'markdown-it'

type BlockRule = ReturnType<MarkdownIt['block']['ruler']['getRules']>[number]
type InlineRule = ReturnType<MarkdownIt['inline']['ruler']['getRules']>[number]

/**
 * Formulas as GitHub has them: `$` within a line, `$$` within one or on lines of its own, and a fence of `math`. Those that are displayed
 * are all tokens of one type, `math_block`.
 */
export function readFormulas(md: MarkdownIt, render: (source: string, display: boolean) => string): void {
  const block = blockRuleOf(md, () => md.use(tex, { render }))
  // A formula that ends within its line begins no block: that would go on to the next one, or to the end of the text.
  md.block.ruler.at(
    'math_block_dollar',
    (state, line, end, silent) => !endsWithin(lineOf(state, line)) && block(state, line, end, silent),
    { alt: ['paragraph', 'reference', 'blockquote', 'list'] },
  )
  md.inline.ruler.before('math_inline_dollar', 'math_display', readDisplay)
  md.core.ruler.before('inline', 'math_fence', ({ tokens }) => {
    for (const token of tokens) if (token.type === 'fence' && token.info.trim() === 'math') token.type = 'math_block'
  })
}

/** The rule for blocks that a plugin brings. */
export function blockRuleOf(md: MarkdownIt, use: () => void): BlockRule {
  const before = new Set(md.block.ruler.getRules(''))
  use()
  const rule = md.block.ruler.getRules('').find((each) => !before.has(each))
  if (rule === undefined) throw new Error('the plugin brings no rule for blocks')
  return rule
}

function lineOf({ src, bMarks, tShift, eMarks }: Parameters<BlockRule>[0], line: number): string {
  return src.slice((bMarks[line] ?? 0) + (tShift[line] ?? 0), eMarks[line])
}

/** Whether more stands behind the formula that a line begins with. */
function endsWithin(line: string): boolean {
  const end = line.startsWith('$$') ? displayEnd(line, 2) : -1
  return end !== -1 && line.slice(end + 2).trim() !== ''
}

/** `$$a^2$$`, with space on both sides or on neither. */
const readDisplay: InlineRule = (state, silent) => {
  const { src, pos, posMax } = state
  if (!src.startsWith('$$', pos)) return false
  const end = displayEnd(src, pos + 2)
  if (end === -1 || end + 2 > posMax) return false
  const source = src.slice(pos + 2, end)
  if (source.trim() === '' || /^\s/.test(source) !== /\s$/.test(source)) return false
  if (!silent) {
    const token = state.push('math_block', 'math', 0)
    token.markup = '$$'
    token.content = source
  }
  state.pos = end + 2
  return true
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
