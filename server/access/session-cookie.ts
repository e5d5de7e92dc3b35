import { SESSION_KEPT_MS } from '../storage/account-store.ts'
import { type CookieFacts, ownCookieHeader, readOwnCookie } from './own-cookie.ts'

/** Who is signed in holds 256 random bits in a cookie of its own, beside the guest's, of which the server knows the hash. */
const SESSION_COOKIE = 'weft-session'

const TOKEN = /^[A-Za-z0-9_-]{43}$/

/** The token in a Cookie header; null when there is none, or none that the server could have made. */
export function readSessionToken(cookieHeader: string | undefined): string | null {
  const token = readOwnCookie(cookieHeader, SESSION_COOKIE)
  return token !== undefined && TOKEN.test(token) ? token : null
}

/** The Set-Cookie header that signs a browser in; with null, out. Lax, so that a link from elsewhere opens as the same person. */
export function sessionCookieHeader(token: string | null, facts: CookieFacts): string {
  return ownCookieHeader(SESSION_COOKIE, token ?? '', { ...facts, maxAge: token === null ? 0 : SESSION_KEPT_MS / 1000 })
}
