/** How the address says that slides are shown: from a number on (from 1), as they are presented, or to who speaks. */
export type SlidesPlace =
  | { readonly name: 'present'; readonly slide: number }
  | { readonly name: 'follow' }
  | { readonly name: 'speaker' }

const PART = /^slides(?:=(.*))?$/

/** What the part `slides` of an address says, wherever it stands behind the `#`; null without one. */
export function slidesPlace(href: string): SlidesPlace | null {
  for (const part of fragmentOf(href)) {
    const found = PART.exec(part)
    if (found === null) continue
    const [, value = ''] = found
    if (value === 'follow' || value === 'speaker') return { name: value }
    return { name: 'present', slide: Math.max(0, (/^\d{1,6}$/.test(value) ? Number(value) : 1) - 1) }
  }
  return null
}

/** The same address with these slides, or without any. */
export function withSlides(href: string, place: SlidesPlace | null): string {
  const [base = ''] = href.split('#', 1)
  const parts = fragmentOf(href).filter((part) => !PART.test(part))
  if (place !== null) parts.push(`slides=${place.name === 'present' ? place.slide + 1 : place.name}`)
  return parts.length === 0 ? base : `${base}#${parts.join('&')}`
}

function fragmentOf(href: string): readonly string[] {
  const at = href.indexOf('#')
  return at === -1
    ? []
    : href
        .slice(at + 1)
        .split('&')
        .filter((part) => part !== '')
}
