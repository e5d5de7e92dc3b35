import { randomBytes } from 'node:crypto'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { type Trust, ownHost } from '../../access/address.ts'
import type { ClientBuild } from '../client-build.ts'
import { keptFramePolicy, pagePolicy, SERVICE_WORKER_POLICY } from '../content-security-policy.ts'

interface OfflineAppOptions {
  readonly build: ClientBuild
  readonly basePath: string
  readonly trust: Trust
  /** Whether browsers may keep the program. */
  readonly keepsOffline: boolean
}

/**
 * In place of the service worker where there is to be none: a browser that has one asks for its file whenever it opens a page, whatever the
 * one that it has does, and this one ends itself with all that was kept.
 */
const NO_SERVICE_WORKER = `addEventListener('install', () => skipWaiting())
addEventListener('activate', (event) => event.waitUntil(end()))
async function end() {
  const prefix = 'weft' + new URL(registration.scope).pathname + '@'
  for (const name of await caches.keys()) if (name.startsWith(prefix)) await caches.delete(name)
  await registration.unregister()
}
`

/**
 * The pages that a browser keeps to open without this server. They are the same for everybody, and hold nothing of a person: no cookie is
 * looked at, and none is set. The nonce is replaced each time one of them is shown (client/offline/fresh-nonce.ts).
 */
export function serveOfflineApp(
  fastify: FastifyInstance,
  { build, basePath, trust, keepsOffline }: OfflineAppOptions,
): void {
  if (!keepsOffline) {
    fastify.get(`${basePath}/service-worker.js`, (_request, reply) =>
      reply
        .header('content-security-policy', SERVICE_WORKER_POLICY)
        .header('cache-control', 'no-cache')
        .type('text/javascript; charset=utf-8')
        .send(NO_SERVICE_WORKER),
    )
    return
  }
  fastify.get(`${basePath}/offline/page`, (request, reply) => {
    const nonce = newNonce()
    const policy = pagePolicy({ nonce, host: ownHost(request.raw, trust) })
    return send(reply, policy, build.offlinePage(nonce))
  })
  fastify.get(`${basePath}/offline/preview-frame`, (_request, reply) => {
    const nonce = newNonce()
    // As the frame that the server sends: its origin is opaque, and pages of ours show it.
    reply.removeHeader('origin-agent-cluster').header('x-frame-options', 'SAMEORIGIN')
    return send(reply, keptFramePolicy(nonce), build.offlineFrame(nonce))
  })
}

function newNonce(): string {
  return randomBytes(16).toString('base64url')
}

function send(reply: FastifyReply, policy: string, html: string): FastifyReply {
  return reply
    .header('content-security-policy', policy)
    .header('x-robots-tag', 'noindex')
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(html)
}
