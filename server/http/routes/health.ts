import type { FastifyInstance } from 'fastify'

interface HealthOptions {
  readonly basePath: string
  /** Resolves to whether new work is welcome: storage answers and the server is not stopping. Never rejects. */
  readonly isReady: () => Promise<boolean>
}

/** For whoever watches over the process: `/healthz` says that it runs, `/readyz` that people can be sent to it. */
export function serveHealth(fastify: FastifyInstance, { basePath, isReady }: HealthOptions): void {
  fastify.get(`${basePath}/healthz`, (_request, reply) => reply.header('cache-control', 'no-store').send({ ok: true }))

  fastify.get(`${basePath}/readyz`, async (_request, reply) => {
    const ok = await isReady()
    return reply
      .code(ok ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ ok })
  })
}
