/**
 * Where somebody was going before they came to sign in. The secret of a document's link stands behind the `#` alone, so that no
 * server is told it: `#to=…` is written by a page of this Weft; `?to=…` by its server, when the browser has kept what was behind
 * the `#`. What leads out of this Weft leads to its first page.
 */
export function returnAddress(href: string, base: string): string {
  const url = new URL(href)
  const whole = new URLSearchParams(url.hash.slice(1)).get('to')
  const target = whole ?? (url.searchParams.get('to') ?? '') + url.hash
  if (!URL.canParse(target, base)) return base
  const to = new URL(target, base).href
  return to.startsWith(base) ? to : base
}

/** The same way on from another page of accounts. */
export function withReturn(page: string, href: string): string {
  const { search, hash } = new URL(href)
  return `${page}${search}${hash}`
}
