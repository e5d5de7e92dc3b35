import { renderToString } from 'katex'
import { escapeText } from './escape-text.ts'
import type { PageWords } from './page-words.ts'

/** Longer than any formula that somebody can read. */
const MAX_LENGTH = 10_000
/** In em: what a formula asks for beyond this it does not get. */
const MAX_SIZE = 50
/** Macros that stand for themselves would go on for ever. */
const MAX_EXPANSIONS = 1000

/** A formula in TeX as HTML with MathML in it. One that cannot be read is shown as it is written, with the reason. */
export function renderFormula(source: string, display: boolean, words: PageWords): string {
  try {
    if (source.length > MAX_LENGTH) throw new Error(words.formulaTooLong)
    return render(source, display, 'htmlAndMathml')
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace('KaTeX parse error: ', '') : ''
    return `<span class="fault"><code>${escapeText(source)}</code> ${escapeText(reason)}</span>`
  }
}

/** The same as MathML alone, within a `<span>`; null for one that cannot be read. */
export function formulaAsMathml(source: string, display: boolean): string | null {
  try {
    return source.length > MAX_LENGTH ? null : render(source, display, 'mathml')
  } catch {
    return null
  }
}

function render(source: string, display: boolean, output: 'htmlAndMathml' | 'mathml'): string {
  return renderToString(source, {
    displayMode: display,
    output,
    // Nothing of a formula may link, load, or set attributes; macros end with it.
    trust: false,
    strict: 'ignore',
    macros: {},
    maxSize: MAX_SIZE,
    maxExpand: MAX_EXPANSIONS,
  })
}
