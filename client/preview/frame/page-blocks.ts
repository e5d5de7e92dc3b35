import type { Patch, RenderedBlock, Splice } from '../messages.ts'
import type { PageWords } from '../page-words.ts'
import { holdExternalMedia } from './external-media.ts'
import { prepareForPaper } from './for-paper.ts'
import { makeRoomForNumbers } from './list-numbers.ts'
import { sanitise } from './sanitise.ts'
import { STRUCTURE } from './structure.ts'

export interface PageBlock {
  readonly element: HTMLElement
  readonly kind?: RenderedBlock['kind']
  /** What of it has a part in what spans the document. */
  readonly structure: readonly HTMLElement[]
  line: number
}

interface PageBlocksOptions {
  readonly root: HTMLElement
  readonly hosts: readonly string[]
  readonly words: PageWords
  /** Makes of the document's files, and of those on their way, what this page shows in their place. */
  readonly onFiles: (element: HTMLElement) => void
  /** Called for each new block before it is shown. */
  readonly onBlock: (element: HTMLElement) => void
}

/** The blocks of the document as elements of this page. One that did not change stays the same element. */
export class PageBlocks {
  readonly #options: PageBlocksOptions
  #blocks: PageBlock[] = []
  #dir: Patch['dir'] = 'auto'

  constructor(options: PageBlocksOptions) {
    this.#options = options
  }

  get list(): readonly PageBlock[] {
    return this.#blocks
  }

  /** All that is `STRUCTURE`, in its order. */
  get structure(): readonly HTMLElement[] {
    return this.#blocks.flatMap(({ structure }) => structure)
  }

  /** Answers whether headings, notes or contents may be others now. */
  apply({ splices, lang, dir }: Patch): boolean {
    const { root } = this.#options
    // Each makes the browser look at all of the page again.
    if (root.lang !== lang) root.lang = lang
    if (this.#dir !== dir) {
      this.#dir = dir
      // The whole would be looked through for its first letter with every change.
      root.dir = dir === 'auto' ? '' : dir
      for (const { element } of this.#blocks) element.dir = dir
    }
    // All in one: to sanitise takes longer to begin than for a block.
    const made = this.#make(splices.flatMap(({ blocks }) => blocks.map(({ html }) => html)))
    return splices.map((splice) => this.#splice(splice, made.splice(0, splice.blocks.length))).some(Boolean)
  }

  /** The line of the text that `element` is made of; null when it is made of none. */
  lineOf(element: Element): number | null {
    const place = element.closest<HTMLElement>('[data-line]')
    const { root } = this.#options
    let holder: Element | null = place ?? element
    while (holder !== null && holder.parentElement?.parentElement !== root) holder = holder.parentElement
    const block = this.#blocks.find(({ element: own }) => own === holder)
    if (block === undefined) return null
    return block.line + (place !== null && block.element.contains(place) ? Number(place.dataset['line']) : 0)
  }

  /** Where `line` will be once `patch` is applied. The beginning stays the beginning, whatever comes before it. */
  lineAfter(line: number, { splices }: Patch): number {
    if (line === 0) return 0
    let after = line
    /** By how many blocks more each splice finds before it than there are now. */
    let grown = 0
    for (const { at, remove, shift, blocks } of splices) {
      if ((this.#blocks[at - grown + remove]?.line ?? Infinity) <= line) after += shift
      grown += blocks.length - remove
    }
    return after
  }

  #splice({ at, remove, shift, blocks }: Splice, elements: readonly HTMLElement[]): boolean {
    const { root } = this.#options
    const made = blocks.flatMap(({ line, kind }, index) => {
      const element = elements[index]
      if (element === undefined) return []
      return [{ element, line, kind, structure: [...element.querySelectorAll<HTMLElement>(STRUCTURE)] }]
    })
    const old = this.#blocks.splice(at, remove, ...made)
    const behind = at + made.length
    if (shift !== 0) for (const block of this.#blocks.slice(behind)) block.line += shift
    const next = this.#blocks[behind]?.element
    if (next === undefined) appendBlocks(root, elements)
    else next.before(...elements)
    for (const { element } of old) {
      const section = element.parentElement
      element.remove()
      if (section?.childElementCount === 0) section.remove()
    }
    return [...old, ...made].some(({ structure }) => structure.length > 0)
  }

  /** An element for each part. What a fault keeps from being shown stands there as it is written, and takes nothing else along. */
  #make(parts: readonly string[]): HTMLElement[] {
    try {
      const elements = sanitise(parts)
      for (const element of elements) this.#prepare(element)
      return elements
    } catch (error) {
      reportError(error)
      if (parts.length > 1) return parts.flatMap((part) => this.#make([part]))
      const element = document.createElement('div')
      element.className = 'block'
      element.textContent = parts[0] ?? ''
      return [element]
    }
  }

  #prepare(element: HTMLElement): void {
    const { hosts, words, onBlock, onFiles } = this.#options
    element.className = `block ${blockClass(element.firstElementChild)}`.trimEnd()
    element.dir = this.#dir
    prepareForPaper(element)
    makeRoomForNumbers(element)
    onFiles(element)
    holdExternalMedia(element, hosts, words)
    onBlock(element)
  }
}

/** Blocks that are laid out together: for each section the browser asks with every frame whether it is in sight. */
const SECTION_BLOCKS = 50

function appendBlocks(root: HTMLElement, elements: readonly HTMLElement[]): void {
  const notes = root.querySelector(':scope > .notes')
  let section = notes === null ? root.lastElementChild : notes.previousElementSibling
  for (const element of elements) {
    if (section === null || section.childElementCount >= SECTION_BLOCKS) {
      section = document.createElement('div')
      section.className = 'section'
      root.insertBefore(section, notes)
    }
    section.append(element)
  }
}

/** By class, since the browser would look at all blocks again if a style asked for what is in one. */
export function blockClass(first: Element | null): string {
  if (first === null) return ''
  if (/^H[12]$/.test(first.nodeName)) return 'block-heading block-title'
  if (/^H[3-6]$/.test(first.nodeName)) return 'block-heading'
  if (first.matches('.note[data-note]')) return 'block-note'
  return first.matches('pre.source') ? 'block-source' : ''
}
