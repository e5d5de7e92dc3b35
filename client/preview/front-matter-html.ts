import { escapeText } from './escape-text.ts'
import type { FrontMatter } from './front-matter.ts'

/** How a document's properties stand above its text. */
export function frontMatterHtml({ title, tags, error }: FrontMatter): string {
  if (error !== '') return `<p class="fault">The properties above the text cannot be read: ${escapeText(error)}</p>`
  const heading = title === '' ? '' : `<p class="document-title">${escapeText(title)}</p>`
  const list = tags.map((tag) => `<li>${escapeText(tag)}</li>`).join('')
  return heading + (list === '' ? '' : `<ul class="document-tags">${list}</ul>`)
}
