import type { FromFrame, Patch, SlidePart, SlidePlace } from '../messages.ts'
import { slideAt, slideRanges, type SlideRange } from '../slide-ranges.ts'
import type { PageBlock, PageBlocks } from './page-blocks.ts'
import './slides.css'

/** Text that does not fit is shown smaller, down to where nobody could read it from afar; then the slide scrolls. */
const FITS = [1, 0.92, 0.84, 0.76, 0.68, 0.6, 0.52, 0.46]
/** What alone is too wide, by the size of the slide; then it scrolls by itself. */
const PART_FITS = [...FITS, 0.4]
const WIDE = 'pre, table, .katex-display'
/** A finger that moves so far, in pixels, and rather sideways than up, turns a page. */
const SWIPE_PX = 48
/** However much the mouse moves, it is told of no more often. */
const STIR_MS = 250
/** More blocks than these are no title. */
const TITLE_BLOCKS = 3

interface SlideShowOptions {
  readonly root: HTMLElement
  readonly blocks: PageBlocks
  readonly part: SlidePart
  readonly tell: (message: FromFrame) => void
}

/** Of all blocks, shows those of one slide, or what is said to it. Stays with its slide, whatever others write before it. */
export class SlideShow {
  readonly #options: SlideShowOptions
  readonly #sizes = new ResizeObserver(() => this.#fit())
  #ranges: readonly SlideRange[] = []
  #slide = 0
  #shown: readonly PageBlock[] = []
  /** The block that the slide begins with, by which it is found again. */
  #first: PageBlock | null = null
  /** The line at which it will begin once the patch is applied that comes. */
  #line: number | null = null
  /** Asked for, as long as its text is still to come. */
  #wanted: SlidePlace | null = null
  /** Of the text that is shown; null until there is one. */
  #version: number | null = null
  #told = ''

  constructor(options: SlideShowOptions) {
    this.#options = options
    document.documentElement.dataset['slides'] = options.part
    addEventListener('keydown', (event) => this.#pressed(event))
    addEventListener('resize', () => this.#fit())
    addEventListener('beforeprint', () => this.#markPages(true))
    addEventListener('afterprint', () => this.#markPages(false))
    if (options.part !== 'slide') return
    this.#turnBySwipe()
    this.#tellOfMoves()
  }

  show(place: SlidePlace): void {
    this.#wanted = place
    if (this.#version !== null) this.update(this.#version)
  }

  /** A link led to this element. */
  showElement(target: Element): void {
    const index = this.#options.blocks.list.findIndex(({ element }) => element.contains(target))
    if (index !== -1) this.show({ slide: slideAt(this.#ranges, index) })
  }

  /** To be called before `patch` is applied. */
  expect(patch: Patch): void {
    const { blocks } = this.#options
    this.#line = this.#first === null ? null : blocks.lineAfter(this.#first.line, patch)
    const wanted = this.#wanted
    if (wanted !== null && 'line' in wanted && wanted.version < patch.version)
      this.#wanted = { line: blocks.lineAfter(wanted.line, patch), version: patch.version }
  }

  /** To be called when there are other blocks: all those of the text of `version`. */
  update(version: number): void {
    this.#version = version
    this.#ranges = slideRanges(this.#options.blocks.list)
    this.#slide = Math.max(0, Math.min(this.#find(version), this.#ranges.length - 1))
    this.#draw()
    this.#tell()
  }

  tapped({ clientX }: MouseEvent): void {
    if (this.#options.part === 'slide') this.#options.tell({ type: 'tap', at: clientX / window.innerWidth })
  }

  #find(version: number): number {
    const { list } = this.#options.blocks
    const wanted = this.#wanted
    if (wanted !== null && ('slide' in wanted || wanted.version <= version)) {
      this.#wanted = null
      return 'slide' in wanted ? wanted.slide : this.#atLine(wanted.line)
    }
    const index = this.#first === null ? -1 : list.indexOf(this.#first)
    if (index !== -1) return slideAt(this.#ranges, index)
    return this.#line === null ? this.#slide : this.#atLine(this.#line)
  }

  #atLine(line: number): number {
    const { list } = this.#options.blocks
    const index = list.findLastIndex((block) => block.line <= line)
    return slideAt(this.#ranges, index)
  }

  #draw(): void {
    const { root, blocks, part } = this.#options
    const range = this.#ranges[this.#slide]
    this.#first = range === undefined ? null : (blocks.list[range.from] ?? null)
    const [from, end] = part === 'slide' ? [range?.from, range?.notes] : [range?.notes, range?.end]
    const shown = range === undefined ? [] : blocks.list.slice(from, end)
    const before = this.#shown
    this.#shown = shown
    for (const block of before) if (!shown.includes(block)) block.element.classList.remove('slide-now')
    for (const { element } of shown) element.classList.add('slide-now')
    if (before.length === shown.length && before.every((block, index) => block === shown[index])) return
    this.#sizes.disconnect()
    for (const { element } of shown) this.#sizes.observe(element)
    document.documentElement.dataset['slide'] = isTitle(shown) ? 'title' : 'text'
    if (before[0] !== shown[0]) root.scrollTop = 0
    this.#showNotesOf(shown)
    this.#fit()
  }

  /** Of the footnotes, which stand at the end of the document, those that this slide has marks of. */
  #showNotesOf(shown: readonly PageBlock[]): void {
    const marks = shown.flatMap(({ element }) => [...element.querySelectorAll<HTMLAnchorElement>('.note-mark a')])
    const names = new Set(marks.map((mark) => mark.getAttribute('href')?.slice(1)))
    let isAny = false
    const notes = this.#options.root.querySelector<HTMLElement>(':scope > .notes')
    for (const [index, item] of [...(notes?.querySelectorAll('li') ?? [])].entries()) {
      item.value = index + 1
      item.hidden = !names.has(item.id)
      isAny ||= !item.hidden
    }
    notes?.classList.toggle('slide-now', isAny)
  }

  #fit(): void {
    const { root, part } = this.#options
    if (part !== 'slide') return
    const parts = this.#shown.flatMap(({ element }) => [...element.querySelectorAll<HTMLElement>(WIDE)])
    for (const fit of FITS) {
      root.style.setProperty('--fit', String(fit))
      fitParts(parts, fit)
      if (root.scrollHeight <= root.clientHeight + 1) return
    }
  }

  /** All slides are printed, whichever is shown. */
  #markPages(isPrinting: boolean): void {
    for (const { from, notes } of this.#ranges) {
      for (const [index, { element }] of this.#options.blocks.list.slice(from, notes).entries()) {
        element.classList.toggle('slide-printed', isPrinting)
        element.classList.toggle('slide-begins', isPrinting && index === 0)
      }
    }
  }

  #tell(): void {
    const range = this.#ranges[this.#slide]
    const state = {
      slide: this.#slide,
      count: this.#ranges.length,
      line: this.#first?.line ?? 0,
      titles: this.#ranges.map((each) => this.#titleOf(each)),
      hasNotes: range !== undefined && range.notes < range.end,
    }
    const told = JSON.stringify(state)
    if (told === this.#told) return
    this.#told = told
    this.#options.tell({ type: 'slide', ...state })
  }

  #titleOf({ from, notes }: SlideRange): string {
    for (const { element } of this.#options.blocks.list.slice(from, notes)) {
      const heading = element.querySelector('h1, h2, h3, h4, h5, h6')
      if (heading !== null) return heading.textContent.trim()
    }
    return ''
  }

  #pressed(event: KeyboardEvent): void {
    const { key, target } = event
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    if (key === 'Tab' || /^F\d/.test(key)) return
    const isControl = target instanceof Element && target.closest('a, button, summary, audio, video') !== null
    if (isControl && (key === 'Enter' || key === ' ')) return
    const { root, part } = this.#options
    const box = part === 'slide' ? root : document.documentElement
    if (box.scrollHeight > box.clientHeight + 1 && (key === 'ArrowDown' || key === 'ArrowUp')) return
    event.preventDefault()
    this.#options.tell({ type: 'press', key })
  }

  #tellOfMoves(): void {
    let toldAt = -STIR_MS
    addEventListener('mousemove', ({ movementX, movementY, timeStamp }) => {
      // A browser says so, too, when another slide comes under a mouse that rests.
      const isStill = movementX === 0 && movementY === 0
      if (isStill || timeStamp - toldAt < STIR_MS) return
      toldAt = timeStamp
      this.#options.tell({ type: 'stir' })
    })
  }

  #turnBySwipe(): void {
    let start: Touch | null = null
    addEventListener('touchstart', ({ touches }) => (start = touches.length === 1 ? (touches[0] ?? null) : null), {
      passive: true,
    })
    addEventListener(
      'touchend',
      ({ changedTouches: [end] }) => {
        if (start === null || end === undefined) return
        const across = end.clientX - start.clientX
        const isSwipe = Math.abs(across) >= SWIPE_PX && Math.abs(across) > 2 * Math.abs(end.clientY - start.clientY)
        start = null
        if (isSwipe) this.#options.tell({ type: 'press', key: across < 0 ? 'ArrowRight' : 'ArrowLeft' })
      },
      { passive: true },
    )
  }
}

/** A heading alone, or with a few words. */
function isTitle(shown: readonly PageBlock[]): boolean {
  const kinds = shown.map(({ element }) => element.firstElementChild?.nodeName ?? '')
  return (
    shown.length <= TITLE_BLOCKS && /^H[12]$/.test(kinds[0] ?? '') && kinds.every((kind) => /^(?:H\d|P)$/.test(kind))
  )
}

/** Each that is wider than the slide smaller than the text around it, which has the size `fit`. */
function fitParts(parts: readonly HTMLElement[], fit: number): void {
  for (const { style } of parts) style.removeProperty('--part-fit')
  let wide = parts.filter(isTooWide)
  for (const size of PART_FITS) {
    if (size >= fit) continue
    for (const { style } of wide) style.setProperty('--part-fit', String(size / fit))
    wide = wide.filter(isTooWide)
  }
}

/** Both are rounded. */
function isTooWide({ scrollWidth, clientWidth }: Element): boolean {
  return scrollWidth > clientWidth + 1
}
