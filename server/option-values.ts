import { isIP, isIPv4 } from 'node:net'
import { readEmail } from '../shared/access/email.ts'

/** Whose `X-Forwarded-*` headers are believed. */
export type TrustProxy =
  | { readonly name: 'nobody' }
  | { readonly name: 'everybody' }
  /** So many proxies stand in front of the server, whatever their addresses. */
  | { readonly name: 'hops'; readonly hops: number }
  /** IPv4 and IPv6 addresses and CIDR ranges. */
  | { readonly name: 'addresses'; readonly addresses: readonly string[] }

/** What may be written for an option, read. Each throws a RangeError whose message ends the sentence "PORT must be ...". */

export function integer(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= least && value <= most) return value
    throw new RangeError(`a whole number from ${least} to ${most}`)
  }
}

export function oneOf<Value extends string>(values: readonly Value[]): (text: string) => Value {
  return (text) => {
    const found = values.find((value) => value === text)
    if (found !== undefined) return found
    throw new RangeError(`one of ${values.join(', ')}`)
  }
}

export function onOrOff(text: string): boolean {
  return oneOf(['off', 'on'])(text) === 'on'
}

export function host(text: string): string {
  if (isIP(text) !== 0 || /^(?=.{1,253}$)[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text)) return text
  throw new RangeError('an IP address or a host name, without a port')
}

/** With a slash before and none behind; '' is the root. */
export function basePath(text: string): string {
  const segments = text.split('/').filter((segment) => segment !== '')
  if (segments.every((segment) => /^[A-Za-z0-9._~-]+$/.test(segment) && !/^\.+$/.test(segment)))
    return segments.map((segment) => `/${segment}`).join('')
  throw new RangeError('a path of letters, digits, ".", "_", "~" and "-", such as /weft')
}

/** Null for none. Plain http would let anybody on the way sign in as everybody: only on this machine nobody is. */
export function issuer(text: string): URL | null {
  if (text === '') return null
  const url = URL.canParse(text) ? new URL(text) : null
  const isLocal = url !== null && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && isLocal))) return url
  throw new RangeError('an https address, such as https://login.example.org')
}

export function smtpUrl(text: string): string {
  if (text === '' || (URL.canParse(text) && ['smtp:', 'smtps:'].includes(new URL(text).protocol))) return text
  throw new RangeError('an address such as smtps://name:password@mail.example.org')
}

export function emailOrNone(text: string): string {
  if (text === '' || readEmail(text) !== null) return text
  throw new RangeError('an e-mail address, such as weft@example.org')
}

/** Without a slash at the end. */
export function publicUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (text === '') return text
  if (url !== null && ['https:', 'http:'].includes(url.protocol) && url.search + url.hash === '') {
    return url.href.replace(/\/$/, '')
  }
  throw new RangeError('an address such as https://weft.example.org')
}

/** As `frame-ancestors` has it. */
export function embedAncestors(text: string): string {
  if (text === 'none') return `'none'`
  if (text === '*') return text
  const origins = text.split(/[\s,]+/)
  if (origins.every((origin) => /^https?:\/\/(?:\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?$/i.test(origin)))
    return origins.join(' ')
  throw new RangeError('none, * or a list of origins, such as https://intranet.example.org')
}

export function trustProxy(text: string): TrustProxy {
  if (text === 'off' || text === '0') return { name: 'nobody' }
  if (text === 'on') return { name: 'everybody' }
  if (/^[1-9]\d?$/.test(text)) return { name: 'hops', hops: Number(text) }
  const addresses = text.split(',').map((address) => address.trim())
  if (addresses.every(isAddressOrRange)) return { name: 'addresses', addresses }
  throw new RangeError('off, on, a number of proxies, or a comma-separated list of IP addresses and CIDR ranges')
}

function isAddressOrRange(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/')
  if (isIP(address) === 0 || address.includes('%') || rest.length > 0) return false
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (isIPv4(address) ? 32 : 128))
}
