import type { Role } from '../../shared/access/roles.ts'

/**
 * What the address bar can name. A document is known by its id in the path and opened by a link's key behind the `#`; whoever
 * has access already needs none, and then the key is ''. `reads`: the link says that it is one for reading, so that the page begins
 * with what a reader needs; what one may do is the server's to say.
 */
export type Address = { readonly name: 'blank' } | DocumentAddress | { readonly name: 'unknown' }

export interface DocumentAddress {
  readonly name: 'document'
  readonly document: string
  readonly key: string
  readonly reads: boolean
}

const ID = /^[A-Za-z0-9_-]{22}$/

/** `base` is the page's base address, with the path under which this Weft is served. */
export function parseAddress(href: string, base: string): Address {
  const url = new URL(href)
  const root = new URL(base).pathname
  const path = url.pathname.startsWith(root) ? url.pathname.slice(root.length) : null
  if (path === '' || path === 'index.html') return { name: 'blank' }
  const document = path?.startsWith('d/') === true ? path.slice(2).replace(/\/$/, '') : ''
  const fragment = new URLSearchParams(url.hash.slice(1))
  const key = fragment.get('k') ?? ''
  return ID.test(document) && (key === '' || ID.test(key))
    ? { name: 'document', document, key, reads: fragment.has('read') }
    : { name: 'unknown' }
}

/** The whole link that opens a document: what the address bar shows and what people send each other. `role` is what it gives. */
export function documentLink(base: string, document: string, key: string, role?: Role | null): string {
  const fragment = key === '' ? '' : `#k=${key}${role === 'viewer' ? '&read' : ''}`
  return new URL(`d/${document}${fragment}`, base).href
}
