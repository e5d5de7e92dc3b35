import { MAX_DESCRIPTION_LENGTH } from '../protocol/limits.ts'

/** Far enough to get past properties and a picture or two. */
const READ_LENGTH = 20_000

/** The first paragraph of a text, without Markdown's marks: what a link to it is shown with. '' when there is none. */
export function descriptionFromText(text: string): string {
  const paragraphs = withoutProperties(text.slice(0, READ_LENGTH)).split(/\n\s*\n/)
  for (const paragraph of paragraphs) {
    if (/^\s*(?:#|```|~~~|\||<(?:script|style|!)|:::|\[toc\]|={3,}|-{3,}|\$\$)/i.test(paragraph)) continue
    const words = plain(paragraph)
    if (!/[\p{L}\p{N}]/u.test(words)) continue
    return words.length > MAX_DESCRIPTION_LENGTH ? `${words.slice(0, MAX_DESCRIPTION_LENGTH - 1).trimEnd()}…` : words
  }
  return ''
}

function withoutProperties(text: string): string {
  return text.replace(/^---\s*\n[\s\S]*?\n(?:---|\.\.\.)\s*(?:\n|$)/, '')
}

/** One bounded look at each mark: whatever stands there, this is done soon. */
function plain(paragraph: string): string {
  return paragraph
    .replace(/!?\[([^\]\n]{0,500})\]\([^)\n]{0,2000}\)/g, '$1')
    .replace(/<[^>\n]{0,500}>/g, '')
    .replace(/^\s*(?:>|[-*+]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?/gm, '')
    .replace(/[*`~=]{1,3}(?=\S)|(?<=\S)[*`~=]{1,3}/g, '')
    .replace(/(?<![\p{L}\p{N}])_{1,3}(?=\S)|(?<=\S)_{1,3}(?![\p{L}\p{N}])/gu, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
}
