import type { Role } from '../../shared/access/roles.ts'

/**
 * What the address bar can name. A document is known by its id in the path and opened by a link's key behind the `#`; whoever
 * has access already needs none, and then the key is ''. `heading` is the name of the one to begin at, or ''. `reads`: the link says that
 * it is one for reading, so that the page begins with what a reader needs; what one may do is the server's to say.
 */
export type Address =
  | { readonly name: 'blank' }
  | DocumentAddress
  | { readonly name: 'documents' }
  | { readonly name: 'unknown' }

export interface DocumentAddress {
  readonly name: 'document'
  readonly document: string
  readonly key: string
  readonly heading: string
  readonly reads: boolean
}

const ID = /^[A-Za-z0-9_-]{22}$/

/** `base` is the page's base address, with the path under which this Weft is served. */
export function parseAddress(href: string, base: string): Address {
  const url = new URL(href)
  const root = new URL(base).pathname
  const path = url.pathname.startsWith(root) ? url.pathname.slice(root.length) : null
  if (path === '' || path === 'index.html') return { name: 'blank' }
  if (path === 'documents') return { name: 'documents' }
  const document = path?.startsWith('d/') === true ? path.slice(2).replace(/\/$/, '') : ''
  const fragment = new URLSearchParams(url.hash.slice(1))
  const key = fragment.get('k') ?? ''
  const heading = fragment.get('h') ?? ''
  return ID.test(document) && (key === '' || ID.test(key))
    ? { name: 'document', document, key, heading, reads: fragment.has('read') }
    : { name: 'unknown' }
}

interface LinkParts {
  /** What the link gives. */
  readonly role?: Role | null | undefined
  readonly heading?: string
}

/** The whole link that opens a document: what the address bar shows and what people send each other. */
export function documentLink(
  base: string,
  document: string,
  key: string,
  { role, heading = '' }: LinkParts = {},
): string {
  const parts = [
    ...(key === '' ? [] : [`k=${key}`]),
    ...(key !== '' && role === 'viewer' ? ['read'] : []),
    ...(heading === '' ? [] : [`h=${encodeURIComponent(heading)}`]),
  ]
  return new URL(`d/${document}${parts.length === 0 ? '' : `#${parts.join('&')}`}`, base).href
}
