import type { FastifyInstance } from 'fastify'
import { ASK_RESET, RESET } from '../../../shared/access/account-requests.ts'
import type { PasswordResets } from '../../access/password-resets.ts'
import { MAX_BODY_BYTES, type Surroundings, withBody } from '../account-exchange.ts'

/** Where there is a mail server: what the page for a forgotten password asks for. */
export function serveResets(fastify: FastifyInstance, resets: PasswordResets, surroundings: Surroundings): void {
  const { basePath } = surroundings
  const options = { bodyLimit: MAX_BODY_BYTES }
  fastify.post(
    `${basePath}/api/ask-reset`,
    options,
    withBody(surroundings, ASK_RESET, (browser, { email }) => resets.ask(browser, email)),
  )
  fastify.post(
    `${basePath}/api/reset`,
    options,
    withBody(surroundings, RESET, (browser, body) => resets.reset(browser, body)),
  )
}
