/** So far in, from where the text around it begins, a line is code. */
const CODE_INDENT = 4
const QUOTE = /^(?: {0,3}> ?){1,99}/
const ITEM = /^([-+*]|\d{1,9}[.)])([ \t]+|$)/
/** Nothing has more lists within each other; one line could be nothing but their marks. */
const MAX_ITEMS = 100
/** What is no paragraph, so that code may follow at once. */
const NO_PARAGRAPH = /^(?:#{1,6}(?:[ \t]|$)|(?:[-*_][ \t]{0,9}){3,99}$|`{3}|~{3})/

/** Which lines are code because they are indented, told line by line: neither what goes on with a paragraph, nor what belongs to an item of a list. */
export class IndentedCode {
  /** How far in the text of each list item around the next line begins, the innermost last. */
  #items: number[] = []
  #isInParagraph = false
  #isQuoted = false

  has(line: string): boolean {
    const quote = QUOTE.exec(line)?.[0] ?? ''
    const isQuoted = quote !== ''
    let rest = line.slice(quote.length)
    if (rest.trim() === '') {
      this.#isInParagraph = false
      return false
    }
    if (isQuoted !== this.#isQuoted && !(this.#isInParagraph && !isQuoted)) {
      this.#items = []
      this.#isInParagraph = false
      this.#isQuoted = isQuoted
    }
    let column = 0
    for (;;) {
      const before = column
      column = columnAfter(rest, column)
      rest = rest.replace(/^[ \t]+/, '')
      // Items that it is not in are over.
      if (before === 0 && !this.#isInParagraph) this.#items = this.#items.filter((begin) => begin <= column)
      const around = this.#items.at(-1) ?? 0
      if (!this.#isInParagraph && column - around >= CODE_INDENT) return true
      const item = column - around < CODE_INDENT ? ITEM.exec(rest) : null
      if (item === null || this.#items.length >= MAX_ITEMS || NO_PARAGRAPH.test(rest)) break
      this.#begin(column, item)
      const [, mark = '', gap = ''] = item
      const after = column + mark.length
      const text = rest.slice(mark.length)
      if (text.trim() === '') return false
      // Code may begin beside the mark: then one space belongs to the mark.
      if (columnAfter(gap, after) - after > CODE_INDENT) return true
      column = after
      rest = text
      this.#items[this.#items.length - 1] = columnAfter(gap, after)
    }
    this.#isInParagraph = !NO_PARAGRAPH.test(rest)
    if (!this.#isInParagraph) this.#items = this.#items.filter((begin) => begin <= column)
    return false
  }

  #begin(column: number, item: RegExpExecArray): void {
    this.#items = this.#items.filter((begin) => begin <= column)
    this.#items.push(column + (item[1]?.length ?? 0) + 1)
    this.#isInParagraph = false
  }
}

/** Where what follows the white space at the beginning stands, which stands at a column itself. */
function columnAfter(text: string, column: number): number {
  let at = column
  for (const sign of text) {
    if (sign === '\t') at += 4 - (at % 4)
    else if (sign === ' ') at += 1
    else break
  }
  return at
}
