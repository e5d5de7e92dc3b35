import { MAX_TITLE_LENGTH } from '../protocol/limits.ts'
import { frontMatterLines } from './front-matter.ts'
import { plainWords } from './plain-words.ts'

/** No more of a text, in UTF-16 code units, is looked at for its title. */
export const TITLE_SPAN = 10 * MAX_TITLE_LENGTH

const COMMENT = /<!--[\s\S]*?(?:-->|$)/g
/** A fence and its language, or where the contents are listed: no words of the text. */
const WORDLESS = /^[\s>]*(?:`{3,}|~{3,}|\[{1,2}toc\]{1,2}\s*$)/i
const PICTURE = /!\[[^\]\n]{0,500}\]\([^)\n]{0,2000}\)/g

/**
 * What a document without a title is called: the `title` of its properties (front matter), or else the first line of its text that says
 * something, without Markdown's marks.
 */
export function titleFromText(text: string): string {
  const lines = beginningOf(text)
  const body = lines.slice(frontMatterLines(lines)).join('\n').replace(COMMENT, '')
  const property = propertyOf(text, 'title')
    .replace(/\p{Cc}/gu, ' ')
    .trim()
  if (property !== '') return shortened(property)
  for (const line of body.split('\n')) {
    const words = WORDLESS.test(line) ? '' : wordsOf(line)
    if (words !== '') return shortened(words)
  }
  return 'Untitled'
}

function beginningOf(text: string): string[] {
  return text.slice(0, TITLE_SPAN).split('\n')
}

function wordsOf(line: string): string {
  return plainWords(line.replace(PICTURE, ''))
    .replace(/^[\s#>*+\-=`~|]+/, '')
    .replace(/(?:\s#+|[\s|]+)$/, '')
}

function shortened(words: string): string {
  return words.length > MAX_TITLE_LENGTH ? `${words.slice(0, MAX_TITLE_LENGTH - 1).trimEnd()}…` : words
}

/** The words of one of the properties (front matter) of a text; '' when it does not begin with any, or has no such one. */
export function propertyOf(text: string, name: 'title' | 'slug'): string {
  const lines = beginningOf(text)
  const line = lines.slice(1, frontMatterLines(lines)).find((each) => each.startsWith(`${name}:`)) ?? ''
  return line.slice(name.length + 1).replace(/^\s*(["']?)(.*)\1\s*$/, '$2')
}
