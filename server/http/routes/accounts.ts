import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ACCOUNT_ERRORS, type AccountErrorCode, type AccountRefusal } from '../../../shared/access/account-errors.ts'
import { CHANGE_PASSWORD, END_SESSION, SIGN_IN, SIGN_UP } from '../../../shared/access/account-requests.ts'
import type { Accounts, Browser, Started } from '../../access/accounts.ts'
import { type Trust, addressKey, clientAddress, ownHost, requestProtocol } from '../../access/address.ts'
import { deviceName } from '../../access/device.ts'
import { hashGuestToken, readGuestToken } from '../../access/guest-cookie.ts'
import { isOwnOrigin } from '../../access/origin.ts'
import { sessionCookieHeader } from '../../access/session-cookie.ts'
import type { Visitors } from '../../access/visitors.ts'

export interface AccountOptions {
  readonly accounts: Accounts
  readonly visitors: Visitors
}

interface Surroundings extends AccountOptions {
  readonly basePath: string
  readonly trust: Trust
}

/** An address, a password and an invitation at their longest, each character escaped. */
const MAX_BODY_BYTES = 8 * 1024

interface Schema<Body> {
  safeParse(value: unknown): { readonly success: true; readonly data: Body } | { readonly success: false }
}

type Answer = { readonly ok: true } | AccountRefusal

/** What the pages of accounts ask for, as JSON; to who comes from a page of another site there is no answer but a refusal. */
export function serveAccounts(fastify: FastifyInstance, surroundings: Surroundings): void {
  const { accounts, basePath } = surroundings
  const options = { bodyLimit: MAX_BODY_BYTES }

  /** Answers with what `work` resolves to, for whoever asks. */
  const handled =
    (work: (browser: Browser, request: FastifyRequest, reply: FastifyReply) => Promise<Answer>) =>
    async (request: FastifyRequest, reply: FastifyReply) => {
      reply.header('cache-control', 'no-store')
      if (!isFromOwnPage(request, surroundings.trust)) return send(reply, refuse('foreign-origin'))
      return send(reply, await work(await browserOf(request, surroundings), request, reply))
    }

  /** The same, with the request's body; one that is none of its schema is refused. */
  const withBody = <Body>(
    schema: Schema<Body>,
    work: (browser: Browser, body: Body, request: FastifyRequest, reply: FastifyReply) => Promise<Answer>,
  ) =>
    handled(async (browser, request, reply) => {
      const parsed = schema.safeParse(request.body)
      return parsed.success ? work(browser, parsed.data, request, reply) : refuse('bad-request')
    })

  const signedIn = (started: Started | AccountRefusal, request: FastifyRequest, reply: FastifyReply): Answer => {
    if (!started.ok) return started
    setSession(started.token, request, reply, surroundings)
    return { ok: true }
  }

  fastify.get(
    `${basePath}/api/account`,
    handled((browser) => accounts.overview(browser)),
  )
  fastify.post(
    `${basePath}/api/sign-up`,
    options,
    withBody(SIGN_UP, async (browser, body, request, reply) =>
      signedIn(await accounts.signUp(browser, body), request, reply),
    ),
  )
  fastify.post(
    `${basePath}/api/sign-in`,
    options,
    withBody(SIGN_IN, async (browser, body, request, reply) =>
      signedIn(await accounts.signIn(browser, body), request, reply),
    ),
  )
  fastify.post(
    `${basePath}/api/sign-out`,
    options,
    handled(async (browser, request, reply) => {
      const done = await accounts.signOut(browser)
      setSession(null, request, reply, surroundings)
      return done
    }),
  )
  fastify.post(
    `${basePath}/api/password`,
    options,
    withBody(CHANGE_PASSWORD, (browser, body) => accounts.changePassword(browser, body)),
  )
  fastify.post(
    `${basePath}/api/end-session`,
    options,
    withBody(END_SESSION, (browser, { session }) => accounts.endSession(browser, session)),
  )
  fastify.post(
    `${basePath}/api/adopt`,
    options,
    handled((browser) => accounts.adoptGuest(browser)),
  )
}

/** Cookies come along also with what a page of another site sends. */
function isFromOwnPage({ raw }: FastifyRequest, trust: Trust): boolean {
  const { origin, 'sec-fetch-site': secFetchSite } = raw.headers
  const site = Array.isArray(secFetchSite) ? secFetchSite[0] : secFetchSite
  return isOwnOrigin({ origin, host: ownHost(raw, trust), secFetchSite: site })
}

async function browserOf({ raw }: FastifyRequest, { visitors, trust }: Surroundings): Promise<Browser> {
  const { cookie, 'user-agent': userAgent } = raw.headers
  const guestToken = readGuestToken(cookie)
  return {
    address: addressKey(clientAddress(raw, trust)),
    device: deviceName(userAgent),
    signedIn: await visitors.signedIn(cookie),
    guestTokenHash: guestToken === null ? null : hashGuestToken(guestToken),
  }
}

function setSession(
  token: string | null,
  { raw }: FastifyRequest,
  reply: FastifyReply,
  { basePath, trust }: Surroundings,
): void {
  const secure = requestProtocol(raw, trust) === 'https'
  reply.header('set-cookie', sessionCookieHeader(token, { basePath, secure }))
}

function send(reply: FastifyReply, answer: Answer): FastifyReply {
  if (answer.ok) return reply.send(answer)
  if (answer.retryAfterMs !== undefined) reply.header('retry-after', Math.ceil(answer.retryAfterMs / 1000))
  return reply.code(ACCOUNT_ERRORS[answer.code].status).send(answer)
}

function refuse(code: AccountErrorCode): AccountRefusal {
  return { ok: false, code }
}
