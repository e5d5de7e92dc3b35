import { Slugs } from '../../lib/slugs.ts'
import { filled, type PageWords } from '../page-words.ts'

/** Longer contents are nothing that somebody looks through, and would cost more than the document. */
const MAX_CONTENTS = 1_000

/** What spans the whole document, made anew when a heading or a note changed: names of headings, contents, and footnotes. */
export function arrange(root: HTMLElement, words: PageWords): void {
  // Only a child of the root is the program's own: all that the text has is in a block.
  root.querySelector(':scope > .notes')?.remove()
  const headings = nameHeadings(root)
  const [contents, ...more] = root.querySelectorAll('nav[data-contents]')
  if (contents !== undefined) fillContents(contents, headings, words)
  for (const nav of more) nav.replaceChildren()
  arrangeNotes(root, words)
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

function nameHeadings(root: HTMLElement): HTMLElement[] {
  const slugs = new Slugs()
  const headings = [...root.querySelectorAll<HTMLElement>('h1, h2, h3, h4, h5, h6')]
  for (const heading of headings) {
    const id = `heading-${slugs.of(heading.textContent)}`
    if (heading.id !== id) heading.id = id
  }
  return headings
}

function fillContents(nav: Element, all: readonly HTMLElement[], words: PageWords): void {
  const list = document.createElement('ul')
  const headings = all.slice(0, MAX_CONTENTS)
  const levels = headings.map((heading) => Number(heading.nodeName[1]))
  const top = Math.min(...levels)
  for (const [index, heading] of headings.entries()) {
    const link = document.createElement('a')
    link.href = `#${heading.id}`
    link.textContent = heading.textContent
    const item = document.createElement('li')
    item.className = `contents-${(levels[index] ?? top) - top}`
    item.append(link)
    list.append(item)
  }
  if (headings.length < all.length) {
    const item = document.createElement('li')
    item.textContent = '…'
    list.append(item)
  }
  nav.setAttribute('aria-label', words.contents)
  nav.replaceChildren(list)
}

/** Numbers the marks in their order, and lists what they stand for at the end. */
function arrangeNotes(root: HTMLElement, words: PageWords): void {
  const definitions = new Map<string, Element>()
  for (const note of root.querySelectorAll<HTMLElement>('.note[data-note]')) {
    const label = note.dataset['note'] ?? ''
    if (!definitions.has(label)) definitions.set(label, note)
  }
  const numbers = new Map<Element, number>()
  const list = document.createElement('ol')
  for (const mark of root.querySelectorAll<HTMLElement>('.note-mark[data-note]')) {
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
  if (numbers.size === 0) return
  const section = document.createElement('section')
  section.className = 'notes'
  section.setAttribute('aria-label', words.footnotes)
  section.append(list)
  root.append(section)
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
