import type { FastifyInstance } from 'fastify'
import { ASK_RESET, RESET } from '../../../shared/access/account-requests.ts'
import type { PasswordResets } from '../../access/password-resets.ts'
import type { ResetMails } from '../../access/reset-mails.ts'
import { MAX_BODY_BYTES, type Surroundings, withBody } from '../account-exchange.ts'

interface ResetOptions extends Surroundings {
  readonly resets: PasswordResets
  /** Null where no mails are sent: then links to a new password are made by who administers. */
  readonly resetMails: ResetMails | null
}

/** What the page for a forgotten password asks for. */
export function serveResets(fastify: FastifyInstance, surroundings: ResetOptions): void {
  const { basePath, resets, resetMails } = surroundings
  const options = { bodyLimit: MAX_BODY_BYTES }
  fastify.post(
    `${basePath}/api/reset`,
    options,
    withBody(surroundings, RESET, (browser, body) => resets.reset(browser, body)),
  )
  if (resetMails === null) return
  fastify.post(
    `${basePath}/api/ask-reset`,
    options,
    withBody(surroundings, ASK_RESET, (browser, { email }) => resetMails.ask(browser, email)),
  )
}
