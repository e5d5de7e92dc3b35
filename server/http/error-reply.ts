import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ERRORS, type ErrorCode } from '../../shared/protocol/errors.ts'
import { type Logger, loggedPath } from '../observability/log.ts'

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

/** Refuses a request, in words for whoever asks for a page. */
export function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  error: ErrorCode,
  basePath: string,
) {
  reply.code(status).header('cache-control', 'no-store').header('x-robots-tag', 'noindex')
  if (!(request.headers.accept ?? '').includes('text/html')) return reply.send({ error })
  const sentence = error === 'not-found' ? 'There is no page at this address.' : ERRORS[error].sentence
  return reply.type('text/html; charset=utf-8').send(page(sentence, basePath))
}

/** Without styles or scripts, so that it needs no exception from the policy. */
function page(sentence: string, basePath: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Weft</title>
<h1>${sentence}</h1>
<p><a href="${basePath}/">Start a new document</a></p>
</html>
`
}
