import { MAX_TITLE_LENGTH } from '../protocol/limits.ts'

/**
 * What a document without a title is called: the `title` of its properties (front matter), or else its first line that says
 * something, without Markdown's marks.
 */
export function titleFromText(text: string): string {
  const lines = text.slice(0, 4 * MAX_TITLE_LENGTH).split('\n')
  for (const line of [propertyOf(lines), ...lines]) {
    const words = line
      .replace(/^[\s#>*+\-=`~]+/, '')
      .replace(/\p{Cc}/gu, ' ')
      .trim()
    if (words !== '')
      return words.length > MAX_TITLE_LENGTH ? `${words.slice(0, MAX_TITLE_LENGTH - 1).trimEnd()}…` : words
  }
  return 'Untitled'
}

/** The words of the property `title`; '' when the text does not begin with properties, or they have none. */
function propertyOf(lines: readonly string[]): string {
  const end = lines.findIndex((line, index) => index > 0 && /^(?:---|\.\.\.)\s*$/.test(line))
  if (lines[0]?.trimEnd() !== '---' || end === -1) return ''
  const line = lines.slice(1, end).find((each) => each.startsWith('title:')) ?? ''
  return line.slice('title:'.length).replace(/^\s*(["']?)(.*)\1\s*$/, '$2')
}
