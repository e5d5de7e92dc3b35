import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const BASE_ELEMENT = /<base href="\/"\s*\/?>/
const NONCE = '__NONCE__'

/** The built client is missing or not what the server expects; the message says what to do. */
export class ClientBuildError extends Error {
  override readonly name = 'ClientBuildError'
}

/** The built client in one folder: its files, and its page as a function of what differs between answers. */
export interface ClientBuild {
  /** An absolute path. */
  readonly directory: string
  page(nonce: string): string
  /** The page in which the preview is shown, apart from everything else. */
  previewFrame(nonce: string): string
}

/** Reads the pages once. Rejects with a ClientBuildError when there is no usable build in `directory`. */
export async function loadClientBuild(directory: URL, basePath: string): Promise<ClientBuild> {
  const page = await readPage(new URL('index.html', directory), basePath)
  const previewFrame = await readPage(new URL('preview-frame.html', directory), basePath)
  return { directory: fileURLToPath(directory), page, previewFrame }
}

async function readPage(file: URL, basePath: string): Promise<(nonce: string) => string> {
  const template = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new ClientBuildError(`There is no built client at ${fileURLToPath(file)}: run "npm run build" first.`, {
      cause: error,
    })
  })
  if (!BASE_ELEMENT.test(template)) throw new ClientBuildError(`${fileURLToPath(file)} lacks <base href="/">.`)
  const html = template.replace(BASE_ELEMENT, `<base href="${basePath}/">`)
  return (nonce) => html.replaceAll(NONCE, nonce)
}
