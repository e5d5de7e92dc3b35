import type { ShownPlace } from '../messages.ts'
import type { PageBlocks } from './page-blocks.ts'

/** A line of the text, and how far down the page stands what became of it. */
interface Place {
  readonly line: number
  readonly top: number
}

/** The first line of what one reads stands this far below the window's edge, in pixels. */
const MARGIN = 16

/** The line at the top of the window; between two it is a fraction. */
export function topLine(blocks: PageBlocks): number {
  const around = placesNear(blocks, (place) => place.top <= window.scrollY + MARGIN)
  return between(around, 'top', 'line', window.scrollY + MARGIN)
}

/** How far down the page a line stands, in pixels. What is far away has its height only when it is near. */
export function topOfLine(blocks: PageBlocks, line: number): number {
  const around = placesNear(blocks, (place) => place.line <= line)
  return between(around, 'line', 'top', line)
}

/** Brings a line to the top, or above it so that one sees where somebody writes; answers whether it was elsewhere. What is far away has its height only when it is near: ask again then. */
export function scrollToLine(blocks: PageBlocks, { line, caret }: Pick<ShownPlace, 'line' | 'caret'>): boolean {
  const topOfPage = Math.max(0, topOfLine(blocks, line) - MARGIN)
  const end = endOfSection(blocks, line)
  if (topOfPage >= end) {
    window.scrollTo({ top: end - MARGIN, behavior: 'instant' })
    return true
  }
  const { scrollHeight } = document.documentElement
  const below = caret === null ? 0 : endOfWriting(blocks, caret) - window.innerHeight
  const lowest = Math.max(0, scrollHeight - window.innerHeight)
  const top = Math.min(Math.max(topOfPage, below), lowest)
  // Half pixels would be rounded, and asked for again for ever.
  if (Math.abs(top - window.scrollY) < 1) return false
  window.scrollTo({ top, behavior: 'instant' })
  return true
}

/** Where what somebody writes ends on the page; of a long paragraph as much as leaves where they are in sight. */
function endOfWriting(blocks: PageBlocks, caret: number): number {
  const end = topOfLine(blocks, Math.floor(caret) + 1)
  return Math.min(end, topOfLine(blocks, caret) + window.innerHeight / 2) + MARGIN
}

/**
 * How far down the page the section ends that a line is in. One that is far away is not as high as what is in it, which, asked for, says
 * where it would be: there one would see another section, and this would stay as it is.
 */
function endOfSection({ list }: PageBlocks, line: number): number {
  const block = list.findLast((each) => each.line <= line)
  const section = block?.element.closest('.section')
  return section ? section.getBoundingClientRect().bottom + window.scrollY : Infinity
}

/** The last place that is `before`, and the one behind it. */
function placesNear(blocks: PageBlocks, before: (place: Place) => boolean): [Place, Place] {
  const { list } = blocks
  const start = { line: 0, top: 0 }
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (before(placeOf(blocks, middle) ?? start)) low = middle + 1
    else high = middle
  }
  const index = low - 1
  const here = placeOf(blocks, index) ?? start
  const next = placeOf(blocks, low) ?? { line: here.line + 1, top: endOf(blocks) }
  const block = list[index]
  if (block === undefined) return [here, next]
  let last = here
  for (const inner of block.element.querySelectorAll<HTMLElement>('[data-line]')) {
    const place = { line: block.line + Number(inner.dataset['line']), top: topOf(inner) }
    // Cells beside each other, and what is hidden, say nothing new.
    if (place.line <= last.line || place.top <= last.top || place.line >= next.line) continue
    if (!before(place)) return [last, place]
    last = place
  }
  return [last, next]
}

function between([from, to]: [Place, Place], known: keyof Place, wanted: keyof Place, value: number): number {
  const span = to[known] - from[known]
  const share = span <= 0 ? 0 : Math.min(1, Math.max(0, (value - from[known]) / span))
  return from[wanted] + share * (to[wanted] - from[wanted])
}

function placeOf({ list }: PageBlocks, index: number): Place | null {
  const block = list[index]
  return block === undefined ? null : { line: block.line, top: topOf(block.element) }
}

function topOf(element: Element): number {
  return element.getBoundingClientRect().top + window.scrollY
}

function endOf({ list }: PageBlocks): number {
  const last = list.at(-1)?.element
  return last === undefined ? 0 : last.getBoundingClientRect().bottom + window.scrollY
}
