import { escapeText } from './escape-text.ts'
import { type FrontMatter, NO_LIST } from './front-matter.ts'
import { filled, type PageWords } from './page-words.ts'

/** How a document's properties stand above its text. */
export function frontMatterHtml({ title, tags, error }: FrontMatter, words: PageWords): string {
  if (error !== '') {
    const reason = error === NO_LIST ? words.noProperties : error
    return `<p class="fault">${escapeText(filled(words.propertiesFault, { reason }))}</p>`
  }
  const heading = title === '' ? '' : `<p class="document-title">${escapeText(title)}</p>`
  const list = tags.map((tag) => `<li>${escapeText(tag)}</li>`).join('')
  return heading + (list === '' ? '' : `<ul class="document-tags">${list}</ul>`)
}
