import type { RenderedBlock } from './messages.ts'

/** One slide by the indices of its blocks: what is shown from `from` on, what is said from `notes` on, both before `end`. */
export interface SlideRange {
  readonly from: number
  readonly notes: number
  readonly end: number
}

/** The slides of a document, by rules between its blocks. Where nothing stands between two rules there is none. */
export function slideRanges(blocks: readonly { readonly kind?: RenderedBlock['kind'] }[]): readonly SlideRange[] {
  const ranges: SlideRange[] = []
  let from = 0
  for (let at = 0; at <= blocks.length; at++) {
    if (at < blocks.length && blocks[at]?.kind !== 'rule') continue
    if (at > from) {
      const note = blocks.slice(from, at).findIndex(({ kind }) => kind === 'note')
      ranges.push({ from, notes: note === -1 ? at : from + note, end: at })
    }
    from = at + 1
  }
  return ranges
}

/** The slide that block `index` belongs to; the one before it for a rule. */
export function slideAt(ranges: readonly SlideRange[], index: number): number {
  let slide = 0
  for (const [number, { from }] of ranges.entries()) if (from <= index) slide = number
  return slide
}

interface Source {
  readonly source: string
  readonly kind?: RenderedBlock['kind']
  /** The labels of the footnotes that it defines. */
  readonly notes: readonly string[]
}

/**
 * What the audience may have of the blocks: nothing of what is for who speaks but that it is there, by an empty block. A footnote that
 * stands there goes along when it is of use elsewhere.
 */
export function withoutNotes<Block extends Source>(blocks: readonly Block[]): readonly (Block | (Block & Emptied))[] {
  const kept: (Block | (Block & Emptied))[] = []
  let isSaid = false
  const isShown = blocks.map(({ kind }) => {
    if (kind !== undefined) isSaid = kind === 'note'
    return !isSaid
  })
  const shown = blocks.filter((_block, index) => isShown[index])
  for (const [index, block] of blocks.entries()) {
    if (isShown[index] || isFootnoteOf(shown, block)) kept.push(block)
    else if (block.kind === 'note' && isShown[index - 1] !== false) kept.push({ ...block, html: '' })
  }
  return kept
}

interface Emptied {
  readonly html: ''
}

function isFootnoteOf(shown: readonly Source[], { source, notes: [label] }: Source): boolean {
  if (label === undefined || !source.trimStart().startsWith(`[^${label}]:`)) return false
  return shown.some((block) => block.source.includes(`[^${label}]`))
}
