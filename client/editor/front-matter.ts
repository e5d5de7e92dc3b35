import type { Input } from '@lezer/common'
import { tags } from '@lezer/highlight'
import type { BlockContext, Line, MarkdownConfig } from '@lezer/markdown'
import { FRONT_MATTER_END, frontMatterLines, PROPERTY } from '../../shared/document/front-matter.ts'

/** Properties that are longer are text in the editor. */
const MAX_LENGTH = 20_000

/** The parts of front matter in the editor's tree. */
export const frontMatterNodes: MarkdownConfig = {
  defineNodes: [
    { name: 'FrontMatter', block: true },
    { name: 'FrontMatterMark', style: tags.processingInstruction },
    { name: 'PropertyName', style: tags.propertyName },
  ],
}

/** Reads what a text begins with as front matter: for one of which `hasFrontMatter` is true, since a parser of Markdown cannot look ahead for its end. */
export const frontMatterBlock: MarkdownConfig = {
  parseBlock: [{ name: 'FrontMatter', before: 'HorizontalRule', parse: readFrontMatter }],
}

export function hasFrontMatter(input: Input): boolean {
  if (input.read(0, Math.min(input.length, 3)) !== '---') return false
  return frontMatterLines(input.read(0, Math.min(input.length, MAX_LENGTH)).split('\n')) > 0
}

function readFrontMatter(context: BlockContext, line: Line): boolean {
  if (context.lineStart > 0) return false
  const parts = [context.elt('FrontMatterMark', 0, line.text.length)]
  while (context.nextLine()) {
    const from = context.lineStart
    if (FRONT_MATTER_END.test(line.text)) {
      parts.push(context.elt('FrontMatterMark', from, from + line.text.length))
      context.nextLine()
      break
    }
    const [name = ''] = PROPERTY.exec(line.text) ?? []
    if (name !== '') parts.push(context.elt('PropertyName', from, from + name.trimEnd().length))
  }
  context.addElement(context.elt('FrontMatter', 0, context.prevLineEnd(), parts))
  return true
}
