import { setAside } from '../words/en/set-aside.ts'
import { wordsOf } from '../words/words.ts'

const words = wordsOf('setAside', setAside)

const CONTEXT_LINES = 3

/** A stretch that did not change, without its middle: enough lines at both ends to know the place again. */
export function shorten(text: string): string {
  const lines = text.split('\n')
  const left = lines.length - 2 * CONTEXT_LINES
  if (left < 2) return text
  return [...lines.slice(0, CONTEXT_LINES), words.moreLines(left), ...lines.slice(-CONTEXT_LINES)].join('\n')
}
