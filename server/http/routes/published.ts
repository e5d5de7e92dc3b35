import { randomBytes } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isSlug } from '../../../shared/document/slug.ts'
import {
  MAX_FOLLOWERS,
  MAX_FOLLOWERS_PER_ADDRESS,
  MAX_FOLLOWER_BYTES,
  MAX_PAGE_BYTES_IN_FLIGHT,
} from '../../../shared/protocol/limits.ts'
import { type Trust, addressKey, clientAddress, ownHost } from '../../access/address.ts'
import type { Budgets } from '../../access/budgets.ts'
import type { Clock } from '../../lib/clock.ts'
import { Tally } from '../../lib/tally.ts'
import type { Logger } from '../../observability/log.ts'
import { SILENCE, eventOf } from '../../publishing/page-news.ts'
import type { PublishedPages } from '../../publishing/published-pages.ts'
import { StorageError } from '../../storage/storage.ts'
import { isBehindAnother } from '../behind-another.ts'
import type { ClientBuild } from '../client-build.ts'
import { publishedPolicy } from '../content-security-policy.ts'
import { refuse } from '../error-reply.ts'

export interface PublishingOptions {
  readonly pages: PublishedPages
  readonly budgets: Pick<Budgets, 'pages' | 'files'>
  readonly clock: Clock
  /** Who may show a published page within one of theirs, as `frame-ancestors` has it. */
  readonly ancestors: string
}

interface Surroundings {
  readonly build: ClientBuild
  readonly basePath: string
  readonly trust: Trust
  readonly log: Logger
}

/** The policy of a page names each of them. */
const MAX_MEDIA_HOSTS = 20

/** A connection on which nothing moves is closed, so something does. Who has taken nothing since the last time is gone. */
const SILENCE_MS = 25_000

/** Whoever is one too many looks again after this. */
const FULL_RETRY_MS = 30_000

type Query = Readonly<Record<string, string | readonly string[] | undefined>>

/**
 * Documents that were published, for everybody: as a page (`/p/`), within pages of others (`/e/`), and what becomes of them while they are
 * read. No cookie is read or set here, and nothing here knows what a document is known by elsewhere.
 */
export function servePublished(
  fastify: FastifyInstance,
  { pages, budgets, clock, ancestors }: PublishingOptions,
  { build, basePath, trust, log }: Surroundings,
): void {
  let bytesInFlight = 0
  const followers = new Tally()
  /** With what waited for them when that was last looked at. */
  const waiting = new Map<ServerResponse, number>()
  let isTicking = false

  fastify.get(`${basePath}/p/:slug`, (request, reply) => sendPage(request, reply, 'page'))
  fastify.get(`${basePath}/e/:slug`, (request, reply) => sendPage(request, reply, 'embedded'))
  fastify.get(`${basePath}/p/:slug/events`, follow)

  async function sendPage(request: FastifyRequest, reply: FastifyReply, kind: 'page' | 'embedded') {
    const nonce = randomBytes(16).toString('base64url')
    const mediaHosts = [(request.query as Query)['host'] ?? []].flat()
    const facts = { nonce, host: ownHost(request.raw, trust), mediaHosts: mediaHosts.slice(0, MAX_MEDIA_HOSTS) }
    const who = kind === 'page' ? `'none'` : ancestors
    reply
      .header('cache-control', 'no-store')
      .header('content-security-policy', publishedPolicy({ ...facts, ancestors: who, basePath, slug: slugOf(request) }))
      // Its origin is opaque: there is nothing to key.
      .removeHeader('origin-agent-cluster')
    if (kind === 'embedded') {
      reply
        .header('x-robots-tag', 'noindex')
        .header('cross-origin-resource-policy', 'cross-origin')
        // The policy says who may.
        .removeHeader('x-frame-options')
    }
    if (isBehindAnother(reply.raw)) return refuse(request, reply, 503, 'server-full', basePath)
    const address = addressOf(request)
    if (!budgets.pages.take(address)) {
      reply.header('retry-after', Math.ceil(budgets.pages.waitMs(address) / 1000))
      return refuse(request, reply, 429, 'slow', basePath)
    }
    if (bytesInFlight > MAX_PAGE_BYTES_IN_FLIGHT) return refuse(request, reply, 503, 'server-full', basePath)
    let held = 0
    // Before anything is waited for: whoever goes away meanwhile closes it then, and never again.
    reply.raw.once('close', () => (bytesInFlight -= held))
    try {
      const slug = slugOf(request)
      const page = isSlug(slug) ? await pages.page(slug) : null
      if (page === null) return refuse(request, reply, 404, 'not-found', basePath)
      if (reply.raw.destroyed) return reply.hijack()
      const html = Buffer.from(build.published({ ...page, nonce, kind }))
      held = html.byteLength
      bytesInFlight += held
      return reply.type('text/html; charset=utf-8').send(html)
    } catch (error) {
      if (!(error instanceof StorageError)) throw error
      log.error({ err: error }, 'a published page could not be read')
      return refuse(request, reply, 503, 'storage-unavailable', basePath)
    }
  }

  /** An event stream; also for who can be told nothing: a browser that is refused does not come again. */
  async function follow(request: FastifyRequest, reply: FastifyReply) {
    const slug = slugOf(request)
    const after = request.headers['last-event-id'] ?? (request.query as Query)['after']
    const held = typeof after === 'string' ? after : null
    const address = addressOf(request)
    reply.hijack()
    const response = reply.raw
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex',
      // A proxy that gathers what comes would tell it late.
      'x-accel-buffering': 'no',
      // The page that asks has an opaque origin. There is nothing in it that is not for everybody.
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
    })
    const isFull =
      isBehindAnother(response) ||
      !budgets.pages.take(address) ||
      followers.total >= MAX_FOLLOWERS ||
      followers.of(address) >= MAX_FOLLOWERS_PER_ADDRESS ||
      bytesInFlight > MAX_PAGE_BYTES_IN_FLIGHT
    if (isFull) return void response.end(eventOf({ kind: 'full', retryMs: FULL_RETRY_MS }))
    if (!isSlug(slug)) return void response.end(eventOf({ kind: 'gone' }))
    let stop: (() => void) | null = null
    let unread = 0
    const read = (bytes: number): void => {
      unread -= bytes
      bytesInFlight -= bytes
    }
    followers.add(address)
    waiting.set(response, 0)
    response.once('close', () => {
      followers.remove(address)
      waiting.delete(response)
      read(unread)
      stop?.()
    })
    response.write(SILENCE)
    keepAlive()
    try {
      const following = await pages.follow(slug, held, (event, isOver) => {
        if (response.writableLength > MAX_FOLLOWER_BYTES) return void response.destroy()
        unread += event.byteLength
        bytesInFlight += event.byteLength
        response.write(event, () => read(Math.min(unread, event.byteLength)))
        if (isOver) response.end()
      })
      if (following === 'gone') response.end(eventOf({ kind: 'gone' }))
      else if (following === 'full') response.end(eventOf({ kind: 'full', retryMs: FULL_RETRY_MS }))
      else if (response.destroyed) following()
      else stop = following
    } catch (error) {
      response.end(eventOf({ kind: 'full', retryMs: FULL_RETRY_MS }))
      if (error instanceof StorageError) log.error({ err: error }, 'a published page could not be read')
      else log.error({ err: error }, 'request failed')
    }
  }

  function addressOf(request: FastifyRequest): string {
    return addressKey(clientAddress(request.raw, trust))
  }

  function keepAlive(): void {
    if (isTicking) return
    isTicking = true
    clock.after(SILENCE_MS, () => {
      isTicking = false
      for (const [response, before] of waiting) {
        const { writableLength } = response
        if (before > 0 && writableLength >= before) response.destroy()
        else {
          waiting.set(response, writableLength)
          response.write(SILENCE)
        }
      }
      if (waiting.size > 0) keepAlive()
    })
  }
}

function slugOf({ params }: FastifyRequest): string {
  return (params as { readonly slug: string }).slug
}
