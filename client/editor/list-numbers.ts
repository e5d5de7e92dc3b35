import {
  ChangeSet,
  type ChangeSpec,
  EditorState,
  type Extension,
  type Line,
  MapMode,
  type Text,
} from '@codemirror/state'
import { isInCode } from './code-places.ts'
import { keepNested } from './list-nesting.ts'
import { type ListVisitor, walkLists } from './list-walk.ts'
import { numberOf, type PlacedMark, quoteDepth } from './lists.ts'

/** Items that Markdown counts together. */
interface List {
  /** The sign behind the number, or the bullet. */
  readonly sign: string
  /** What it begins with. */
  readonly start: number
  next: number
}

interface CountedItem {
  readonly content: number
  readonly list: List
}

/** The changes, and with them what makes the numbers of all lists that they touch count on. */
export function withNumbers(state: EditorState, changes: ChangeSet): ChangeSet {
  return isText(state, changes) ? changes.compose(numbersAfter(state.doc, changes)) : changes
}

/** What moves lines, doubles them or takes them away, by key or by hand, knows nothing of numbers. */
const LINE_EVENTS = ['move.line', 'input.copyline', 'delete.line']

/** After such a change the lists that it touched count on, within the same step. */
export const countedLines: Extension = EditorState.transactionFilter.of((transaction) => {
  const { changes, startState } = transaction
  if (!LINE_EVENTS.some((event) => transaction.isUserEvent(event)) || !isText(startState, changes)) return transaction
  return [transaction, { changes: numbersAfter(startState.doc, changes), sequential: true }]
})

/** In code a number means something else. */
function isText(state: EditorState, changes: ChangeSet): boolean {
  const places: number[] = []
  changes.iterChangedRanges((_from, to) => places.push(to))
  return !isInCode(state, places[0] ?? 0)
}

/**
 * What sets the numbers right, in the text that `changes` make of `doc`. Whatever is wrong is set right, since two people who count the
 * same list at once both put their number into a place. A list keeps the number that it began with, also where its first item goes or
 * another comes before it; one that is new begins at 1.
 */
export function numbersAfter(doc: Text, changes: ChangeSet): ChangeSet {
  const after = changes.apply(doc)
  const starts = startsAfter(doc, after, changes)
  const numbers: ChangeSpec[] = []
  let isWider = false
  const count = (line: Line, mark: PlacedMark, list: List): number => {
    const number = list.next++
    const digits = String(number)
    const from = line.from + mark.offset
    if (numberOf(mark) === null || numberOf(mark) === number) return 0
    numbers.push({ from, to: from + mark.bullet.length - 1, insert: digits })
    const wider = digits.length - (mark.bullet.length - 1)
    isWider ||= wider !== 0
    return wider
  }
  eachTouched(after, changes, 'after', {
    item(line, mark, _parent, sibling) {
      const start = starts.get(line.from + mark.offset) ?? numberOf(mark) ?? 0
      const list = listOf(mark, sibling) ?? newList(mark, start)
      // With the number that was wrong, what is below it may have seemed to be beside it.
      return { content: mark.content + Math.min(0, count(line, mark, list)), list }
    },
  })
  const counted = ChangeSet.of(numbers, after.length)
  return isWider ? counted.compose(keepNested(after, counted)) : counted
}

/** What each list begins with, by the place of its first marker. */
function startsAfter(doc: Text, after: Text, changes: ChangeSet): Map<number, number> {
  const before = new Map<number, List>()
  eachTouched(doc, changes, 'before', {
    item(line, mark, _parent, sibling) {
      const list = listOf(mark, sibling) ?? newList(mark, numberOf(mark) ?? 0)
      before.set(line.from + mark.offset, list)
      return { content: mark.content, list }
    },
  })
  const originOf = origins(doc, changes)
  const starts = new Map<number, number>()
  /** Of the lists that have only new items so far, the places. */
  const places = new Map<List, number>()
  const goesOn = new Set<List>()
  eachTouched(after, changes, 'after', {
    item(line, mark, _parent, sibling) {
      const list = listOf(mark, sibling) ?? newList(mark, 1)
      if (list !== sibling?.list) places.set(list, line.from + mark.offset)
      const place = places.get(list)
      const old = before.get((place === undefined ? null : originOf(line, mark)) ?? -1)
      if (place !== undefined && old === undefined) starts.set(place, 1)
      if (place !== undefined && old !== undefined) {
        starts.set(place, goesOn.has(old) ? (numberOf(mark) ?? 1) : old.start)
        goesOn.add(old)
        places.delete(list)
      }
      return { content: mark.content, list }
    },
  })
  return starts
}

/** Where a marker was, if its line is as it was up to there. */
function origins(doc: Text, changes: ChangeSet): (line: Line, mark: PlacedMark) => number | null {
  const back = changes.invertedDesc
  return (line, { offset }) => {
    const from = back.mapPos(line.from, 1, MapMode.TrackAfter)
    const marker = back.mapPos(line.from + offset, 1, MapMode.TrackAfter)
    if (from === null || marker === null || doc.lineAt(from).from !== from) return null
    return marker - from === offset ? marker : null
  }
}

function eachTouched(doc: Text, changes: ChangeSet, side: 'before' | 'after', visitor: ListVisitor<CountedItem>): void {
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

function listOf(mark: PlacedMark, sibling: CountedItem | null): List | null {
  return sibling?.list.sign === signOf(mark) ? sibling.list : null
}

function signOf({ bullet }: PlacedMark): string {
  return bullet.slice(-1)
}

function newList(mark: PlacedMark, start: number): List {
  return { sign: signOf(mark), start, next: start }
}
