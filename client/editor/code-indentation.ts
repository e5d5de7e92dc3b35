import { indentUnit } from '@codemirror/language'
import type { Extension, Text } from '@codemirror/state'

/** A line further down says nothing of how a text is indented: it is asked with every key. */
const MAX_LINES = 500
/** One step of it: what goes on with a line above may stand under any of its signs, and a comment one sign in. */
const STEP = /^(?:\t| {2,4}| {8})(?=[^\s*])/
/** What is usual in a language, whatever its writers have chosen for other texts. */
const USUAL: ReadonlyMap<string, string> = new Map([['Python', '    ']])

/** Code is indented as it is already, or else as is usual in its language, or as whoever writes has chosen. */
export function codeIndentation(language: string): Extension {
  return indentUnit.computeN(['doc'], ({ doc }) => {
    const step = firstStep(doc) ?? USUAL.get(language)
    return step === undefined ? [] : [step]
  })
}

function firstStep(doc: Text): string | null {
  for (const line of doc.iterLines(1, Math.min(doc.lines, MAX_LINES) + 1)) {
    const [step] = STEP.exec(line) ?? []
    if (step !== undefined) return step
  }
  return null
}
