import { ChangeSet, type ChangeSpec, type Line, type Text } from '@codemirror/state'
import { walkLists } from './list-walk.ts'
import { marksOf, type PlacedMark, quoteDepth, quotesLength } from './lists.ts'

/** An item as it was, and how much farther what is in it has to be indented. */
interface WidenedItem {
  readonly content: number
  readonly by: number
}

/** Behind `changes` of markers, which made lines no more and no fewer: what is below an item goes where it is in it as before. */
export function keepNested(doc: Text, changes: ChangeSet): ChangeSet {
  const after = changes.apply(doc)
  const shifts = new Map<number, ChangeSpec>()
  let seen = 0
  changes.iterChangedRanges((from, to) => {
    const first = doc.lineAt(from)
    const last = doc.lineAt(to).number
    if (last <= seen) return
    let shift = 0
    seen = walkLists<WidenedItem>(doc, first, last, {
      line(line, start, _column, parent) {
        shift = parent?.by ?? 0
        if (shift !== 0) shifts.set(line.number, shifted(line, start, shift))
      },
      item: (line, mark) => ({
        content: mark.content,
        by: shift + widening(mark, line.text, after.line(line.number).text),
      }),
    })
  }, true)
  return ChangeSet.of([...shifts.values()], doc.length).map(changes, true)
}

function widening(mark: PlacedMark, before: string, after: string): number {
  const depth = quoteDepth(before)
  const [old, next] = [before, after].map((text) => marksOf(text, quotesLength(text, depth) ?? 0))
  const index = old?.findIndex(({ offset }) => offset === mark.offset) ?? -1
  return (next?.[index]?.content ?? mark.content) - mark.content
}

/** At the beginning of the space before its text, where no marker is changed. */
export function shifted(line: Line, start: number, by: number): ChangeSpec {
  const from = line.from + start
  if (by > 0) return { from, insert: ' '.repeat(by) }
  const [space = ''] = /^(?:\t| *)/.exec(line.text.slice(start)) ?? []
  return { from, to: from + Math.min(space.length, -by) }
}
