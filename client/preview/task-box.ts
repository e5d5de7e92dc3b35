/** Where in a line the box of a task begins, and whether it is ticked; null when the line is no task. */
export function boxAt(line: string): { readonly at: number; readonly checked: boolean } | null {
  const match = /^(?:[\t >]|[-*+][\t ]|\d{1,9}[.)][\t ])*(?:[-*+]|\d{1,9}[.)])[\t ]+\[([ xX])\](?=\s)/.exec(line)
  return match === null ? null : { at: match[0].length - 3, checked: match[1] !== ' ' }
}
