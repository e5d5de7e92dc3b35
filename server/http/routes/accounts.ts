import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { AccountRefusal } from '../../../shared/access/account-errors.ts'
import { CHANGE_PASSWORD, END_SESSION, SIGN_IN, SIGN_UP } from '../../../shared/access/account-requests.ts'
import type { Accounts, Started } from '../../access/accounts.ts'
import {
  type AccountReply,
  MAX_BODY_BYTES,
  type Surroundings,
  handled,
  setSession,
  withBody,
} from '../account-exchange.ts'

/** What the pages of accounts ask for, as JSON; to who comes from a page of another site there is no answer but a refusal. */
export function serveAccounts(fastify: FastifyInstance, accounts: Accounts, surroundings: Surroundings): void {
  const { basePath } = surroundings
  const options = { bodyLimit: MAX_BODY_BYTES }

  const signedIn = (started: Started | AccountRefusal, request: FastifyRequest, reply: FastifyReply): AccountReply => {
    if (!started.ok) return started
    setSession(started.token, request, reply, surroundings)
    return { ok: true }
  }

  fastify.get(
    `${basePath}/api/account`,
    handled(surroundings, (browser) => accounts.overview(browser)),
  )
  fastify.post(
    `${basePath}/api/sign-up`,
    options,
    withBody(surroundings, SIGN_UP, async (browser, body, request, reply) =>
      signedIn(await accounts.signUp(browser, body), request, reply),
    ),
  )
  fastify.post(
    `${basePath}/api/sign-in`,
    options,
    withBody(surroundings, SIGN_IN, async (browser, body, request, reply) =>
      signedIn(await accounts.signIn(browser, body), request, reply),
    ),
  )
  fastify.post(
    `${basePath}/api/sign-out`,
    options,
    handled(surroundings, async (browser, request, reply) => {
      const done = await accounts.signOut(browser)
      setSession(null, request, reply, surroundings)
      return done
    }),
  )
  fastify.post(
    `${basePath}/api/password`,
    options,
    withBody(surroundings, CHANGE_PASSWORD, (browser, body) => accounts.changePassword(browser, body)),
  )
  fastify.post(
    `${basePath}/api/end-session`,
    options,
    withBody(surroundings, END_SESSION, (browser, { session }) => accounts.endSession(browser, session)),
  )
  fastify.post(
    `${basePath}/api/adopt`,
    options,
    handled(surroundings, (browser) => accounts.adoptGuest(browser)),
  )
}
