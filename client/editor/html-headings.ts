import { Slugs } from '../lib/slugs.ts'

const known = new WeakMap<Document, ReadonlyMap<string, string>>()

/**
 * Where a link within a page leads when its target is a heading, by the name that the page has for it: what the heading is called in
 * Markdown. Null for every other place.
 */
export function headingAt(page: Document, name: string): string | null {
  let headings = known.get(page)
  if (headings === undefined) {
    headings = findHeadings(page)
    known.set(page, headings)
  }
  return headings.get(name) ?? null
}

function findHeadings(page: Document): Map<string, string> {
  const slugs = new Slugs()
  const headings = new Map<string, string>()
  for (const heading of Array.from(page.querySelectorAll('h1, h2, h3, h4, h5, h6'))) {
    const slug = slugs.of(heading.textContent)
    for (const element of [heading, ...Array.from(heading.getElementsByTagName('a'))]) {
      for (const name of [element.getAttribute('id'), element.getAttribute('name')])
        if (name !== null && name !== '' && !headings.has(name)) headings.set(name, slug)
    }
  }
  return headings
}
