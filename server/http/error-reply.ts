import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Logger, loggedPath } from '../observability/log.ts'
import { errorPage } from './error-page.ts'
import type { PageError } from './error-words.ts'

/** Answers for what no route answers: unknown paths, requests that cannot be read, and bugs, each of which is logged once. */
export function answerErrors(fastify: FastifyInstance, log: Logger, basePath: string): void {
  fastify.setNotFoundHandler((request, reply) => refuse(request, reply, 404, 'not-found', basePath))

  fastify.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500
    if (status >= 400 && status < 500) return refuse(request, reply, status, 'bad-request', basePath)
    log.error({ err: error, method: request.method, path: loggedPath(request.url) }, 'request failed')
    return refuse(request, reply, 500, 'internal', basePath)
  })
}

/** Refuses a request, with a page for whoever asks for one. */
export function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  error: PageError,
  basePath: string,
) {
  reply.code(status).header('cache-control', 'no-store').header('x-robots-tag', 'noindex')
  if (!(request.headers.accept ?? '').includes('text/html')) return reply.send({ error })
  const languages = request.headers['accept-language'] ?? ''
  return reply.type('text/html; charset=utf-8').send(errorPage(error, languages, basePath))
}
