import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ListAnswer } from '../../../shared/library/library-answers.ts'
import { ARCHIVE, DUPLICATE, LIST, ONE_DOCUMENT, RENAME } from '../../../shared/library/library-requests.ts'
import { ERRORS, type Refusal, refuse } from '../../../shared/protocol/errors.ts'
import { type Trust, addressKey, clientAddress } from '../../access/address.ts'
import type { Visitor } from '../../access/admission.ts'
import { hashGuestToken, mintGuestToken, readGuestToken } from '../../access/guest-cookie.ts'
import { NO_CEILING, type Visitors } from '../../access/visitors.ts'
import type { Library } from '../../library/library.ts'
import { DamagedDocument, StorageError } from '../../storage/storage.ts'
import { isFromOwnPage } from '../account-exchange.ts'

interface LibraryOptions {
  /** There once the server listens. */
  readonly library: () => Library
  readonly basePath: string
  readonly trust: Trust
  /** Null where there are no accounts. */
  readonly visitors: Visitors | null
}

type Answer = { readonly ok: true } | ListAnswer | Refusal

interface Schema<Body> {
  safeParse(value: unknown): { readonly success: true; readonly data: Body } | { readonly success: false }
}

/** The longest title, each character escaped. */
const MAX_BODY_BYTES = 2 * 1024

/**
 * What the page of documents asks for, as JSON: of a guest by their cookie, of who is signed in by their session. To who comes
 * from a page of another site there is no answer but a refusal.
 */
export function serveLibrary(fastify: FastifyInstance, { library, basePath, trust, visitors }: LibraryOptions): void {
  const options = { bodyLimit: MAX_BODY_BYTES }

  fastify.get(
    `${basePath}/api/documents`,
    handled(
      LIST,
      (request) => request.query,
      (visitor, { after }) => library().list(visitor, after ?? null),
    ),
  )
  fastify.post(
    `${basePath}/api/documents/rename`,
    options,
    withBody(RENAME, (visitor, body) => library().rename(visitor, body)),
  )
  fastify.post(
    `${basePath}/api/documents/archive`,
    options,
    withBody(ARCHIVE, (visitor, body) => library().archive(visitor, body)),
  )
  fastify.post(
    `${basePath}/api/documents/duplicate`,
    options,
    withBody(DUPLICATE, (visitor, body) => library().duplicate(visitor, body)),
  )
  fastify.post(
    `${basePath}/api/documents/give-up`,
    options,
    withBody(ONE_DOCUMENT, (visitor, { document }) => library().giveUp(visitor, document)),
  )
  fastify.post(
    `${basePath}/api/documents/trash`,
    options,
    withBody(ONE_DOCUMENT, (visitor, { document }) => library().trash(visitor, document)),
  )
  fastify.post(
    `${basePath}/api/documents/restore`,
    options,
    withBody(ONE_DOCUMENT, (visitor, { document }) => library().restore(visitor, document)),
  )
  fastify.post(
    `${basePath}/api/documents/purge`,
    options,
    withBody(ONE_DOCUMENT, (visitor, { document }) => library().purge(visitor, document)),
  )

  function withBody<Body>(schema: Schema<Body>, work: (visitor: Visitor, body: Body) => Promise<Answer>) {
    return handled(schema, (request) => request.body, work)
  }

  function handled<Asked>(
    schema: Schema<Asked>,
    askedIn: (request: FastifyRequest) => unknown,
    work: (visitor: Visitor, asked: Asked) => Promise<Answer>,
  ) {
    return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      reply.header('cache-control', 'no-store')
      if (!isFromOwnPage(request, trust)) return send(reply, refuse('forbidden'))
      const parsed = schema.safeParse(askedIn(request))
      if (!parsed.success) return send(reply, refuse('bad-request'))
      try {
        return send(reply, await work(await visitorOf(request), parsed.data))
      } catch (error) {
        if (!(error instanceof StorageError)) throw error
        request.log.error({ err: error }, 'storage failed')
        return send(reply, refuse(error instanceof DamagedDocument ? 'damaged' : 'storage-unavailable'))
      }
    }
  }

  /** Who asks, as a connection would be who comes with these cookies. */
  async function visitorOf({ raw }: FastifyRequest): Promise<Visitor> {
    const { cookie } = raw.headers
    const address = addressKey(clientAddress(raw, trust))
    const signedIn = visitors === null ? null : await visitors.signedIn(cookie)
    if (signedIn !== null) return { tokenHash: signedIn.actorTokenHash, ceiling: NO_CEILING, address }
    const ceiling = visitors === null ? NO_CEILING : visitors.ceilingOfGuests
    return { tokenHash: hashGuestToken(readGuestToken(cookie) ?? mintGuestToken()), ceiling, address }
  }
}

function send(reply: FastifyReply, answer: Answer): FastifyReply {
  if (answer.ok) return reply.send(answer)
  if (answer.retryAfterMs !== undefined) reply.header('retry-after', Math.ceil(answer.retryAfterMs / 1000))
  return reply.code(ERRORS[answer.code].status).send(answer)
}
