import type { FastifyReply, FastifyRequest } from 'fastify'
import { ERRORS, type Refusal, refuse } from '../../shared/protocol/errors.ts'
import { DamagedDocument, StorageError } from '../storage/storage.ts'

/** Sends what was asked for, or why not, as JSON with the status that belongs to it. */
export function sendAnswer(reply: FastifyReply, answer: { readonly ok: true } | Refusal): FastifyReply {
  if (answer.ok) return reply.send(answer)
  if (answer.retryAfterMs !== undefined) reply.header('retry-after', Math.ceil(answer.retryAfterMs / 1000))
  return reply.code(ERRORS[answer.code].status).send(answer)
}

/** What `work` resolves to; a refusal when what is stored cannot be reached. */
export async function storedAnswer<Answer>(
  request: FastifyRequest,
  work: () => Promise<Answer>,
): Promise<Answer | Refusal> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof StorageError)) throw error
    request.log.error({ err: error }, 'storage failed')
    return refuse(error instanceof DamagedDocument ? 'damaged' : 'storage-unavailable')
  }
}
