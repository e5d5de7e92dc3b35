import type { Ticket } from './identity-provider.ts'
import { type CookieFacts, ownCookieHeader, readOwnCookie } from './own-cookie.ts'

/** Who is on the way to a provider and back holds their ticket in a cookie: nobody else can come back with the answer. */
const TICKET_COOKIE = 'weft-ticket'

const TEN_MINUTES_SECONDS = 10 * 60
const TICKET = /^[A-Za-z0-9_-]{43}(\.[A-Za-z0-9_-]{43}){2}$/

/** The ticket in a Cookie header; null when there is none, or none that the server could have made. */
export function readTicket(cookieHeader: string | undefined): Ticket | null {
  const text = readOwnCookie(cookieHeader, TICKET_COOKIE) ?? ''
  if (!TICKET.test(text)) return null
  const [state = '', nonce = '', verifier = ''] = text.split('.')
  return { state, nonce, verifier }
}

/** The Set-Cookie header that gives a browser its ticket; with null, takes it away. Lax, or the provider's page could not lead back. */
export function ticketCookieHeader(ticket: Ticket | null, facts: CookieFacts): string {
  const text = ticket === null ? '' : [ticket.state, ticket.nonce, ticket.verifier].join('.')
  return ownCookieHeader(TICKET_COOKIE, text, {
    ...facts,
    maxAge: ticket === null ? 0 : TEN_MINUTES_SECONDS,
    under: '/oidc',
  })
}
