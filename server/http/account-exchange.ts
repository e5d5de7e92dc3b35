import type { FastifyReply, FastifyRequest } from 'fastify'
import { ACCOUNT_ERRORS, type AccountErrorCode, type AccountRefusal } from '../../shared/access/account-errors.ts'
import type { Browser } from '../access/accounts.ts'
import { type Trust, addressKey, clientAddress, ownHost, requestProtocol } from '../access/address.ts'
import { deviceName } from '../access/device.ts'
import { hashGuestToken, readGuestToken } from '../access/guest-cookie.ts'
import { isOwnOrigin } from '../access/origin.ts'
import { sessionCookieHeader } from '../access/session-cookie.ts'
import type { Visitors } from '../access/visitors.ts'
import { StorageError } from '../storage/storage.ts'

/** What the routes of accounts know of the server, and of who asks them. */
export interface Surroundings {
  readonly visitors: Visitors
  readonly basePath: string
  readonly trust: Trust
}

/** An address, a password and an invitation at their longest, each character escaped. */
export const MAX_BODY_BYTES = 8 * 1024

interface Schema<Body> {
  safeParse(value: unknown): { readonly success: true; readonly data: Body } | { readonly success: false }
}

export type AccountReply = { readonly ok: true } | AccountRefusal

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>

/** Answers with what `work` resolves to, for whoever asks from a page of this server. */
export function handled(
  surroundings: Surroundings,
  work: (browser: Browser, request: FastifyRequest, reply: FastifyReply) => Promise<AccountReply>,
): Handler {
  return async (request, reply) => {
    reply.header('cache-control', 'no-store')
    if (!isFromOwnPage(request, surroundings.trust)) return send(reply, refuse('foreign-origin'))
    const answer = stored(request, async () => work(await browserOf(request, surroundings), request, reply))
    return send(reply, await answer)
  }
}

/** What `work` resolves to, or a refusal when nothing can be stored or read. */
export async function stored<Answer>(
  request: FastifyRequest,
  work: () => Promise<Answer>,
): Promise<Answer | AccountRefusal> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof StorageError)) throw error
    request.log.error({ err: error }, 'storage failed')
    return refuse('storage-unavailable')
  }
}

/** The same, with the request's body; one that is none of its schema is refused. */
export function withBody<Body>(
  surroundings: Surroundings,
  schema: Schema<Body>,
  work: (browser: Browser, body: Body, request: FastifyRequest, reply: FastifyReply) => Promise<AccountReply>,
): Handler {
  return handled(surroundings, async (browser, request, reply) => {
    const parsed = schema.safeParse(request.body)
    return parsed.success ? work(browser, parsed.data, request, reply) : refuse('bad-request')
  })
}

/** Cookies come along also with what a page of another site sends. */
export function isFromOwnPage({ raw }: FastifyRequest, trust: Trust): boolean {
  const { origin, 'sec-fetch-site': secFetchSite } = raw.headers
  const site = Array.isArray(secFetchSite) ? secFetchSite[0] : secFetchSite
  const secure = requestProtocol(raw, trust) === 'https'
  return isOwnOrigin({ origin, host: ownHost(raw, trust), secFetchSite: site, secure })
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
