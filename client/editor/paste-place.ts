import { type ChangeSpec, EditorSelection, type EditorState, type SelectionRange } from '@codemirror/state'
import { listMark } from './lists.ts'

/** What a quote or an item has before its text: `> `, or the marker of a list. */
const CONTAINER = /^([\t ]*)(>[\t ]?|(?:[-*+]|\d{1,9}[.)])[\t ]+)/
const TASK_BOX = /^\[[ xX]\][\t ]+/
const QUOTES = /^(?:[\t ]*>)+ ?/
const EMPTY_HEADING = /^#{1,6}[\t ]+$/
/** How something begins that is no paragraph, and how it may end. */
const BLOCK = /^(?:#{1,6}[\t ]|[-*+][\t ]|\d{1,9}[.)][\t ]|>|`{3}|\||-{3}|\$\$|\[\^[^\]]+\]:|[\t ])/
const BLOCK_END = /(?:`{3}|\$\$)$/

/** What there is on the line before something that is pasted. */
interface Beginning {
  /** What every further line begins with, to belong to the same quote and item. */
  readonly prefix: string
  readonly text: string
  /** Whether an item begins on the line, and where when it has no text yet: within the line, with the prefix of what it is in. */
  readonly isItem: boolean
  readonly emptyItem: { readonly at: number; readonly prefix: string } | null
}

/** And around it. */
interface Place extends Pick<Beginning, 'prefix' | 'text' | 'isItem'> {
  readonly from: number
  readonly after: string
  readonly above: string
  readonly below: string
}

/** Puts Markdown where a range is: in the quote or item there, with its blocks on lines of their own. A paragraph goes on in its line. */
export function placed(
  state: EditorState,
  range: SelectionRange,
  markdown: string,
): { changes: ChangeSpec; range: SelectionRange } {
  const place = placeOf(state, range, markdown)
  const { prefix, text, after } = place
  const blank = `\n${prefix.trimEnd()}`
  const lead = leadOf(place, markdown, blank)
  const tail = tailOf(place, markdown, blank)
  const insert = lead + markdown.replaceAll(/\n(.?)/g, (_all, next) => (next === '' ? blank : `\n${prefix}${next}`))
  // Space at the end of one line and the beginning of the next one would be left over.
  const from = place.from - (lead === '' ? 0 : text.length - text.trimEnd().length)
  const to = range.to + (tail === '' ? 0 : after.length - after.trimStart().length)
  return { changes: { from, to, insert: insert + tail }, range: EditorSelection.cursor(from + insert.length) }
}

function placeOf({ doc }: EditorState, { from, to }: SelectionRange, markdown: string): Place {
  const [line, last] = [doc.lineAt(from), doc.lineAt(to)]
  const { emptyItem, ...begun } = beginningOf(line.text.slice(0, from - line.from))
  const around = {
    after: last.text.slice(to - last.from),
    above: line.number > 1 ? doc.line(line.number - 1).text.replace(QUOTES, '') : '',
    below: last.number < doc.lines ? doc.line(last.number + 1).text.replace(QUOTES, '') : '',
  }
  // An item or a heading that was begun becomes the one that is pasted.
  if (emptyItem !== null && listMark(firstLine(markdown)) !== null && around.after.trim() === '')
    return { ...begun, ...around, from: line.from + emptyItem.at, prefix: emptyItem.prefix }
  if (EMPTY_HEADING.test(begun.text) && markdown.startsWith('#'))
    return { ...begun, ...around, from: from - begun.text.length, text: '' }
  return { ...begun, ...around, from }
}

function beginningOf(before: string): Beginning {
  let [prefix, at] = ['', 0]
  let item: Beginning['emptyItem'] = null
  for (let found; (found = CONTAINER.exec(before.slice(at))) !== null; at += found[0].length) {
    const [, space = '', mark = ''] = found
    const isQuote = mark.startsWith('>')
    item = isQuote ? null : { at: at + space.length, prefix: prefix + space }
    prefix += space + (isQuote ? '> ' : mark.replaceAll(/\S/g, ' '))
  }
  const [indent = ''] = /^[\t ]*/.exec(before.slice(at)) ?? []
  const text = before.slice(at + indent.length).replace(item === null ? '' : TASK_BOX, '')
  return { prefix: prefix + indent, text, isItem: item !== null, emptyItem: text === '' ? item : null }
}

/** What comes before the first block, for it to begin one. */
function leadOf({ prefix, text, isItem, above }: Place, markdown: string, blank: string): string {
  if (!BLOCK.test(markdown)) return ''
  const isList = listMark(firstLine(markdown)) !== null
  if (text !== '') return `${isList && isItem ? '' : blank}\n${prefix}`
  return isItem || above.trim() === '' || (isList && isOfList(above)) ? '' : `\n${prefix}`
}

/** What comes behind the last block, for something else to begin there. */
function tailOf({ prefix, after, below }: Place, markdown: string, blank: string): string {
  const last = markdown.split('\n\n').at(-1) ?? ''
  if (!BLOCK.test(last) && !BLOCK_END.test(last)) return ''
  if (after.trim() !== '') return `${blank}\n${prefix}`
  return below.trim() === '' || isOfList(below) ? '' : blank
}

/** Whether a line of Markdown begins something that is no paragraph. */
export function isBlock(line: string): boolean {
  return BLOCK.test(line)
}

function isOfList(line: string): boolean {
  return listMark(line) !== null || /^[\t ]/.test(line)
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? ''
}
