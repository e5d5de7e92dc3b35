import { MAX_TITLE_LENGTH } from '../protocol/limits.ts'

/** No more of a text, in UTF-16 code units, is looked at for its title. */
export const TITLE_SPAN = 4 * MAX_TITLE_LENGTH

/**
 * What a document without a title is called: the `title` of its properties (front matter), or else its first line that says
 * something, without Markdown's marks.
 */
export function titleFromText(text: string): string {
  const lines = beginningOf(text)
  for (const line of [propertyOf(text, 'title'), ...lines]) {
    const words = line
      .replace(/^[\s#>*+\-=`~]+/, '')
      .replace(/\p{Cc}/gu, ' ')
      .trim()
    if (words !== '')
      return words.length > MAX_TITLE_LENGTH ? `${words.slice(0, MAX_TITLE_LENGTH - 1).trimEnd()}…` : words
  }
  return 'Untitled'
}

function beginningOf(text: string): string[] {
  return text.slice(0, TITLE_SPAN).split('\n')
}

/** The words of one of the properties (front matter) of a text; '' when it does not begin with any, or has no such one. */
export function propertyOf(text: string, name: 'title' | 'slug'): string {
  const lines = beginningOf(text)
  const end = lines.findIndex((line, index) => index > 0 && /^(?:---|\.\.\.)\s*$/.test(line))
  if (lines[0]?.trimEnd() !== '---' || end === -1) return ''
  const line = lines.slice(1, end).find((each) => each.startsWith(`${name}:`)) ?? ''
  return line.slice(name.length + 1).replace(/^\s*(["']?)(.*)\1\s*$/, '$2')
}
