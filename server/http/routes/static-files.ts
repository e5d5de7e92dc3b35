import { sep } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { FILE_POLICY, SERVICE_WORKER_POLICY } from '../content-security-policy.ts'

interface StaticFileOptions {
  /** An absolute path. */
  readonly directory: string
  readonly basePath: string
  /** Whether browsers may keep the program. */
  readonly keepsOffline: boolean
}

export const SERVICE_WORKER = 'service-worker.js'

const PAGES = ['index.html', 'preview-frame.html', 'published.html', 'offline-page.html', 'offline-frame.html']

/**
 * The files of the built client. Those in `assets/` carry a hash of their content in their names and never change; the
 * others are asked for anew each time. Each file is a route of its own: what was not there at start is not served.
 */
export async function serveStaticFiles(
  fastify: FastifyInstance,
  { directory, basePath, keepsOffline }: StaticFileOptions,
): Promise<void> {
  const hashed = `${sep}assets${sep}`
  await fastify.register(fastifyStatic, {
    root: directory,
    prefix: `${basePath}/`,
    wildcard: false,
    index: false,
    // The build made them; the route of the file itself answers with the one the browser accepts.
    preCompressed: true,
    globIgnore: [...PAGES, '**/*.br', '**/*.gz', ...(keepsOffline ? [] : [SERVICE_WORKER])],
    decorateReply: false,
    cacheControl: false,
    setHeaders: (response, path) => {
      response.setHeader('vary', 'accept-encoding')
      // It would otherwise be bound by what a worker of the preview may do, and could fetch nothing.
      const policy = path.includes(`${sep}${SERVICE_WORKER}`) ? SERVICE_WORKER_POLICY : FILE_POLICY
      response.setHeader('content-security-policy', policy)
      // The preview's frame has an opaque origin. There is nothing in these files that is not for everybody.
      response.setHeader('access-control-allow-origin', '*')
      response.setHeader('cross-origin-resource-policy', 'cross-origin')
      response.setHeader('cache-control', path.includes(hashed) ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
}
