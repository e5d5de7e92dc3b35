import type { FastifyInstance } from 'fastify'
import { isSlug } from '../../../shared/document/slug.ts'
import { fileIdOf } from '../../../shared/files/file-address.ts'
import { refuse, slow } from '../../../shared/protocol/errors.ts'
import { type Trust, addressKey, clientAddress } from '../../access/address.ts'
import type { Budgets } from '../../access/budgets.ts'
import type { DocumentFiles } from '../../files/document-files.ts'
import type { PublishedPages } from '../../publishing/published-pages.ts'
import { sendAnswer, storedAnswer } from '../answer.ts'
import { sendFile, setGuards } from '../file-reply.ts'

interface PublishedFileOptions {
  readonly pages: Pick<PublishedPages, 'documentShowing'>
  readonly files: () => Pick<DocumentFiles, 'image'>
  readonly budgets: Pick<Budgets, 'files'>
  readonly basePath: string
  readonly trust: Trust
}

/**
 * The images of a published document, for everybody, as long as it is published and its text names them: what else is stored with it
 * is nobody's business. No cookie is read. Whoever shows the page within one of theirs shows them, too.
 */
export function servePublishedFiles(
  fastify: FastifyInstance,
  { pages, files, budgets, basePath, trust }: PublishedFileOptions,
): void {
  fastify.get(`${basePath}/p/:slug/files/:file`, async (request, reply) => {
    reply.header('cache-control', 'no-store')
    setGuards(reply, 'cross-origin')
    const address = addressKey(clientAddress(request.raw, trust))
    if (!budgets.files.take(address)) return sendAnswer(reply, slow(budgets.files.waitMs(address)))
    const { slug, file } = request.params as { readonly slug: string; readonly file: string }
    const found = await storedAnswer(request, async () => {
      const id = fileIdOf(`files/${file}`)
      const document = id === null || !isSlug(slug) ? null : await pages.documentShowing(slug, id)
      return id === null || document === null ? refuse('not-found') : files().image(document, id)
    })
    return found.ok ? sendFile(request, reply, found, 'cross-origin') : sendAnswer(reply, found)
  })
}
