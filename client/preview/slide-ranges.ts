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
