import { MAX_TITLE_LENGTH } from '../protocol/limits.ts'

/** What a document without a title is called: its first line that says something, without Markdown's marks. */
export function titleFromText(text: string): string {
  for (const line of text.slice(0, 4 * MAX_TITLE_LENGTH).split('\n')) {
    const words = line
      .replace(/^[\s#>*+\-=`~]+/, '')
      .replace(/\p{Cc}/gu, ' ')
      .trim()
    if (words !== '')
      return words.length > MAX_TITLE_LENGTH ? `${words.slice(0, MAX_TITLE_LENGTH - 1).trimEnd()}…` : words
  }
  return 'Untitled'
}
