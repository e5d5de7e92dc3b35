import type { FastifyReply, FastifyRequest } from 'fastify'
import { isImageType } from '../../shared/files/image-types.ts'
import { refuse } from '../../shared/protocol/errors.ts'
import type { FoundFile } from '../files/document-files.ts'
import { loggedPath } from '../observability/log.ts'
import { sendAnswer, storedAnswer } from './answer.ts'
import { isBehindAnother } from './behind-another.ts'

/** Whoever opens a file by itself has it in a page that can do nothing, and loads nothing. */
const FILE_POLICY = `sandbox; default-src 'none'`

/** Who may show it within something of theirs: pages of this server, or, of what everybody may see, any. */
type Audience = 'same-origin' | 'cross-origin'

/**
 * Sends a file, or that the browser's copy is still right. An image is shown; all else is a download, whatever it is called. The browser
 * may keep it, and asks each time whether it may show it.
 */
export async function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  { name, type, sha256, open }: FoundFile,
  audience: Audience,
): Promise<FastifyReply> {
  const tag = `"${Buffer.from(sha256).toString('base64url')}"`
  setGuards(reply, audience)
  // Before a file is opened, which nobody would close.
  if (isBehindAnother(reply.raw)) return sendAnswer(reply.header('cache-control', 'no-store'), refuse('server-full'))
  reply.header('etag', tag).header('cache-control', audience === 'same-origin' ? 'private, no-cache' : 'no-cache')
  if (namesTag(request.headers['if-none-match'], tag)) return reply.code(304).send()
  const blob = await storedAnswer(request, open)
  // Its bytes are lost: the operator is told by the log of who asks, and by `weft doctor`.
  if (blob === null) request.log.error({ path: loggedPath(request.url) }, 'a file is missing')
  if (blob === null || 'code' in blob) {
    return sendAnswer(reply.removeHeader('etag').header('cache-control', 'no-store'), blob ?? refuse('damaged'))
  }
  return reply
    .type(type)
    .header('content-length', blob.size)
    .header('content-disposition', dispositionOf(type, name))
    .send(blob.stream)
}

/** Of every answer that is, or could be, a file. */
export function setGuards(reply: FastifyReply, audience: Audience): void {
  reply
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', FILE_POLICY)
    .header('cross-origin-resource-policy', audience)
}

function namesTag(header: string | undefined, tag: string): boolean {
  const named = (header ?? '').split(',').map((each) => each.trim().replace(/^W\//, ''))
  return named.includes(tag) || named.includes('*')
}

/** RFC 6266: the name as it is for those who read that, and for the others what of it every program reads alike. */
function dispositionOf(type: string, name: string): string {
  const plain = name.replaceAll(/[^\w .()+,-]/g, '_')
  const exact = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${isImageType(type) ? 'inline' : 'attachment'}; filename="${plain}"; filename*=UTF-8''${exact}`
}
