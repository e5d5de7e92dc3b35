import { setAside } from '../../words/en/set-aside.ts'
import { wordsOf } from '../../words/words.ts'
import type { Passage } from '../difference.ts'
import { shorten } from '../shorten.ts'

const words = wordsOf('setAside', setAside)

/** Longer ones are shown without their middle. In UTF-16 code units, as all here. */
const MAX_PASSAGE = 20_000
/** A line of what did not change; of a passage that did not there are a few. */
const MAX_LINE = MAX_PASSAGE / 10
/** Of all passages together: a browser lays out no more in a moment. */
export const MAX_SHOWN = 100_000

/** The passages as far as they are shown: long ones without their middle, and of very many the first. */
export function shownPassages(passages: readonly Passage[]): readonly Passage[] {
  const shown: Passage[] = []
  let left = MAX_SHOWN
  for (const [index, passage] of passages.entries()) {
    const text = passage.in === 'both' ? unchanged(passage.text) : withoutMiddle(passage.text, MAX_PASSAGE)
    if (text.length > left) {
      const rest = passages.slice(index).reduce((count, each) => count + lineBreaks(each.text), 0)
      shown.push({ in: 'both', text: omitted(rest) })
      break
    }
    left -= text.length
    shown.push({ in: passage.in, text })
  }
  return shown
}

function unchanged(text: string): string {
  return shorten(text)
    .split('\n')
    .map((line) => withoutMiddle(line, MAX_LINE))
    .join('\n')
}

function withoutMiddle(text: string, max: number): string {
  if (text.length <= max) return text
  const half = Math.floor(max / 2)
  const start = text.slice(0, wholeAt(text, half))
  const end = text.slice(wholeAt(text, text.length - half))
  const breaks = lineBreaks(text) - lineBreaks(start) - lineBreaks(end)
  return `${start}${omitted(breaks)}${end}`
}

function omitted(lines: number): string {
  return lines < 2 ? ' ⋯ ' : `\n${words.moreLines(lines)}\n`
}

/** `at`, or one before it where that is inside a surrogate pair. */
function wholeAt(text: string, at: number): number {
  return /[\uD800-\uDBFF]/.test(text.charAt(at - 1)) ? at - 1 : at
}

function lineBreaks(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++
  return count
}
