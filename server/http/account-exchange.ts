import type { FastifyReply, FastifyRequest } from 'fastify'
import { ACCOUNT_ERRORS, type AccountErrorCode, type AccountRefusal } from '../../shared/access/account-errors.ts'
import type { Browser } from '../access/accounts.ts'
import { type Trust, addressKey, clientAddress, ownHost, requestProtocol } from '../access/address.ts'
import { deviceName } from '../access/device.ts'
import { hashGuestToken, readGuestToken } from '../access/guest-cookie.ts'
import { isOwnOrigin } from '../access/origin.ts'
import { sessionCookieHeader } from '../access/session-cookie.ts'
import type { Visitors } from '../access/visitors.ts'

/** What the routes of accounts know of the server, and of who asks them. */
export interface Surroundings {
  readonly visitors: Visitors
  readonly basePath: string
  readonly trust: Trust
}

export type AccountReply = { readonly ok: true } | AccountRefusal

/** Cookies come along also with what a page of another site sends. */
export function isFromOwnPage({ raw }: FastifyRequest, trust: Trust): boolean {
  const { origin, 'sec-fetch-site': secFetchSite } = raw.headers
  const site = Array.isArray(secFetchSite) ? secFetchSite[0] : secFetchSite
  return isOwnOrigin({ origin, host: ownHost(raw, trust), secFetchSite: site })
}

export async function browserOf({ raw }: FastifyRequest, { visitors, trust }: Surroundings): Promise<Browser> {
  const { cookie, 'user-agent': userAgent } = raw.headers
  const guestToken = readGuestToken(cookie)
  return {
    address: addressKey(clientAddress(raw, trust)),
    device: deviceName(userAgent),
    signedIn: await visitors.signedIn(cookie),
    guestTokenHash: guestToken === null ? null : hashGuestToken(guestToken),
  }
}

/** What cookies of this answer need to know. */
export function cookieFacts(
  { raw }: FastifyRequest,
  { basePath, trust }: Pick<Surroundings, 'basePath' | 'trust'>,
): { readonly basePath: string; readonly secure: boolean } {
  return { basePath, secure: requestProtocol(raw, trust) === 'https' }
}

/** Signs the browser in by this token; with null, out. */
export function setSession(
  token: string | null,
  request: FastifyRequest,
  reply: FastifyReply,
  surroundings: Surroundings,
): void {
  reply.header('set-cookie', sessionCookieHeader(token, cookieFacts(request, surroundings)))
}

export function send(reply: FastifyReply, answer: AccountReply): FastifyReply {
  if (answer.ok) return reply.send(answer)
  if (answer.retryAfterMs !== undefined) reply.header('retry-after', Math.ceil(answer.retryAfterMs / 1000))
  return reply.code(ACCOUNT_ERRORS[answer.code].status).send(answer)
}

export function refuse(code: AccountErrorCode): AccountRefusal {
  return { ok: false, code }
}
