import { Slugs } from '../../lib/slugs.ts'
import { filled, type PageWords } from '../page-words.ts'
import { makeRoomForNumbers } from './list-numbers.ts'

/** Longer contents are nothing that somebody looks through, and would cost more than the document. */
const MAX_CONTENTS = 1_000

/** What has a part in what spans the document: headings, notes, contents. */
export const STRUCTURE = 'h1, h2, h3, h4, h5, h6, [data-note], [data-contents]'

/** One line of the contents, and what was written into it. */
interface Entry {
  readonly item: HTMLElement
  readonly link: HTMLAnchorElement
  id: string
  text: string
  level: number
}

/**
 * What spans the whole document: names of headings, contents, and footnotes. Somebody may be typing in a heading of a long document:
 * only what differs is written, since the browser looks again at all that is.
 */
export class Structure {
  readonly #root: HTMLElement
  readonly #words: PageWords
  /** What headings say, before anything is put into them. */
  readonly #texts = new WeakMap<HTMLElement, string>()
  readonly #list = document.createElement('ul')
  readonly #entries: Entry[] = []
  readonly #rest = document.createElement('li')
  #noted: readonly HTMLElement[] = []
  #notes: HTMLElement | null = null

  constructor(root: HTMLElement, words: PageWords) {
    this.#root = root
    this.#words = words
    this.#rest.textContent = '…'
  }

  /** `parts`: all that is `STRUCTURE`, in its order. Answers the list of footnotes if it is a new one. */
  arrange(parts: readonly HTMLElement[]): HTMLElement | null {
    const headings = parts.filter(({ nodeName }) => /^H\d$/.test(nodeName))
    this.#name(headings)
    const [contents, ...more] = parts.filter((part) => part.matches('nav[data-contents]'))
    if (contents !== undefined) this.#fill(contents, headings)
    for (const nav of more) nav.replaceChildren()
    const noted = parts.filter(({ dataset }) => dataset['note'] !== undefined)
    if (noted.length === this.#noted.length && noted.every((part, index) => part === this.#noted[index])) return null
    this.#noted = noted
    this.#notes?.remove()
    this.#notes = notesOf(noted, this.#words)
    if (this.#notes !== null) this.#root.append(this.#notes)
    return this.#notes
  }

  #name(headings: readonly HTMLElement[]): void {
    const slugs = new Slugs()
    for (const heading of headings) {
      const id = `heading-${slugs.of(this.#textOf(heading))}`
      if (heading.id !== id) heading.id = id
    }
  }

  #textOf(heading: HTMLElement): string {
    let text = this.#texts.get(heading)
    if (text === undefined) this.#texts.set(heading, (text = heading.textContent))
    return text
  }

  #fill(nav: HTMLElement, all: readonly HTMLElement[]): void {
    const headings = all.slice(0, MAX_CONTENTS)
    const levels = headings.map(({ nodeName }) => Number(nodeName[1]))
    const top = Math.min(...levels)
    for (const [index, heading] of headings.entries()) {
      const entry = (this.#entries[index] ??= this.#newEntry())
      const level = (levels[index] ?? top) - top
      const text = this.#textOf(heading)
      if (entry.level !== level) entry.item.className = `contents-${level}`
      if (entry.id !== heading.id) entry.link.href = `#${heading.id}`
      if (entry.text !== text) entry.link.textContent = text
      Object.assign(entry, { level, text, id: heading.id })
    }
    for (const { item } of this.#entries.splice(headings.length)) item.remove()
    if (headings.length < all.length) this.#list.append(this.#rest)
    else this.#rest.remove()
    if (this.#list.parentElement === nav) return
    nav.setAttribute('aria-label', this.#words.contents)
    nav.replaceChildren(this.#list)
  }

  #newEntry(): Entry {
    const [item, link] = [document.createElement('li'), document.createElement('a')]
    item.append(link)
    this.#list.insertBefore(item, this.#rest.parentElement === null ? null : this.#rest)
    return { item, link, id: '', text: '', level: -1 }
  }
}

/** Where `#fragment` leads: to a heading, or to something that the text named. */
export function targetOf(root: HTMLElement, fragment: string): HTMLElement | null {
  const name = decode(fragment)
  for (const id of [name, `heading-${name}`, `heading-${name.toLowerCase()}`, `user-content-${name}`]) {
    const found = document.getElementById(id)
    if (found !== null && root.contains(found)) return found
  }
  return root.querySelector(`[name="${CSS.escape(`user-content-${name}`)}"]`)
}

function decode(fragment: string): string {
  try {
    return decodeURIComponent(fragment)
  } catch {
    return fragment
  }
}

/** Numbers the marks in their order, and lists what they stand for; null when there are none. */
function notesOf(noted: readonly HTMLElement[], words: PageWords): HTMLElement | null {
  const definitions = new Map<string, Element>()
  for (const note of noted) {
    if (!note.matches('.note')) continue
    const label = note.dataset['note'] ?? ''
    if (!definitions.has(label)) definitions.set(label, note)
  }
  const numbers = new Map<Element, number>()
  const list = document.createElement('ol')
  for (const mark of noted) {
    if (!mark.matches('.note-mark')) continue
    const label = mark.dataset['note'] ?? ''
    // A note that stands where it is meant has no label.
    const content = label === '' ? mark.nextElementSibling : definitions.get(label)
    if (content === null || content === undefined) continue
    const known = numbers.get(content)
    const number = known ?? numbers.size + 1
    mark.replaceChildren(linkTo(`note-${number}`, String(number), filled(words.footnote, { number })))
    if (known !== undefined) continue
    numbers.set(content, number)
    mark.id = `note-mark-${number}`
    list.append(noteItem(content, number, words))
  }
  if (numbers.size === 0) return null
  const section = document.createElement('section')
  section.className = 'notes'
  section.setAttribute('aria-label', words.footnotes)
  section.append(list)
  makeRoomForNumbers(section)
  return section
}

function noteItem(content: Element, number: number, words: PageWords): HTMLElement {
  const item = document.createElement('li')
  item.id = `note-${number}`
  item.append(...[...content.childNodes].map((node) => node.cloneNode(true)))
  for (const named of item.querySelectorAll('[id]')) named.removeAttribute('id')
  const last = item.lastElementChild
  const end = last?.nodeName === 'P' ? last : item
  end.append(' ', linkTo(`note-mark-${number}`, '↩\uFE0E', filled(words.backToFootnote, { number })))
  return item
}

function linkTo(id: string, text: string, label: string): HTMLElement {
  const link = document.createElement('a')
  link.href = `#${id}`
  link.textContent = text
  link.setAttribute('aria-label', label)
  return link
}
