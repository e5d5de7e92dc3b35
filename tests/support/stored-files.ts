import type { UploadAnswer } from '../../shared/files/file-answers.ts'
import type { Refusal } from '../../shared/protocol/errors.ts'
import { createPng } from './tiny-images.ts'
import type { Guest, SharedDocument } from './shared-document.ts'

interface Asked {
  readonly method?: string
  readonly body?: BodyInit | null
  readonly headers?: Record<string, string>
}

/** Asks a route as a page of this server would, in the name of somebody. */
export function askFiles(
  { server }: SharedDocument,
  { cookie, address }: Pick<Guest, 'cookie' | 'address'>,
  path: string,
  asked: Asked = {},
) {
  const { method = 'GET', body = null, headers = {} } = asked
  const type = body === null ? {} : { 'content-type': 'application/octet-stream' }
  return fetch(server.url + path, {
    method,
    body,
    headers: { cookie, 'x-forwarded-for': address, origin: server.url, ...type, ...headers },
    redirect: 'manual',
    ...(body instanceof ReadableStream && { duplex: 'half' }),
  })
}

export function filesOf({ document }: Pick<SharedDocument, 'document'>): string {
  return `/api/documents/${document}/files`
}

/** Stores a file with a document, as its owner unless it is said. */
export async function storeFile(
  shared: SharedDocument,
  {
    name = 'image.png',
    bytes = createPng(),
    as = shared.owner,
  }: { name?: string; bytes?: Uint8Array; as?: Guest } = {},
): Promise<UploadAnswer | Refusal> {
  const path = `${filesOf(shared)}?name=${encodeURIComponent(name)}`
  const response = await askFiles(shared, as, path, { method: 'POST', body: new Uint8Array(bytes) })
  return (await response.json()) as UploadAnswer | Refusal
}

/** The id of a file that was stored. */
export async function storedFile(
  shared: SharedDocument,
  options: Parameters<typeof storeFile>[1] = {},
): Promise<string> {
  const answer = await storeFile(shared, options)
  if (!answer.ok) throw new Error(`not stored: ${answer.code}`)
  return answer.file.id
}
