import type MarkdownIt from 'markdown-it'
import { alertKindOf } from '../lib/alert-names.ts'
import { makeAlert } from './read-alerts.ts'

type BlockRule = ReturnType<MarkdownIt['block']['ruler']['getRules']>[number]

/** A container that is not closed within so many lines is none: whether it is one has to be seen with every change. */
export const CONTAINER_LINES = 300

/** Deeper within each other nobody has them, and each that nothing closes would be looked through with all behind it. */
const MAX_DEPTH = 20

const OPENING = /^(:{3,})[ \t]*(info|success|warning|danger|spoiler)(?:[ \t]+(.*))?$/i
const CLOSING = /^(:{3,})[ \t]*$/

/** What ends a slide, and what is said to one: neither is within something else. */
const SLIDE_PARTS = /^ {0,3}(?:notes?:|(?:-[ \t]*){3,}$|(?:\*[ \t]*){3,}$|(?:_[ \t]*){3,}$)/i

/** HedgeDoc's containers: `:::info`, more Markdown, and `:::`. They are alerts; a `spoiler` is something folded. */
export function readContainers(md: MarkdownIt, slides: boolean): void {
  const rule: BlockRule = (state, line, end, silent) => {
    const lineAt = (number: number): string => {
      if ((state.sCount[number] ?? 0) - state.blkIndent >= 4) return ''
      return state.src.slice((state.bMarks[number] ?? 0) + (state.tShift[number] ?? 0), state.eMarks[number])
    }
    const [, colons = '', name = '', title = ''] = OPENING.exec(lineAt(line)) ?? []
    if (colons === '') return false
    const closing = closingLine(line + 1, Math.min(end, line + CONTAINER_LINES), colons.length)
    if (closing === null) return false
    if (silent) return true
    const { lineMax } = state
    const first = state.tokens.length
    state.push('container_open', 'div', 1).map = [line, closing + 1]
    state.lineMax = closing
    state.md.block.tokenize(state, line + 1, closing)
    state.lineMax = lineMax
    state.line = closing + 1
    state.push('container_close', 'div', -1)
    const kind = alertKindOf(name)
    const [, isOpen, words = ''] = /^(\{\s*state="open"\s*\})?(.*)$/.exec(title) ?? []
    const fold = kind !== null ? null : isOpen === undefined ? 'closed' : 'open'
    makeAlert(state, first, { kind, name, title: words.trim(), fold })
    return true

    /** Of as many colons, or more. Others within it have closing lines of their own. */
    function closingLine(from: number, to: number, length: number): number | null {
      let depth = 0
      for (let next = from; next < to && depth < MAX_DEPTH; next++) {
        // What is indented less is none of this list.
        if (!state.isEmpty(next) && (state.sCount[next] ?? 0) < state.blkIndent) return null
        const text = lineAt(next)
        if (slides && SLIDE_PARTS.test(text)) return null
        if (!text.startsWith(':::')) continue
        if ((OPENING.exec(text)?.[1]?.length ?? 0) >= length) depth++
        else if ((CLOSING.exec(text)?.[1]?.length ?? 0) >= length && depth-- === 0) return next
      }
      return null
    }
  }
  md.block.ruler.before('fence', 'container', rule, { alt: ['paragraph', 'reference', 'blockquote', 'list'] })
}
