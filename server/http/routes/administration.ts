import type { FastifyInstance } from 'fastify'
import {
  ADD_ACCOUNT,
  LIST,
  NAMED_ACCOUNT,
  NAMED_DOCUMENT,
  NAMED_SESSION,
  PROMOTE,
  SUSPEND,
} from '../../../shared/access/account-requests.ts'
import type { Administration } from '../../access/administration.ts'
import { MAX_BODY_BYTES, type Surroundings, handled, withBody } from '../account-exchange.ts'

/**
 * What the page of administration asks for, as JSON. Also what only reads is asked for by POST: what somebody searches is no
 * part of an address, which proxies write down.
 */
export function serveAdministration(fastify: FastifyInstance, admin: Administration, surroundings: Surroundings): void {
  const { basePath } = surroundings
  const options = { bodyLimit: MAX_BODY_BYTES }
  fastify.post(
    `${basePath}/api/admin/accounts`,
    options,
    withBody(surroundings, LIST, (browser, body) => admin.accounts(browser, body)),
  )
  fastify.post(
    `${basePath}/api/admin/sessions`,
    options,
    withBody(surroundings, LIST, (browser, body) => admin.sessions(browser, body)),
  )
  fastify.post(
    `${basePath}/api/admin/documents`,
    options,
    withBody(surroundings, LIST, (browser, body) => admin.documents(browser, body)),
  )
  fastify.post(
    `${basePath}/api/admin/audit`,
    options,
    withBody(surroundings, LIST, (browser, body) => admin.audit(browser, body)),
  )
  fastify.post(
    `${basePath}/api/admin/usage`,
    options,
    handled(surroundings, (browser) => admin.usage(browser)),
  )
  fastify.post(
    `${basePath}/api/admin/add-account`,
    options,
    withBody(surroundings, ADD_ACCOUNT, (browser, { email }) => admin.addAccount(browser, email)),
  )
  fastify.post(
    `${basePath}/api/admin/suspend`,
    options,
    withBody(surroundings, SUSPEND, (browser, body) => admin.setSuspended(browser, body)),
  )
  fastify.post(
    `${basePath}/api/admin/promote`,
    options,
    withBody(surroundings, PROMOTE, (browser, body) => admin.setAdmin(browser, body)),
  )
  fastify.post(
    `${basePath}/api/admin/reset-link`,
    options,
    withBody(surroundings, NAMED_ACCOUNT, (browser, { account }) => admin.resetLink(browser, account)),
  )
  fastify.post(
    `${basePath}/api/admin/end-sessions`,
    options,
    withBody(surroundings, NAMED_ACCOUNT, (browser, { account }) => admin.endSessions(browser, account)),
  )
  fastify.post(
    `${basePath}/api/admin/end-session`,
    options,
    withBody(surroundings, NAMED_SESSION, (browser, body) => admin.endSession(browser, body)),
  )
  fastify.post(
    `${basePath}/api/admin/export`,
    options,
    withBody(surroundings, NAMED_DOCUMENT, (browser, { document }) => admin.exportText(browser, document)),
  )
  fastify.post(
    `${basePath}/api/admin/delete-document`,
    options,
    withBody(surroundings, NAMED_DOCUMENT, (browser, { document }) => admin.deleteDocument(browser, document)),
  )
  fastify.post(
    `${basePath}/api/admin/unpublish`,
    options,
    withBody(surroundings, NAMED_DOCUMENT, (browser, { document }) => admin.unpublish(browser, document)),
  )
}
