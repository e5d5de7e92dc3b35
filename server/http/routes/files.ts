import type { IncomingMessage } from 'node:http'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { FILES_OF, ONE_FILE, UPLOADED } from '../../../shared/files/file-requests.ts'
import { refuse } from '../../../shared/protocol/errors.ts'
import type { Visitor } from '../../access/admission.ts'
import type { DocumentFiles } from '../../files/document-files.ts'
import { isFromOwnPage } from '../account-exchange.ts'
import { sendAnswer, storedAnswer } from '../answer.ts'
import { sendFile, setGuards } from '../file-reply.ts'
import { type Asking, visitorOf } from '../visitor.ts'

interface FileOptions extends Asking {
  /** There once the server listens. */
  readonly files: () => DocumentFiles
  readonly basePath: string
}

/** Whatever a file is, it comes as bytes. A page of another site cannot send this without asking first, and is not let. */
const UPLOAD_TYPE = 'application/octet-stream'

const ID_LENGTH = 22

/**
 * The files that are stored with a document: of a guest by their cookie, of who is signed in by their session. `fastify` is for these
 * routes alone: nothing else takes bytes.
 */
export function serveFiles(fastify: FastifyInstance, { files, basePath, ...asking }: FileOptions): void {
  // Those of texts would read the body first.
  fastify.removeAllContentTypeParsers()
  fastify.addContentTypeParser(UPLOAD_TYPE, (_request, body, done) => done(null, body))

  fastify.post(`${basePath}/api/documents/:document/files`, async (request, reply) => {
    const answer = await upload(request)
    // What was not read of it: or the connection would be of no use any more.
    request.raw.resume()
    if (answer.ok) reply.code(201)
    return sendAnswer(reply.header('cache-control', 'no-store'), answer)
  })

  fastify.get(`${basePath}/api/documents/:document/files`, async (request, reply) => {
    reply.header('cache-control', 'no-store')
    const parsed = FILES_OF.safeParse(request.params)
    if (!isFromOwnPage(request, asking.trust)) return sendAnswer(reply, refuse('forbidden'))
    if (!parsed.success) return sendAnswer(reply, refuse('not-found'))
    return sendAnswer(reply, await asked(request, (visitor) => files().list(visitor, parsed.data.document)))
  })

  fastify.get(`${basePath}/api/documents/:document/files/:file`, async (request, reply) => {
    reply.header('cache-control', 'no-store')
    setGuards(reply, 'same-origin')
    if (!isFromOwnPage(request, asking.trust)) return sendAnswer(reply, refuse('forbidden'))
    const named = nameOf(request)
    if (named === null) return sendAnswer(reply, refuse('not-found'))
    const found = await asked(request, (visitor) => files().find(visitor, named.document, named.id))
    return found.ok ? sendFile(request, reply, found, 'same-origin') : sendAnswer(reply, found)
  })

  fastify.delete(`${basePath}/api/documents/:document/files/:file`, async (request, reply) => {
    reply.header('cache-control', 'no-store')
    if (!isFromOwnPage(request, asking.trust)) return sendAnswer(reply, refuse('forbidden'))
    const named = nameOf(request)
    if (named === null) return sendAnswer(reply, refuse('not-found'))
    return sendAnswer(reply, await asked(request, (visitor) => files().remove(visitor, named.document, named.id)))
  })

  function upload(request: FastifyRequest) {
    if (!isFromOwnPage(request, asking.trust)) return Promise.resolve(refuse('forbidden'))
    const [params, query] = [FILES_OF.safeParse(request.params), UPLOADED.safeParse(request.query)]
    if (!params.success) return Promise.resolve(refuse('not-found'))
    if (!query.success || request.body === undefined) return Promise.resolve(refuse('bad-request'))
    const { document } = params.data
    const { name } = query.data
    const [length, body] = [lengthOf(request.raw), request.raw.iterator({ destroyOnReturn: false })]
    const isGone = (): boolean => request.raw.socket.destroyed
    return asked(request, (visitor) => files().upload(visitor, { document, name, length, body, isGone }))
  }

  function asked<Answer>(request: FastifyRequest, work: (visitor: Visitor) => Promise<Answer>) {
    return storedAnswer(request, async () => work(await visitorOf(request, asking)))
  }
}

/** Null for what can be no file's. */
function nameOf({ params }: FastifyRequest): { readonly document: string; readonly id: string } | null {
  const parsed = ONE_FILE.safeParse(params)
  return parsed.success ? { document: parsed.data.document, id: parsed.data.file.slice(0, ID_LENGTH) } : null
}

/** Null where it is not announced. */
function lengthOf({ headers }: IncomingMessage): number | null {
  const length = Number(headers['content-length'] ?? Number.NaN)
  return Number.isSafeInteger(length) ? length : null
}
