interface OriginFacts {
  /** The request came by https, as far as that is known. */
  readonly secure: boolean
  /** The Origin header, if the request has one. */
  readonly origin: string | undefined
  /** What the browser asked for, see `ownHost`. */
  readonly host: string
  /** The Sec-Fetch-Site header, if the request has one. */
  readonly secFetchSite: string | undefined
}

/**
 * Whether a request comes from a page of this server (or from a program, which sends neither header and no ambient
 * cookie of anyone). A page of another site could otherwise act in its visitor's name, because `cors` does not cover
 * websockets. What came by https must come from a page of https; else the scheme is not compared: behind a proxy the server may
 * not know its own.
 */
export function isOwnOrigin({ origin, host, secFetchSite, secure }: OriginFacts): boolean {
  if (secFetchSite !== undefined && !['same-origin', 'none'].includes(secFetchSite)) return false
  // Same-origin polling sends no Origin.
  if (origin === undefined) return true
  const from = parse(origin)
  if (from === null || from.origin !== origin || !['http:', 'https:'].includes(from.protocol)) return false
  if (secure && from.protocol !== 'https:') return false
  // In the origin's scheme, so that a default port, written out or not, is the same port.
  return isHost(host) && parse(`${from.protocol}//${host}`)?.host === from.host
}

/** Whether the text is a host with or without a port, and nothing else that could change what a URL or a header says. */
export function isHost(text: string): boolean {
  return /^([a-z0-9._-]+|\[[0-9a-f:.]+\])(:\d{1,5})?$/i.test(text)
}

function parse(url: string): URL | null {
  return URL.canParse(url) ? new URL(url) : null
}
