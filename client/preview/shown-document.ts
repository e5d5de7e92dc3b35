import type { FrontMatter } from './front-matter.ts'
import type { RenderedBlock, Splice, TextChange } from './messages.ts'

/** A text as blocks of HTML that is not safe yet, and what becomes of them when the text changes. */
export interface ShownDocument {
  readonly frontMatter: Pick<FrontMatter, 'lang' | 'dir'>
  /** Everything that is shown, for whoever has nothing of it yet. */
  readonly shown: readonly RenderedBlock[]
  /** Whether nothing of it waits for something that is still to come. */
  readonly isComplete: boolean
  /** The lines of the text as it is now: others after each change. */
  readonly lines: readonly string[]
  /** Takes a whole text. What is there comes piece by piece, the first soon. */
  open(text: string): Iterable<readonly Splice[]>
  change(changes: readonly TextChange[]): readonly Splice[]
  /** Renders what was waiting for something that is here now. */
  again(): readonly Splice[]
}

/** How many lines at the beginning, and of the others at the end, are the same. */
export function commonLines(before: readonly string[], after: readonly string[]): { same: number; sameEnd: number } {
  const limit = Math.min(before.length, after.length)
  let same = 0
  while (same < limit && before[same] === after[same]) same++
  let sameEnd = 0
  while (sameEnd < limit - same && before.at(-1 - sameEnd) === after.at(-1 - sameEnd)) sameEnd++
  return { same, sameEnd }
}

/** What turns the blocks `before` into those `after`, where those behind the change have moved by `shift` lines. */
export function splicesBetween(
  before: readonly RenderedBlock[],
  after: readonly RenderedBlock[],
  shift: number,
): readonly Splice[] {
  let start = 0
  const limit = Math.min(before.length, after.length)
  while (start < limit && isSame(before[start], after[start], 0)) start++
  let end = 0
  while (end < limit - start && isSame(before.at(-1 - end), after.at(-1 - end), shift)) end++
  const replaced = after.slice(start, after.length - end)
  if (before.length === after.length && shift === 0) {
    return replaced.flatMap((block, index) => {
      const at = start + index
      return isSame(before[at], block, 0) ? [] : [{ at, remove: 1, shift: 0, blocks: [block] }]
    })
  }
  const remove = before.length - start - end
  return [{ at: start, remove, shift, blocks: replaced }]
}

function isSame(before: RenderedBlock | undefined, after: RenderedBlock | undefined, shift: number): boolean {
  return before?.html === after?.html && before?.kind === after?.kind && (before?.line ?? 0) + shift === after?.line
}
