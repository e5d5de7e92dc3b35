import type { Line } from '@codemirror/state'
import { numberOf, type PlacedMark } from './lists.ts'

/** Items that Markdown counts together. */
export interface List {
  /** The sign behind the number, or the bullet. */
  readonly sign: string
  /** So far. */
  readonly items: ListedItem[]
}

export interface ListedItem {
  readonly list: List
  readonly index: number
  /** Where its marker begins. */
  readonly from: number
  readonly bullet: string
  /** From here on what stands below it is in it. */
  readonly content: number
  readonly number: number | null
  /** Its number, or what two people both made of it at once: 44 is 4. */
  readonly meaning: number
  /** Its number follows the one before, or did until several people counted at once. */
  readonly fits: boolean
}

/** Of more people than that, who count at once, a number may remain wrong. */
const MAX_PEOPLE = 3

/** The next item of its sibling's list, or the first of a new one. */
export function countedItem(line: Line, mark: PlacedMark, sibling: ListedItem | null): ListedItem {
  const sign = mark.bullet.slice(-1)
  const list: List = sibling?.list.sign === sign ? sibling.list : { sign, items: [] }
  const last = list.items.at(-1)
  const number = numberOf(mark)
  const meaning = meaningOf(number ?? 0, last)
  const step = meaning - (last?.meaning ?? 0)
  const item: ListedItem = {
    list,
    index: list.items.length,
    from: line.from + mark.offset,
    bullet: mark.bullet,
    // With the number that is wrong, what is below it may seem to be beside it.
    content: mark.content - (String(number ?? 0).length - String(meaning).length),
    number,
    meaning,
    // Nobody changes the number that a list begins with, so the second is the same only on purpose.
    fits:
      last === undefined ||
      (number !== null && meaning !== number) ||
      step === 1 ||
      (step === 0 && list.items.length > 1),
  }
  list.items.push(item)
  return item
}

/** Whether all its numbers are the same, as some people write them. */
export function isEven({ items }: List): boolean {
  return items.length > 1 && items.every(({ number }) => number === items[0]?.number)
}

function meaningOf(number: number, last: ListedItem | undefined): number {
  if (last === undefined || number === last.meaning || number === last.meaning + 1) return number
  const digits = String(number)
  for (let people = 2; people <= MAX_PEOPLE; people++) {
    const once = digits.slice(0, digits.length / people)
    const step = Number(once) - last.meaning
    if (once !== '' && once.repeat(people) === digits && step >= 0 && step <= MAX_PEOPLE) return Number(once)
  }
  return number
}
