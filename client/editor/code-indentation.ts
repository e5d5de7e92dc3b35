import { indentUnit } from '@codemirror/language'
import type { Extension, Text } from '@codemirror/state'

/** A line further down says nothing of how a text is indented: it is asked with every key. */
const MAX_LINES = 500
/** What goes on with a line above may stand under any of its signs, and a comment one or three in. */
const STEP = /^(?:\t| {2}| {4}| {8})$/
/** What is usual in a language, whatever its writers have chosen for other texts. */
const USUAL: ReadonlyMap<string, string> = new Map([['Python', '    ']])

/** Code is indented as it is already, or else as is usual in its language, or as whoever writes has chosen. */
export function codeIndentation(language: string): Extension {
  return indentUnit.computeN(['doc'], ({ doc }) => {
    const step = usedStep(doc) ?? USUAL.get(language)
    return step === undefined ? [] : [step]
  })
}

/** What most lines have more than the one before them. */
function usedStep(doc: Text): string | null {
  const votes = new Map<string, number>()
  let before = ''
  for (const line of doc.iterLines(1, Math.min(doc.lines, MAX_LINES) + 1)) {
    const [indent = ''] = /^[\t ]*/.exec(line) ?? []
    if (/^[\s*]*$/.test(line)) continue
    const step = indent.startsWith(before) ? indent.slice(before.length) : ''
    if (STEP.test(step)) votes.set(step, (votes.get(step) ?? 0) + 1)
    before = indent
  }
  return [...votes].toSorted(([, one], [, other]) => other - one)[0]?.[0] ?? null
}
