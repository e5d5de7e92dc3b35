/** A list of properties is short. What begins like one and is longer than this is text. */
export const MAX_FRONT_MATTER_LINES = 200
/** How a property begins. What else begins with a rule is text. */
export const PROPERTY = /^[\p{L}_][\p{L}\d_-]*:(?:\s|$)/u
export const FRONT_MATTER_END = /^(?:---|\.\.\.)\s*$/

/** Whether a text of which these are the first lines may begin with front matter: properties of itself. */
export function beginsFrontMatter(first: string, second: string): boolean {
  return first.trimEnd() === '---' && PROPERTY.test(second)
}

/** The number of lines before the text begins: from a first line `---` to the next `---`; 0 when there is no front matter. */
export function frontMatterLines(lines: readonly string[]): number {
  if (!beginsFrontMatter(lines[0] ?? '', lines[1] ?? '')) return 0
  const end = lines.slice(0, MAX_FRONT_MATTER_LINES).findIndex((line, at) => at > 1 && FRONT_MATTER_END.test(line))
  return end + 1
}
