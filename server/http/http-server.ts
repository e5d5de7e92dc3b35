import { lookup } from 'node:dns/promises'
import type { Server } from 'node:http'
import fastifyHelmet from '@fastify/helmet'
import { type FastifyBaseLogger, type FastifyInstance, LogController, fastify as createFastify } from 'fastify'
import { MAX_FOLLOWERS } from '../../shared/protocol/limits.ts'
import type { Accounts } from '../access/accounts.ts'
import type { Trust } from '../access/address.ts'
import type { IdentityProvider } from '../access/identity-provider.ts'
import type { Administration } from '../access/administration.ts'
import type { PasswordResets } from '../access/password-resets.ts'
import type { ResetMails } from '../access/reset-mails.ts'
import type { Visitors } from '../access/visitors.ts'
import type { DocumentFiles } from '../files/document-files.ts'
import type { Library } from '../library/library.ts'
import { type Logger, loggedPath } from '../observability/log.ts'
import type { ClientBuild } from './client-build.ts'
import { ERROR_STYLE } from './error-page.ts'
import { answerErrors } from './error-reply.ts'
import { serveAdministration } from './routes/administration.ts'
import { serveAccounts } from './routes/accounts.ts'
import { serveFiles } from './routes/files.ts'
import { serveHealth } from './routes/health.ts'
import { serveLibrary } from './routes/library.ts'
import { serveOfflineApp } from './routes/offline-app.ts'
import { servePages } from './routes/pages.ts'
import { serveProvider } from './routes/provider.ts'
import { serveResets } from './routes/resets.ts'
import { type PublishingOptions, servePublished } from './routes/published.ts'
import { servePublishedFiles } from './routes/published-files.ts'
import { serveStaticFiles } from './routes/static-files.ts'

interface AccountOptions {
  readonly accounts: Accounts
  readonly visitors: Visitors
  /** Null where people sign in with passwords alone. */
  readonly provider: IdentityProvider | null
  readonly resets: PasswordResets
  /** Null where no mails are sent. */
  readonly resetMails: ResetMails | null
  readonly administration: Administration
}

interface HttpServerOptions {
  readonly basePath: string
  readonly trust: Trust
  readonly build: ClientBuild
  /** Null where there are none: then nothing of them can be reached. */
  readonly accounts: AccountOptions | null
  /** There once the server listens. */
  readonly library: () => Library
  readonly files: () => DocumentFiles
  /** Null where nothing is published: then no such page can be reached. */
  readonly publishing: PublishingOptions | null
  /** Whether browsers may keep the program. */
  readonly keepsOffline: boolean
  readonly isReady: () => Promise<boolean>
  /** Editors connected at once; a page loads over some connections of its own. */
  readonly maxConnections: number
  readonly log: Logger
}

export interface HttpServer {
  /** For Socket.IO, which answers its own path and upgrades beside the routes. */
  readonly server: Server
  /** Resolves when connections are accepted, to the port that was taken; rejects with Node's own error (`EADDRINUSE`). */
  listen(port: number, host: string): Promise<number>
  /** Ends every connection that is not a websocket: whoever takes something for long would keep the server from closing. */
  hangUp(): void
  /** Accepts no more connections, ends those that are open, and resolves when all are gone. */
  close(): Promise<void>
}

/** Only the routes of accounts, of the library and of files take a body, and say how large. */
const MAX_BODY_BYTES = 1024

/** A whole request must have arrived by then. Long: a file may come over a slow line. Whoever sends nothing is gone sooner. */
const REQUEST_TIMEOUT_MS = 600_000

/** The headers of a request must have arrived by then: whoever sends them byte by byte holds a connection for nothing. */
const HEADERS_TIMEOUT_MS = 15_000

/** How often Node looks for requests past these two. */
const CHECK_INTERVAL_MS = 5000

/** A connection on which nothing moves is closed, such as one that does not take a file. Longer than a long poll waits. */
const SILENCE_TIMEOUT_MS = 60_000

/** Connections of HTTP for each editor, and some for those who only look. */
const CONNECTIONS_PER_EDITOR = 2
const SPARE_CONNECTIONS = 1024

export async function createHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { basePath, trust, build, accounts, library, files, publishing, keepsOffline, isReady, maxConnections, log } =
    options
  const fastify = createFastify({
    loggerInstance: frameworkLog(log),
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: trust,
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: SILENCE_TIMEOUT_MS,
    http: { headersTimeout: HEADERS_TIMEOUT_MS, connectionsCheckingInterval: CHECK_INTERVAL_MS },
    // When it closes, people have been told already, and what is left are idle connections and downloads.
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
  })
  const followers = publishing === null ? 0 : MAX_FOLLOWERS
  fastify.server.maxConnections = CONNECTIONS_PER_EDITOR * maxConnections + SPARE_CONNECTIONS + followers
  logRequests(fastify, log)
  answerErrors(fastify, log, basePath)
  await fastify.register(fastifyHelmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      // For everything that is no page of the editor; pages bring their own. What is refused has a style, and nothing else.
      directives: { 'default-src': [`'none'`], 'style-src': [ERROR_STYLE], 'frame-ancestors': [`'none'`] },
    },
    frameguard: { action: 'deny' },
    // Whoever terminates TLS decides whether to promise it for the future.
    strictTransportSecurity: false,
  })
  serveHealth(fastify, { basePath, isReady })
  if (accounts !== null) {
    const { visitors, provider, resets, resetMails, administration } = accounts
    const surroundings = { visitors, basePath, trust }
    serveAccounts(fastify, accounts.accounts, surroundings)
    if (provider !== null) {
      serveProvider(fastify, { ...surroundings, accounts: accounts.accounts, provider, log })
    }
    serveResets(fastify, { ...surroundings, resets, resetMails })
    serveAdministration(fastify, administration, surroundings)
  }
  const visitors = accounts?.visitors ?? null
  serveLibrary(fastify, { library, basePath, trust, visitors })
  await fastify.register(async (own) => serveFiles(own, { files, basePath, trust, visitors }))
  servePages(fastify, { build, basePath, trust, visitors })
  if (publishing !== null) {
    servePublished(fastify, publishing, { build, basePath, trust, log })
    servePublishedFiles(fastify, { ...publishing, files, basePath, trust })
  }
  serveOfflineApp(fastify, { build, basePath, trust, keepsOffline })
  await serveStaticFiles(fastify, { directory: build.directory, basePath, keepsOffline })
  await fastify.ready()

  return {
    server: fastify.server,
    listen: async (port, host) => {
      // For the name "localhost" Fastify would open a second server, of which Socket.IO knows nothing.
      const { address } = await lookup(host)
      await fastify.listen({ port, host: address })
      const bound = fastify.server.address()
      return typeof bound === 'object' && bound !== null ? bound.port : port
    },
    hangUp: () => fastify.server.closeAllConnections(),
    close: async () => {
      await fastify.close()
    },
  }
}

/** The framework's own words are worth a line only when something is wrong. */
function frameworkLog(log: Logger): FastifyBaseLogger {
  return log.child({}, { level: log.isLevelEnabled('warn') ? 'warn' : log.level })
}

function logRequests(fastify: FastifyInstance, log: Logger): void {
  fastify.addHook('onResponse', async (request, reply) => {
    log.debug(
      {
        method: request.method,
        path: loggedPath(request.url),
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      'request',
    )
  })
}
