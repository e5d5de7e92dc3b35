import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { AccountErrorCode } from '../../../shared/access/account-errors.ts'
import type { Accounts } from '../../access/accounts.ts'
import { type Trust, ownHost, requestProtocol } from '../../access/address.ts'
import type { IdentityProvider } from '../../access/identity-provider.ts'
import { isHost } from '../../access/origin.ts'
import { readTicket, ticketCookieHeader } from '../../access/ticket-cookie.ts'
import type { Logger } from '../../observability/log.ts'
import {
  type Surroundings,
  browserOf,
  cookieFacts,
  isFromOwnPage,
  refuse,
  send,
  setSession,
  stored,
} from '../account-exchange.ts'

interface ProviderOptions extends Surroundings {
  readonly accounts: Accounts
  readonly provider: IdentityProvider
  readonly log: Logger
}

/**
 * Signing in by a provider: the page asks where to go, and the provider sends the browser back here, which leads on to the page.
 * Only a page of this server can begin it, and only the browser that began it can end it.
 */
export function serveProvider(fastify: FastifyInstance, options: ProviderOptions): void {
  const { accounts, provider, basePath, trust, log } = options

  const failed = (error: unknown): AccountErrorCode => {
    const { message, code } = error as { readonly message?: string; readonly code?: string }
    log.warn({ reason: message, code }, 'signing in by the provider failed')
    return 'provider-failed'
  }

  fastify.post(`${basePath}/api/provider`, async (request, reply) => {
    reply.header('cache-control', 'no-store')
    if (!isFromOwnPage(request, trust)) return send(reply, refuse('foreign-origin'))
    const browser = await stored(request, () => browserOf(request, options))
    if ('ok' in browser) return send(reply, browser)
    const waitMs = accounts.takeVisit(browser)
    if (waitMs > 0) return send(reply, { ...refuse('slow'), retryAfterMs: waitMs })
    const origin = originOf(request, trust)
    if (origin === null) return send(reply, refuse('bad-request'))
    try {
      const { location, ticket } = await provider.begin(`${origin}${basePath}/oidc/callback`)
      reply.header('set-cookie', ticketCookieHeader(ticket, cookieFacts(request, options)))
      return reply.send({ ok: true, location })
    } catch (error) {
      return send(reply, refuse(failed(error)))
    }
  })

  fastify.get(`${basePath}/oidc/callback`, async (request, reply) => {
    reply.header('cache-control', 'no-store').header('x-robots-tag', 'noindex')
    reply.header('set-cookie', ticketCookieHeader(null, cookieFacts(request, options)))
    const outcome = await comeBack(request)
    if (outcome.ok) setSession(outcome.token, request, reply, options)
    return reply.redirect(`${basePath}/sign-in?provider=${outcome.ok ? 'ok' : outcome.code}`)
  })

  async function comeBack(request: FastifyRequest) {
    const ticket = readTicket(request.headers.cookie)
    const origin = originOf(request, trust)
    if (ticket === null || origin === null) return refuse('provider-failed')
    const browser = await stored(request, () => browserOf(request, options))
    if ('ok' in browser) return browser
    if (accounts.takeReturn(browser) > 0) return refuse('slow')
    try {
      const person = await provider.complete(new URL(origin + request.url), ticket)
      return await stored(request, () => accounts.signInVouched(browser, person))
    } catch (error) {
      return refuse(failed(error))
    }
  }
}

/** This server as the browser knows it; null when what the browser says is no host. */
function originOf({ raw }: FastifyRequest, trust: Trust): string | null {
  const host = ownHost(raw, trust)
  return isHost(host) ? `${requestProtocol(raw, trust)}://${host}` : null
}
