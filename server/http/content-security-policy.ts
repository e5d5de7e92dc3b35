import { isSlug } from '../../shared/document/slug.ts'
import { isHost } from '../access/origin.ts'

interface PageFacts {
  /** Fresh for every answer; stands on each script and style element that the page may run. */
  readonly nonce: string
  /** What the browser asked for, see `ownHost`. */
  readonly host: string
}

/** What a page of the editor may load and reach: its own server, and nothing else anywhere. */
export function pagePolicy({ nonce, host }: PageFacts): string {
  // Older Safari does not count websockets to the page's own host as 'self'.
  const sockets = isHost(host) ? ` ws://${host} wss://${host}` : ''
  return [
    `default-src 'none'`,
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    `img-src 'self' data: blob:`,
    `connect-src 'self'${sockets}`,
    `font-src 'self'`,
    `worker-src 'self'`,
    // Its own page, in which a document is shown: see `framePolicy`.
    `frame-src 'self'`,
    `manifest-src 'self'`,
    `base-uri 'self'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ')
}

interface FrameFacts extends PageFacts {
  /** Other hosts whose images, sounds and films the reader asked to see. */
  readonly mediaHosts: readonly string[]
}

/**
 * What the page may do in which a document is shown. Its origin is opaque: it has no cookies, no storage, and no way to whoever
 * embeds it. Nothing it holds can be loaded from anywhere, sent anywhere, or be a script.
 */
export function framePolicy({ nonce, host, mediaHosts }: FrameFacts): string {
  // In a page with an opaque origin not every browser counts its own server as 'self'.
  const own = isHost(host) ? `'self' ${host}` : `'self'`
  const media = mediaHosts.filter(isHost).join(' ')
  return [
    `sandbox allow-scripts allow-modals`,
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    // Diagrams and formulas are placed by styles of their own; the sanitiser keeps those of the text out.
    `style-src ${own} 'unsafe-inline'`,
    `font-src ${own}`,
    `img-src data: blob: ${media}`.trimEnd(),
    `media-src ${media === '' ? `'none'` : media}`,
    `base-uri ${own}`,
    `form-action 'none'`,
    `frame-ancestors 'self'`,
  ].join('; ')
}

/**
 * The same for a frame that comes without the server, in one piece: it loads nothing, so nothing is allowed but what is in it.
 */
export function keptFramePolicy(nonce: string): string {
  return [
    `sandbox allow-scripts allow-modals`,
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src 'unsafe-inline'`,
    `font-src data:`,
    `img-src data: blob:`,
    `base-uri 'self'`,
    `form-action 'none'`,
    `frame-ancestors 'self'`,
  ].join('; ')
}

interface PublishedFacts extends FrameFacts {
  /** Who may show it within a page of theirs, as `frame-ancestors` has it. */
  readonly ancestors: string
  readonly basePath: string
  /** What is no slug names no page. */
  readonly slug: string
}

/**
 * What a published document may do: it is a page of an opaque origin like the frame in which a document is shown, but alone. It asks
 * its own server for changes, and opens links beside itself.
 */
export function publishedPolicy({ nonce, host, mediaHosts, ancestors, basePath, slug }: PublishedFacts): string {
  const own = isHost(host) ? `'self' ${host}` : `'self'`
  const media = mediaHosts.filter(isHost).join(' ')
  // Of its own server: the images that are stored with it, and the mark of the program.
  const files = isSlug(slug) ? [`/p/${slug}/files/`, '/favicon.svg'] : []
  const images = isHost(host) ? files.map((path) => `${host}${basePath}${path}`) : [`'self'`]
  return [
    `sandbox allow-scripts allow-modals allow-popups allow-popups-to-escape-sandbox`,
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `connect-src ${own}`,
    `style-src ${own} 'unsafe-inline'`,
    `font-src ${own}`,
    `img-src data: blob: ${images.join(' ')} ${media}`.trimEnd(),
    `media-src ${media === '' ? `'none'` : media}`,
    `base-uri ${own}`,
    `form-action 'none'`,
    `frame-ancestors ${ancestors}`,
  ].join('; ')
}

/** Of the program's files: one that runs as a worker is bound by its own policy, and may load parts of itself alone. */
export const FILE_POLICY = `default-src 'none'; script-src 'self'; frame-ancestors 'none'`

/** Of the service worker: it fetches what the page would fetch, from its own server. */
export const SERVICE_WORKER_POLICY = `default-src 'none'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'`
