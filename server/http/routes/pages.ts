import { randomBytes } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Trust, ownHost, requestProtocol } from '../../access/address.ts'
import { guestCookieHeader, mintGuestToken, readGuestToken } from '../../access/guest-cookie.ts'
import { readSessionToken, sessionCookieHeader } from '../../access/session-cookie.ts'
import { NO_CEILING, type Visitors } from '../../access/visitors.ts'
import { stored } from '../account-exchange.ts'
import type { AccountMark, ClientBuild } from '../client-build.ts'
import { framePolicy, pagePolicy } from '../content-security-policy.ts'

interface PageOptions {
  readonly build: ClientBuild
  readonly basePath: string
  readonly trust: Trust
  /** Null where there are no accounts. */
  readonly visitors: Visitors | null
}

const GUEST: AccountMark = { label: 'Sign in', id: '' }

/** The policy of a frame names each of them. */
const MAX_MEDIA_HOSTS = 20

/**
 * The editor's page, for a blank document, for one that exists, and for the list of those that one has: which document it is,
 * the page finds out by itself, because the key that opens it stays in the address's fragment and never reaches an HTTP request. Who may not open it without
 * an account is sent to sign in; their browser keeps the fragment on the way.
 */
export function servePages(fastify: FastifyInstance, { build, basePath, trust, visitors }: PageOptions): void {
  fastify.get(`${basePath}/`, (request, reply) => sendEditor(request, reply, '', NO_CEILING))
  fastify.get(`${basePath}/d/:document(^[A-Za-z0-9_-]{22}$)`, (request, reply) => {
    const { document } = request.params as { document: string }
    return sendEditor(request, reply.header('x-robots-tag', 'noindex'), `d/${document}`, 'viewer')
  })
  fastify.get(`${basePath}/documents`, (request, reply) =>
    sendEditor(request, reply.header('x-robots-tag', 'noindex'), 'documents', 'viewer'),
  )
  // A link cut short is no document; the page says so in the words it has for that.
  fastify.get(`${basePath}/d/*`, (request, reply) =>
    sendPage(request, reply.code(404).header('x-robots-tag', 'noindex'), null),
  )
  fastify.get<{ Querystring: { host?: unknown } }>(`${basePath}/preview-frame`, (request, reply) => {
    const nonce = randomBytes(16).toString('base64url')
    const mediaHosts = [request.query.host ?? []].flat().filter((host) => typeof host === 'string')
    return (
      reply
        // Its origin is opaque: there is nothing to key.
        .removeHeader('origin-agent-cluster')
        .header(
          'content-security-policy',
          framePolicy({ nonce, host: ownHost(request.raw, trust), mediaHosts: mediaHosts.slice(0, MAX_MEDIA_HOSTS) }),
        )
        .header('x-frame-options', 'SAMEORIGIN')
        .header('x-robots-tag', 'noindex')
        .header('cache-control', 'no-store')
        .type('text/html; charset=utf-8')
        .send(build.previewFrame(nonce))
    )
  })
  if (basePath !== '') {
    for (const path of ['/', basePath]) fastify.get(path, (_request, reply) => reply.redirect(`${basePath}/`))
  }
  if (visitors !== null) {
    // Which of them it is, the page finds out by its address.
    fastify.get(`${basePath}/sign-in`, sendAccountPage)
    fastify.get(`${basePath}/sign-up`, sendAccountPage)
    fastify.get(`${basePath}/account`, sendAccountPage)
    fastify.get(`${basePath}/reset`, sendAccountPage)
    fastify.get(`${basePath}/admin`, sendAccountPage)
  }

  function sendAccountPage(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    return sendPage(request, reply.header('x-robots-tag', 'noindex'), null)
  }

  /** `least` is what somebody must be able to be, to have any use for it. */
  async function sendEditor(
    request: FastifyRequest,
    reply: FastifyReply,
    path: string,
    least: 'viewer' | typeof NO_CEILING,
  ): Promise<FastifyReply> {
    if (visitors === null) return sendPage(request, reply, null)
    const { cookie } = request.headers
    // Whoever it is can still read what their browser keeps.
    const known = await stored(request, () => visitors.signedIn(cookie))
    const signedIn = known !== null && 'ok' in known ? null : known
    const { ceilingOfGuests } = visitors
    if (signedIn === null && ceilingOfGuests !== NO_CEILING && ceilingOfGuests !== least) {
      const to = path === '' ? '' : `?to=${encodeURIComponent(path)}`
      return reply.header('cache-control', 'no-store').redirect(`${basePath}/sign-in${to}`)
    }
    const token = readSessionToken(cookie)
    if (signedIn !== null && token !== null) {
      // Whoever comes is signed in for another while.
      const secure = requestProtocol(request.raw, trust) === 'https'
      reply.header('set-cookie', sessionCookieHeader(token, { basePath, secure }))
    }
    const mark = signedIn === null ? GUEST : { label: signedIn.account.email, id: signedIn.account.id }
    return sendPage(request, reply, mark)
  }

  /** `account` is null where nothing is said of accounts. */
  function sendPage(request: FastifyRequest, reply: FastifyReply, account: AccountMark | null): FastifyReply {
    // Also of one who has it, or whoever comes every day would be somebody else after a year.
    const token = readGuestToken(request.headers.cookie) ?? mintGuestToken()
    const secure = requestProtocol(request.raw, trust) === 'https'
    reply.header('set-cookie', guestCookieHeader(token, { basePath, secure }))
    const nonce = randomBytes(16).toString('base64url')
    return reply
      .header('content-security-policy', pagePolicy({ nonce, host: ownHost(request.raw, trust) }))
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(build.page(nonce, account))
  }
}
