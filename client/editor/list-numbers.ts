import { ChangeSet, type ChangeSpec, EditorState, type Extension, type Line, type Text } from '@codemirror/state'
import { isMarkdown } from './code-places.ts'
import { countedItem, isEven, type List, type ListedItem } from './list-counts.ts'
import { keepNested } from './list-nesting.ts'
import { ListOrigins } from './list-origins.ts'
import { type ListVisitor, walkLists } from './list-walk.ts'
import { type PlacedMark, quoteDepth } from './lists.ts'

/** An item, and the one that it was. */
interface TracedItem extends ListedItem {
  /** Null for one that was made just now. */
  readonly old: ListedItem | null
  /** Its line begins as it did: it was neither moved nor indented. */
  readonly isInPlace: boolean
}

/** So many items behind what was changed are counted anew: Markdown counts by itself, and each of them is a change that everybody gets. */
const MAX_ITEMS = 100

/** The changes, and with them what makes the numbers of the lists that they changed count on. */
export function withNumbers(state: EditorState, changes: ChangeSet): ChangeSet {
  return isMarkdown(state) ? changes.compose(numbersAfter(state, changes, 'made')) : changes
}

/** What moves lines, doubles them or takes them away, by key or by hand, knows nothing of numbers. */
const LINE_EVENTS = ['move.line', 'input.copyline', 'delete.line']

/** After such a change the lists that it changed count on, within the same step. */
export const countedLines: Extension = EditorState.transactionFilter.of((transaction) => {
  const { changes, startState } = transaction
  if (!LINE_EVENTS.some((event) => transaction.isUserEvent(event)) || !isMarkdown(startState)) return transaction
  return [transaction, { changes: numbersAfter(startState, changes, 'moved'), sequential: true }]
})

/**
 * What sets the numbers right, in the text that `changes` make. Only those of items are written, and only in lists that were changed and
 * that counted: to leave a number wrong harms nobody. A list keeps the number that it began with, also where its first item goes or
 * another comes before it; one that is new begins at 1.
 * @param inserted Whether lines that the changes put in were made just now, or were elsewhere.
 */
function numbersAfter(state: EditorState, changes: ChangeSet, inserted: 'made' | 'moved'): ChangeSet {
  const after = changes.apply(state.doc)
  const numbers: ChangeSpec[] = []
  let isWider = false
  const goOn = new Set<List>()
  const origins = new ListOrigins(state, changes)
  const isLeft = (place: number, before: number): boolean => origins.isLeft(place, after, before)
  for (const items of listsAfter(state.doc, after, changes, origins, inserted)) {
    const counts = countsOf(items, startOf(items, goOn, isLeft))
    for (const [{ from, bullet, number }, count] of counts) {
      if (count === number) continue
      const digits = String(count)
      numbers.push({ from, to: from + bullet.length - 1, insert: digits })
      isWider ||= digits.length !== bullet.length - 1
    }
  }
  const counted = ChangeSet.of(numbers, after.length)
  return isWider ? counted.compose(keepNested(after, counted)) : counted
}

/** The lists that are numbered, as they are then. */
function listsAfter(
  doc: Text,
  after: Text,
  changes: ChangeSet,
  origins: ListOrigins,
  inserted: 'made' | 'moved',
): readonly (readonly TracedItem[])[] {
  const before = new Map<number, ListedItem>()
  const byLine = new Map<string, ListedItem>()
  eachTouched<ListedItem>(doc, changes, 'before', {
    isItem: (line, { offset }) => origins.wasMarker(line.from + offset),
    item(line, mark, _parent, sibling) {
      const item = countedItem(line, mark, sibling)
      before.set(item.from, item)
      byLine.set(keyOf(line, mark), item)
      return item
    },
  })
  const lists = new Map<List, TracedItem[]>()
  eachTouched<ListedItem>(after, changes, 'after', {
    isItem(line, mark) {
      const place = origins.placeOf(line, mark)
      if (place !== null) return origins.wasMarker(place)
      return (inserted === 'made' || byLine.has(keyOf(line, mark))) && origins.isOpenTo(line, mark)
    },
    item(line, mark, _parent, sibling) {
      const item = countedItem(line, mark, sibling)
      const place = origins.placeOf(line, mark)
      const source = inserted === 'moved' ? byLine.get(keyOf(line, mark)) : undefined
      const old = (place === null ? source : before.get(place)) ?? null
      const items = lists.get(item.list) ?? []
      lists.set(item.list, items)
      items.push({ ...item, old, isInPlace: old !== null && origins.samePlaceOf(line, mark) === old.from })
      return item
    },
  })
  return [...lists.values()].filter(([first]) => first !== undefined && first.number !== null)
}

/** By which a line that was moved, or doubled, is found where it was. */
function keyOf(line: Line, { offset }: PlacedMark): string {
  return `${offset} ${line.text}`
}

/**
 * What a list begins with.
 * @param goOn The lists that another one goes on with already.
 * @param isLeft Whether an item that was at `place` is there still, above `before`.
 */
function startOf(
  items: readonly TracedItem[],
  goOn: Set<List>,
  isLeft: (place: number, before: number) => boolean,
): number {
  const known = items.find(({ isInPlace }) => isInPlace)
  if (known === undefined || known.old === null) return 1
  const { list } = known.old
  const [first = known.old] = list.items
  // Of a long list only a part is looked at, which may begin elsewhere than before.
  const isOther = goOn.has(list) || isLeft(first.from, items[0]?.from ?? 0)
  goOn.add(list)
  return (isOther ? known.number : first.number) ?? 1
}

/** The numbers that items get; not of those that keep theirs. */
function countsOf(items: readonly TracedItem[], start: number): Map<TracedItem, number> {
  const first = items.findIndex((_item, index) => isChanged(items, index))
  const counts = new Map<TracedItem, number>()
  if (first === -1) return counts
  const top = Math.max(0, first - MAX_ITEMS)
  const broken = items.findIndex(({ old }, index) => index > top && old?.fits === false)
  const isBroken = items[top]?.old?.fits === false && top === first
  // Only of a long list, in which a part was counted before, another part may be counted.
  const end = isBroken || (broken !== -1 && (broken <= first || items.length <= MAX_ITEMS)) ? top : broken
  const isAlike = items.some(({ old }) => old !== null && isEven(old.list))
  let next = top === 0 ? start : (items[top]?.meaning ?? start)
  let behind = 0
  for (let index = top; index < items.length; index++) {
    const item = items[index]
    if (item === undefined) break
    behind = isChanged(items, index) ? 0 : behind + 1
    const isCounted = (end === -1 || index < end) && !isAlike && (index < first || behind < MAX_ITEMS)
    const isMade = item.old === null
    if (isCounted || (isMade && index > 0)) counts.set(item, next)
    const number = counts.get(item) ?? item.meaning
    next = isAlike ? number : number + 1
  }
  return counts
}

/** Whether an item is new in its list, or what was before it is there no more. */
function isChanged(items: readonly TracedItem[], index: number): boolean {
  const item = items[index]
  if (item === undefined || !item.isInPlace || item.old === null) return true
  const last = item.old.list.items[item.old.index - 1]
  return items[index - 1]?.old !== last && !(index === 0 && last === undefined)
}

function eachTouched<T extends ListedItem>(
  doc: Text,
  changes: ChangeSet,
  side: 'before' | 'after',
  visitor: ListVisitor<T>,
): void {
  const seen = new Map<number, number>()
  const see = (first: Line, last: number): void => {
    const depth = quoteDepth(first.text)
    const top = (seen.get(depth) ?? 0) + 1
    if (last < top) return
    const from = first.number < top ? doc.line(top) : first
    seen.set(depth, walkLists(doc, from, last, visitor, top))
  }
  changes.iterChangedRanges((fromA, toA, fromB, toB) => {
    const [from, to] = side === 'before' ? [fromA, toA] : [fromB, toB]
    const first = doc.lineAt(from)
    // What is left of lines that went is between two others.
    const last = Math.min(doc.lines, doc.lineAt(to).number + 1)
    see(first, last)
    if (quoteDepth(doc.line(last).text) !== quoteDepth(first.text)) see(doc.line(last), last)
  }, true)
}
