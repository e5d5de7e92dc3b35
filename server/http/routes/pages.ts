import { randomBytes } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Trust, ownHost, requestProtocol } from '../../access/address.ts'
import { guestCookieHeader, mintGuestToken, readGuestToken } from '../../access/guest-cookie.ts'
import type { ClientBuild } from '../client-build.ts'
import { framePolicy, pagePolicy } from '../content-security-policy.ts'

interface PageOptions {
  readonly build: ClientBuild
  readonly basePath: string
  readonly trust: Trust
}

/** The policy of a frame names each of them. */
const MAX_MEDIA_HOSTS = 20

/**
 * The editor's page, for a blank document and for one that exists: which document it is, the page finds out by itself,
 * because the key that opens it stays in the address's fragment and never reaches an HTTP request.
 */
export function servePages(fastify: FastifyInstance, { build, basePath, trust }: PageOptions): void {
  fastify.get(`${basePath}/`, (request, reply) => sendPage(request, reply))
  fastify.get(`${basePath}/d/:document(^[A-Za-z0-9_-]{22}$)`, (request, reply) =>
    sendPage(request, reply.header('x-robots-tag', 'noindex')),
  )
  // A link cut short is no document; the page says so in the words it has for that.
  fastify.get(`${basePath}/d/*`, (request, reply) =>
    sendPage(request, reply.code(404).header('x-robots-tag', 'noindex')),
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

  function sendPage(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    // Also of one who has it, or whoever comes every day would be somebody else after a year.
    const token = readGuestToken(request.headers.cookie) ?? mintGuestToken()
    const secure = requestProtocol(request.raw, trust) === 'https'
    reply.header('set-cookie', guestCookieHeader(token, { basePath, secure }))
    const nonce = randomBytes(16).toString('base64url')
    return reply
      .header('content-security-policy', pagePolicy({ nonce, host: ownHost(request.raw, trust) }))
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(build.page(nonce))
  }
}
