import { parseCookie, stringifySetCookie } from 'cookie'

export interface CookieFacts {
  readonly basePath: string
  /** The browser speaks https. */
  readonly secure: boolean
}

/** A browser takes a cookie of such a name from this host alone: no server beside it in the same domain can set one. */
const HOST_PREFIX = '__Host-'

/**
 * Our cookie of this name in a Cookie header; undefined when there is none. Of two that differ one was set by somebody else, and
 * nobody can tell which: then there is none.
 */
export function readOwnCookie(header: string | undefined, name: string): string | undefined {
  // A browser may still have the name without the prefix, from before it was used.
  for (const each of [HOST_PREFIX + name, name]) {
    const values = new Set((header ?? '').split(';').flatMap((pair) => parseCookie(pair)[each] ?? []))
    if (values.size > 0) return values.size === 1 ? [...values][0] : undefined
  }
  return undefined
}

/** The Set-Cookie header of one that scripts cannot read. Lax, so that a link from elsewhere opens as the same person. */
export function ownCookieHeader(
  name: string,
  value: string,
  { basePath, secure, maxAge, under = '' }: CookieFacts & { readonly maxAge: number; readonly under?: string },
): string {
  // The prefix wants a cookie for all of the host.
  const isOfHost = secure && basePath === ''
  return stringifySetCookie(isOfHost ? HOST_PREFIX + name : name, value, {
    path: isOfHost ? '/' : basePath + under || '/',
    httpOnly: true,
    sameSite: 'lax',
    secure,
    maxAge,
  })
}
