import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ListAnswer } from '../../../shared/library/library-answers.ts'
import { ARCHIVE, DUPLICATE, LIST, ONE_DOCUMENT, RENAME } from '../../../shared/library/library-requests.ts'
import { type Refusal, refuse } from '../../../shared/protocol/errors.ts'
import type { Trust } from '../../access/address.ts'
import type { Visitor } from '../../access/admission.ts'
import type { Visitors } from '../../access/visitors.ts'
import type { Library } from '../../library/library.ts'
import { isFromOwnPage } from '../account-exchange.ts'
import { sendAnswer, storedAnswer } from '../answer.ts'
import { visitorOf } from '../visitor.ts'

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
      if (!isFromOwnPage(request, trust)) return sendAnswer(reply, refuse('forbidden'))
      const parsed = schema.safeParse(askedIn(request))
      if (!parsed.success) return sendAnswer(reply, refuse('bad-request'))
      const { data } = parsed
      const answer = storedAnswer(request, async () => work(await visitorOf(request, { trust, visitors }), data))
      return sendAnswer(reply, await answer)
    }
  }
}
