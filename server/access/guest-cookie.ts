import { createHash, randomBytes } from 'node:crypto'
import { type CookieFacts, ownCookieHeader, readOwnCookie } from './own-cookie.ts'

/**
 * Every browser is a guest from its first visit: it holds 256 random bits in a cookie that its scripts cannot read, and
 * the server knows their hash alone. Nothing is stored until the guest first joins or creates a document, so visitors
 * that only load a page leave no rows.
 */
export const GUEST_COOKIE = 'weft-guest'

const TOKEN = /^[A-Za-z0-9_-]{43}$/
const ONE_YEAR_SECONDS = 365 * 24 * 60 * 60

/** A new guest's token: 256 random bits as 43 characters of base64url. */
export function mintGuestToken(): string {
  return randomBytes(32).toString('base64url')
}

/** The token in a Cookie header; null when there is none, or none that the server could have made. */
export function readGuestToken(cookieHeader: string | undefined): string | null {
  const token = readOwnCookie(cookieHeader, GUEST_COOKIE)
  return token !== undefined && TOKEN.test(token) ? token : null
}

/** The Set-Cookie header that gives a browser its token. Lax, so that a link followed from elsewhere opens as the same guest. */
export function guestCookieHeader(token: string, facts: CookieFacts): string {
  return ownCookieHeader(GUEST_COOKIE, token, { ...facts, maxAge: ONE_YEAR_SECONDS })
}

/** SHA-256 of a token: what `ActorStore.resolve` is given, and all that is ever stored of it. */
export function hashGuestToken(token: string): Uint8Array {
  return createHash('sha256').update(token).digest()
}
