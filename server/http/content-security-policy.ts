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
    `manifest-src 'self'`,
    `base-uri 'self'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ')
}
