import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { AccountRefusal } from '../../../shared/access/account-errors.ts'
import { CHANGE_PASSWORD, END_SESSION, SIGN_IN, SIGN_UP } from '../../../shared/access/account-requests.ts'
import type { Accounts, Browser, Started } from '../../access/accounts.ts'
import {
  type AccountReply,
  type Surroundings,
  browserOf,
  isFromOwnPage,
  refuse,
  send,
  setSession,
} from '../account-exchange.ts'

/** An address, a password and an invitation at their longest, each character escaped. */
const MAX_BODY_BYTES = 8 * 1024

interface Schema<Body> {
  safeParse(value: unknown): { readonly success: true; readonly data: Body } | { readonly success: false }
}

/** What the pages of accounts ask for, as JSON; to who comes from a page of another site there is no answer but a refusal. */
export function serveAccounts(fastify: FastifyInstance, accounts: Accounts, surroundings: Surroundings): void {
  const { basePath } = surroundings
  const options = { bodyLimit: MAX_BODY_BYTES }

  /** Answers with what `work` resolves to, for whoever asks. */
  const handled =
    (work: (browser: Browser, request: FastifyRequest, reply: FastifyReply) => Promise<AccountReply>) =>
    async (request: FastifyRequest, reply: FastifyReply) => {
      reply.header('cache-control', 'no-store')
      if (!isFromOwnPage(request, surroundings.trust)) return send(reply, refuse('foreign-origin'))
      return send(reply, await work(await browserOf(request, surroundings), request, reply))
    }

  /** The same, with the request's body; one that is none of its schema is refused. */
  const withBody = <Body>(
    schema: Schema<Body>,
    work: (browser: Browser, body: Body, request: FastifyRequest, reply: FastifyReply) => Promise<AccountReply>,
  ) =>
    handled(async (browser, request, reply) => {
      const parsed = schema.safeParse(request.body)
      return parsed.success ? work(browser, parsed.data, request, reply) : refuse('bad-request')
    })

  const signedIn = (started: Started | AccountRefusal, request: FastifyRequest, reply: FastifyReply): AccountReply => {
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
