import { STYLE } from './html-quiet.ts'

/** Footnotes of a page of HTML. */
export interface HtmlNotes {
  /** What a note is called, by the address of its marks (`#…`). */
  readonly marks: ReadonlyMap<string, string>
  /** Addresses of the links in notes that lead back to a mark. */
  readonly backs: ReadonlySet<string>
  /** What a note is called, by the element that holds it. */
  readonly bodies: ReadonlyMap<Element, string>
}

/** A mark is a number or a sign, perhaps in brackets: what is longer is a link with words. */
const MARK = /^\[?([\p{L}\p{N}*†‡§]{1,6})\]?$/u
/** A page with more links within itself is no text of somebody's: each is compared with the others. */
const MAX_LINKS = 5_000
/** What can hold a note. */
const HOLDERS = ['LI', 'DIV', 'ASIDE', 'DD']

const known = new WeakMap<Document, HtmlNotes>()

/**
 * Finds footnotes as every program writes them, whatever it calls them: a short link to a place in the page, in or at which
 * another one leads back to it.
 */
export function notesOf(page: Document): HtmlNotes {
  let notes = known.get(page)
  if (notes === undefined) {
    notes = findNotes(page)
    known.set(page, notes)
  }
  return notes
}

function findNotes(page: Document): HtmlNotes {
  const links = Array.from(page.getElementsByTagName('a')).filter((link) => placeOf(link) !== '')
  const marks = new Map<string, string>()
  const backs = new Set<string>()
  const pairs: { readonly mark: Element; readonly back: Element; readonly label: string }[] = []
  // Most pages have none.
  if (links.length < 2 || links.length > MAX_LINKS) return { marks, backs, bodies: new Map() }
  const places = placesOf(page)
  for (const mark of links) {
    const address = `#${placeOf(mark)}`
    const label = MARK.exec(mark.textContent.trim())?.[1]
    if (label === undefined || marks.has(address) || backs.has(address)) continue
    const back = backOf(mark, links, places)
    if (back === null) continue
    marks.set(address, labelOf(label, new Set(marks.values())))
    backs.add(`#${placeOf(back)}`)
    pairs.push({ mark, back, label: marks.get(address) ?? label })
  }
  const bodies = new Map(pairs.map(({ mark, back, label }) => [holderOf(mark, back, backs), label]))
  // A note that is referred to more than once has a way back to each.
  for (const link of links) {
    const start = places.get(placeOf(link))
    const isInNote = [...bodies.keys()].some((body) => body.contains(link))
    if (!isInNote || start === undefined || marks.has(`#${placeOf(link)}`)) continue
    if (links.some((mark) => marks.has(`#${placeOf(mark)}`) && isMarkAt(mark, start))) backs.add(`#${placeOf(link)}`)
  }
  return { marks, backs, bodies }
}

/** The name that a link within the page leads to; '' for every other link. */
export function placeOf(link: Element): string {
  const address = link.getAttribute('href') ?? ''
  return address.startsWith('#') ? address.slice(1) : ''
}

function placesOf(page: Document): Map<string, Element> {
  const places = new Map<string, Element>()
  for (const element of Array.from(page.getElementsByTagName('*'))) {
    for (const name of [element.getAttribute('id'), element.getAttribute('name')])
      if (name !== null && name !== '' && !places.has(name)) places.set(name, element)
  }
  return places
}

function backOf(mark: Element, links: readonly Element[], places: ReadonlyMap<string, Element>): Element | null {
  const target = places.get(placeOf(mark))
  if (target === undefined || target.contains(mark)) return null
  const back = links.slice(links.indexOf(mark) + 1).find((link) => {
    const start = places.get(placeOf(link))
    return isAt(link, target) && start !== undefined && isMarkAt(mark, start)
  })
  return back ?? null
}

/** Whether the link is the named element, in it, or around it. */
function isAt(link: Element, named: Element): boolean {
  return named === link || named.contains(link) || link.contains(named)
}

/** Whether the named element is the mark, or nothing else than what raises it. */
function isMarkAt(mark: Element, named: Element): boolean {
  const isSmall = /^(?:A|SUP|SPAN)$/.test(named.nodeName)
  return isSmall && isAt(mark, named) && named.textContent.trim() === mark.textContent.trim()
}

function labelOf(wanted: string, taken: ReadonlySet<string>): string {
  const plain = /^[\p{L}\p{N}]+$/u.test(wanted) ? wanted : String(taken.size + 1)
  let label = plain
  for (let count = 2; taken.has(label); count++) label = `${plain}-${count}`
  return label
}

/** The largest element that has this note and nothing else. */
function holderOf(mark: Element, back: Element, backs: ReadonlySet<string>): Element {
  let holder: Element = back
  for (let parent = back.parentElement; parent !== null; parent = parent.parentElement) {
    const ways = Array.from(parent.getElementsByTagName('a')).filter((link) => backs.has(`#${placeOf(link)}`))
    const isOwn = ways.every((link) => link === back || holder.contains(link))
    if (parent.contains(mark) || !isOwn) break
    if (parent.nodeName === 'P' || HOLDERS.includes(parent.nodeName)) holder = parent
    if (parent.nodeName === 'LI') break
  }
  return holder
}

/** Whether an element is there for the notes alone: the line above them, or the heading that only screen readers read. */
export function isAboveNotes(element: Element): boolean {
  if (
    element.closest(`.footnotes, [data-footnotes], [${STYLE}*="footnote-list"], [${STYLE}*="endnote-list"]`) !== null
  ) {
    return true
  }
  const next = element.nextElementSibling
  if (element.nodeName !== 'HR' || next === null) return false
  const { bodies } = notesOf(element.ownerDocument)
  return [...bodies.keys()].some((body) => body === next || next.contains(body))
}
