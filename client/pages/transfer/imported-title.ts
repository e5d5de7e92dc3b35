import { fileEndingOf, formatOf, MARKDOWN } from '../../../shared/document/format.ts'
import { MAX_TITLE_LENGTH } from '../../../shared/protocol/limits.ts'

/** The title of what is Markdown once it is read: one that speaks of another kind of file, such as `Node.js`, gets Markdown's ending. */
export function markdownTitle(title: string): string {
  const cut = shortened(title, MAX_TITLE_LENGTH)
  return formatOf(cut) === MARKDOWN ? cut : named(title, MARKDOWN.endings[0])
}

/** The title of any other text, from the name of its file. Where the ending says how it is read, it stays, and spaces must not be. */
export function fileTitle(name: string): string {
  const joined = name.trim().replaceAll(/\s+/g, '-')
  const ending = fileEndingOf(joined)
  if (ending === null) return shortened(name.trim(), MAX_TITLE_LENGTH)
  return named(joined.slice(0, -ending.length - 1), ending)
}

function named(stem: string, ending: string): string {
  return `${shortened(stem, MAX_TITLE_LENGTH - ending.length - 1)}.${ending}`
}

/** Without half of a sign at the end. */
function shortened(text: string, length: number): string {
  return text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '')
}
