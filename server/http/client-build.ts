import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const BASE_ELEMENT = /<base href="\/"\s*\/?>/
const NONCE = '__NONCE__'
const ROOT_ELEMENT = '<html lang="en"'

/** The built client is missing or not what the server expects; the message says what to do. */
export class ClientBuildError extends Error {
  override readonly name = 'ClientBuildError'
}

/** What the page is told of accounts. */
export interface AccountMark {
  /** What the way to the pages of accounts is called. */
  readonly label: string
  /** Of who is signed in; '' for a guest. No secret: what the browser keeps is kept apart by it. */
  readonly id: string
}

/** What differs between the pages of published documents; all of it is text. */
export interface PublishedFacts {
  readonly nonce: string
  readonly title: string
  readonly description: string
  readonly text: string
  /** Of the text. */
  readonly version: string
  readonly kind: 'page' | 'embedded'
  readonly isCut: boolean
}

/** The built client in one folder: its files, and its page as a function of what differs between answers. */
export interface ClientBuild {
  /** An absolute path. */
  readonly directory: string
  /** `account` is null where there are none. */
  page(nonce: string, account: AccountMark | null): string
  /** The page in which the preview is shown, apart from everything else. */
  previewFrame(nonce: string): string
  /** The page of a published document. */
  published(facts: PublishedFacts): string
  /** The page that a browser keeps, and shows when it does not reach the server. The same for everybody. */
  offlinePage(nonce: string): string
  /** The same for the page in which the preview is shown. */
  offlineFrame(nonce: string): string
}

/** With it, the page has the browser keep the program. */
const VERSION_MARK = / data-version="[^"]*"/

/**
 * Reads the pages once. Rejects with a ClientBuildError when there is no usable build in `directory`.
 * @param keepsOffline Whether browsers may keep the program.
 */
export async function loadClientBuild(directory: URL, basePath: string, keepsOffline = true): Promise<ClientBuild> {
  const file = new URL('index.html', directory)
  const built = await readPage(file, basePath)
  const page = keepsOffline ? built : (nonce: string) => built(nonce).replace(VERSION_MARK, '')
  if (!page('').includes(ROOT_ELEMENT)) throw new ClientBuildError(`${fileURLToPath(file)} lacks ${ROOT_ELEMENT}>.`)
  const previewFrame = await readPage(new URL('preview-frame.html', directory), basePath)
  return {
    directory: fileURLToPath(directory),
    page: (nonce, account) => {
      if (account === null) return page(nonce)
      const { label, id } = account
      const marks = `data-account="${escaped(label)}"${id === '' ? '' : ` data-account-id="${escaped(id)}"`}`
      return page(nonce).replace(ROOT_ELEMENT, () => `${ROOT_ELEMENT} ${marks}`)
    },
    previewFrame,
    published: await readPublished(new URL('published.html', directory), basePath),
    offlinePage: await readPage(new URL('offline-page.html', directory), basePath),
    offlineFrame: await readPage(new URL('offline-frame.html', directory), basePath),
  }
}

/** Each mark is one of the facts. Nothing that is written in its place is looked through for marks. */
const FACT = /__(NONCE|TITLE|DESCRIPTION|TEXT|VERSION|KIND|CUT)__/

async function readPublished(file: URL, basePath: string): Promise<(facts: PublishedFacts) => string> {
  const parts = (await readHtml(file, basePath)).split(FACT)
  return ({ nonce, title, description, text, version, kind, isCut }) => {
    const facts: Readonly<Record<string, string>> = {
      NONCE: nonce,
      TITLE: escaped(title),
      DESCRIPTION: escaped(description),
      // The browser passes over the first line's end, and makes another character of this one.
      TEXT: `\n${escaped(text).replaceAll('\r', '&#13;')}`,
      VERSION: version,
      KIND: kind,
      CUT: String(isCut),
    }
    return parts.map((part, index) => (index % 2 === 0 ? part : facts[part])).join('')
  }
}

async function readPage(file: URL, basePath: string): Promise<(nonce: string) => string> {
  const html = await readHtml(file, basePath)
  return (nonce) => html.replaceAll(NONCE, nonce)
}

/** With the path under which it is served. */
async function readHtml(file: URL, basePath: string): Promise<string> {
  const template = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new ClientBuildError(`There is no built client at ${fileURLToPath(file)}: run "npm run build" first.`, {
      cause: error,
    })
  })
  if (!BASE_ELEMENT.test(template)) throw new ClientBuildError(`${fileURLToPath(file)} lacks <base href="/">.`)
  return template.replace(BASE_ELEMENT, `<base href="${basePath}/">`)
}

/** As the value of an attribute. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
}
