/**
 * What the service worker does with a request:
 *
 * - `page`   a page of the editor: the server's, and without one the page that is kept
 * - `frame`  the preview's frame: the same
 * - `part`   a file of the program whose name tells its content: as it is kept, wherever it is; else fetched, and kept from then on
 * - `file`   another file of the program: as it is kept
 * - `drawing` what draws diagrams, for the kept frame: the part of it that this build has
 * - `pass`   nothing: the browser asks the server as if there was no worker
 */
export type Handling = 'page' | 'frame' | 'part' | 'file' | 'drawing' | 'pass'

interface Asked {
  readonly method: string
  readonly url: string
  /** What the browser wants it for, as `Request.destination` has it. */
  readonly destination: string
}

/** Where the server sends what is kept in place of its pages. */
export const KEPT_PAGE = 'offline/page'
export const KEPT_FRAME = 'offline/preview-frame'

/** @param scope The address below which the program is. @param files Those whose names say nothing of their content. */
export function handlingOf({ method, url, destination }: Asked, scope: string, files: readonly string[]): Handling {
  const address = new URL(url)
  const root = new URL(scope)
  if (method !== 'GET' || address.origin !== root.origin || !address.pathname.startsWith(root.pathname)) return 'pass'
  const path = address.pathname.slice(root.pathname.length)
  // Accounts, administration and what is published are of no use without the server.
  if (destination === 'document') return isEditor(path) ? 'page' : 'pass'
  if (destination === 'iframe') return path === 'preview-frame' ? 'frame' : 'pass'
  if (path === 'offline/diagrams.js') return 'drawing'
  if (isPart(path)) return 'part'
  return files.includes(path) ? 'file' : 'pass'
}

function isEditor(path: string): boolean {
  return path === '' || path === 'documents' || path.startsWith('d/')
}

/** By its path below the scope. */
export function isPart(path: string): boolean {
  return path.startsWith('assets/')
}

/** Whether a server that answers so is there at all: what answers in its place while it starts anew is a proxy. */
export function isOutage(status: number): boolean {
  return status >= 500
}

/** Whether there is a worker for the program any more: an operator who wants none takes its file away. */
export function isGone(status: number): boolean {
  return status === 404 || status === 410
}
