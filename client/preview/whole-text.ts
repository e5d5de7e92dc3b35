import { frontMatterLines } from '../../shared/document/front-matter.ts'
import { type FrontMatter, readFrontMatter } from './front-matter.ts'
import { linesOf } from './line-list.ts'
import { type Markdown, referencesOf, type Token } from './markdown.ts'

/** A note: blocks, or only words where it stands where it is meant. */
export interface WholeNote {
  readonly tokens: readonly Token[]
  readonly isInline: boolean
}

/** A text read as a whole, for who writes it in another format. */
export interface WholeText {
  readonly frontMatter: FrontMatter
  readonly tokens: readonly Token[]
  /** By the `meta.label` of their marks. */
  readonly notes: ReadonlyMap<string, WholeNote>
}

/** Reads everything at once: for a long text it takes a while. */
export function readWhole(markdown: Markdown, source: string): WholeText {
  const lines = linesOf(source)
  const front = frontMatterLines(lines)
  const frontMatter = readFrontMatter(lines.slice(1, Math.max(1, front - 1)).join('\n'))
  const blocks = [...markdown.readBlocks(lines.slice(front).join('\n'))]
  const references = referencesOf(blocks)
  const tokens: Token[] = []
  const notes = new Map<string, WholeNote>()
  for (const block of blocks) {
    const read = markdown.readLines(block.tokens, references)
    for (const token of read.tokens) {
      for (const child of token.children ?? []) {
        nameInlineNote(child, read.notes, notes)
        if (frontMatter.breaks && child.type === 'softbreak') child.type = 'hardbreak'
      }
    }
    const label = noteLabel(read.tokens[0])
    if (label === null) tokens.push(...read.tokens)
    else if (!notes.has(label)) notes.set(label, { tokens: read.tokens.slice(1, -1), isInline: false })
  }
  return { frontMatter, tokens, notes }
}

/** A note without a label gets one that no text can have. */
function nameInlineNote(token: Token, inline: readonly (readonly Token[])[], notes: Map<string, WholeNote>): void {
  if (token.type !== 'footnote_ref') return
  const { label, id } = token.meta as { readonly label?: string; readonly id: number }
  if (label !== undefined) return
  const made = `\n${notes.size}`
  notes.set(made, { tokens: inline[id] ?? [], isInline: true })
  token.meta = { label: made }
}

function noteLabel(first: Token | undefined): string | null {
  if (first?.type !== 'footnote_reference_open') return null
  return (first.meta as { readonly label?: string }).label ?? null
}
