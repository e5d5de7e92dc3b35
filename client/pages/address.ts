/**
 * What the address bar can name. A document is known by its id in the path and opened by a link's key behind the `#`; whoever
 * has access already needs none, and then the key is ''. `heading` is the name of the one to begin at, or ''.
 */
export type Address =
  | { readonly name: 'blank' }
  | { readonly name: 'document'; readonly document: string; readonly key: string; readonly heading: string }
  | { readonly name: 'documents' }
  | { readonly name: 'unknown' }

const ID = /^[A-Za-z0-9_-]{22}$/

/** `base` is the page's base address, with the path under which this Weft is served. */
export function parseAddress(href: string, base: string): Address {
  const url = new URL(href)
  const root = new URL(base).pathname
  const path = url.pathname.startsWith(root) ? url.pathname.slice(root.length) : null
  if (path === '' || path === 'index.html') return { name: 'blank' }
  if (path === 'documents') return { name: 'documents' }
  const document = path?.startsWith('d/') === true ? path.slice(2).replace(/\/$/, '') : ''
  const parts = new URLSearchParams(url.hash.slice(1))
  const key = parts.get('k') ?? ''
  const heading = parts.get('h') ?? ''
  return ID.test(document) && (key === '' || ID.test(key))
    ? { name: 'document', document, key, heading }
    : { name: 'unknown' }
}

/** The whole link that opens a document: what the address bar shows and what people send each other. */
export function documentLink(base: string, document: string, key: string, heading = ''): string {
  const parts = [...(key === '' ? [] : [`k=${key}`]), ...(heading === '' ? [] : [`h=${encodeURIComponent(heading)}`])]
  return new URL(`d/${document}${parts.length === 0 ? '' : `#${parts.join('&')}`}`, base).href
}
