const INNER_MARGIN = /^[\t >]*/
const MARGIN = /^(?:[\t >]|(?:[-*+]|\d{1,9}[.)])[\t ]+)*/
const RULE = /^[\t >]*([-*])(?:[\t ]*\1){2,}[\t ]*$/

/** What stands before a line's own text: the signs of the quotes and list items that it begins, or is in. */
export function marginOf(line: string): string {
  const [margin = ''] = (RULE.test(line) ? INNER_MARGIN : MARGIN).exec(line) ?? []
  return margin
}

/** The same for a line that goes on with what the one before it began. */
export function innerMarginOf(line: string): string {
  const [margin = ''] = INNER_MARGIN.exec(line) ?? []
  return margin
}
