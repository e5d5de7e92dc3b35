import { MAX_DESCRIPTION_LENGTH } from '../protocol/limits.ts'
import { frontMatterLines } from './front-matter.ts'
import { plainWords } from './plain-words.ts'

/** Far enough to get past properties and a picture or two. */
const READ_LENGTH = 20_000

/** The first paragraph of a text, without Markdown's marks: what a link to it is shown with. '' when there is none. */
export function descriptionFromText(text: string): string {
  const lines = text.slice(0, READ_LENGTH).split('\n')
  const paragraphs = lines
    .slice(frontMatterLines(lines))
    .join('\n')
    .split(/\n\s*\n/)
  for (const paragraph of paragraphs) {
    if (/^\s*(?:#|```|~~~|\||<(?:script|style|!)|:::|\[toc\]|={3,}|-{3,}|\$\$)/i.test(paragraph)) continue
    const words = plainWords(paragraph)
    if (!/[\p{L}\p{N}]/u.test(words)) continue
    return words.length > MAX_DESCRIPTION_LENGTH ? `${words.slice(0, MAX_DESCRIPTION_LENGTH - 1).trimEnd()}…` : words
  }
  return ''
}
