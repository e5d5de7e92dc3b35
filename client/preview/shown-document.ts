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

/** So many blocks are looked through for where the same go on; those of a change are fewer, but for a long paste. */
const MAX_APART = 100

/**
 * What turns the blocks `before` into those `after`, where the last of them have moved by `shift` lines: a splice for each place at which
 * they differ, since several people may have written in one change, far from each other.
 */
export function splicesBetween(
  before: readonly RenderedBlock[],
  after: readonly RenderedBlock[],
  shift: number,
): readonly Splice[] {
  let end = 0
  const limit = Math.min(before.length, after.length)
  while (end < limit && isSame(before.at(-1 - end), after.at(-1 - end), shift)) end++
  const [oldEnd, newEnd] = [before.length - end, after.length - end]
  const splices: Splice[] = []
  let [old, at, moved] = [0, 0, 0]
  while (old < oldEnd || at < newEnd) {
    if (old < oldEnd && at < newEnd && isSame(before[old], after[at], moved)) {
      old++
      at++
      continue
    }
    const { remove, add } = untilSame(before.slice(old, oldEnd), after.slice(at, newEnd))
    const [nextOld, next] = [before[old + remove], after[at + add]]
    const nowMoved = nextOld === undefined || next === undefined ? shift : next.line - nextOld.line
    splices.push({ at, remove, shift: nowMoved - moved, blocks: after.slice(at, at + add) })
    old += remove
    at += add
    moved = nowMoved
  }
  if (end > 0 && moved !== shift) splices.push({ at: newEnd, remove: 0, shift: shift - moved, blocks: [] })
  return splices
}

/** How many blocks of each come before both are the same again. */
function untilSame(before: readonly RenderedBlock[], after: readonly RenderedBlock[]): { remove: number; add: number } {
  const looksSame = (remove: number, add: number): boolean =>
    before[remove]?.html === after[add]?.html && before[remove]?.kind === after[add]?.kind
  for (let apart = 0; apart < Math.min(MAX_APART, before.length + after.length); apart++) {
    for (let add = Math.max(0, apart - before.length); add <= Math.min(apart, after.length); add++) {
      const remove = apart - add
      // Where blocks came or went, one alone may look the same by chance.
      if (looksSame(remove, add) && (remove === add || looksSame(remove + 1, add + 1))) return { remove, add }
    }
  }
  return { remove: before.length, add: after.length }
}

function isSame(before: RenderedBlock | undefined, after: RenderedBlock | undefined, shift: number): boolean {
  return before?.html === after?.html && before?.kind === after?.kind && (before?.line ?? 0) + shift === after?.line
}
