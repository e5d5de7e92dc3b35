import type { IncomingMessage } from 'node:http'
import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net'
import type { TrustProxy } from '../option-values.ts'

/**
 * Where a request comes from and what it was addressed to. Forwarded headers count only as far as TRUST_PROXY says, by one
 * rule for HTTP requests and Socket.IO handshakes: the peer's own address is hop 0, the last entry of X-Forwarded-For
 * hop 1, and so on.
 */
export type Trust = (address: string, hop: number) => boolean

type Request = Pick<IncomingMessage, 'headers' | 'socket'>

export function createTrust(setting: TrustProxy): Trust {
  switch (setting.name) {
    case 'nobody':
      return () => false
    case 'everybody':
      return () => true
    case 'hops':
      return (_address, hop) => hop < setting.hops
    case 'addresses':
      return trustAddresses(setting.addresses)
  }
}

/** The client's IP address: the first one, from the server outwards, that is not a trusted proxy. */
export function clientAddress(request: Request, trust: Trust): string {
  const forwarded = headerText(request, 'x-forwarded-for').split(',').map(plainAddress).toReversed()
  let address = plainAddress(request.socket.remoteAddress ?? '')
  for (const [hop, next] of forwarded.entries()) {
    if (isIP(next) === 0 || !trust(address, hop)) break
    address = next
  }
  return address
}

/**
 * What a limit is counted by: an IPv4 address, or the /64 network of an IPv6 address, since one household or machine has
 * all of its 2^64 addresses.
 */
export function addressKey(address: string): string {
  const plain = plainAddress(address)
  if (!isIPv6(plain)) return plain
  return `${expandIPv6(plain).slice(0, 4).join(':')}::/64`
}

/** The host (with its port, if any) that the browser asked for; '' when it named none. */
export function ownHost(request: Request, trust: Trust): string {
  return fromProxy(request, 'x-forwarded-host', trust) || (request.headers.host ?? '')
}

/** How the browser speaks to the outermost trusted proxy, or to the server itself. */
export function requestProtocol(request: Request, trust: Trust): 'http' | 'https' {
  return fromProxy(request, 'x-forwarded-proto', trust) === 'https' ? 'https' : 'http'
}

/** What the nearest proxy wrote, if it is trusted. It adds at the end, so an entry before that may be a client's invention. */
function fromProxy(request: Request, header: string, trust: Trust): string {
  if (!trust(plainAddress(request.socket.remoteAddress ?? ''), 0)) return ''
  return headerText(request, header).split(',').at(-1)?.trim() ?? ''
}

function headerText(request: Request, name: string): string {
  const value = request.headers[name] ?? ''
  return typeof value === 'string' ? value : value.join(',')
}

function trustAddresses(addresses: readonly string[]): Trust {
  const trusted = new BlockList()
  for (const each of addresses) {
    const [address = '', prefix] = each.split('/')
    const family = isIPv4(address) ? 'ipv4' : 'ipv6'
    trusted.addSubnet(address, prefix === undefined ? (family === 'ipv4' ? 32 : 128) : Number(prefix), family)
  }
  return (text) => {
    const address = plainAddress(text)
    return isIP(address) !== 0 && trusted.check(address, isIPv4(address) ? 'ipv4' : 'ipv6')
  }
}

/** Without brackets, port and zone; an IPv4 address inside IPv6 (`::ffff:192.0.2.1`) as IPv4. */
function plainAddress(text: string): string {
  const address = text
    .trim()
    .replace(/^\[(.*)\](:\d+)?$/, '$1')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
    .replace(/%.*$/, '')
  if (!isIPv6(address)) return address
  const groups = expandIPv6(address)
  if (groups.slice(0, 6).join(':') !== '0:0:0:0:0:ffff') return address
  return groups
    .slice(6)
    .map((group) => Number.parseInt(group, 16))
    .map((group) => `${group >> 8}.${group & 255}`)
    .join('.')
}

/** The eight groups, in lower case and without leading zeros. The URL parser writes the shortest form, which is undone here. */
function expandIPv6(address: string): string[] {
  const [left = '', right] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const before = left === '' ? [] : left.split(':')
  const after = right === undefined || right === '' ? [] : right.split(':')
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => '0'), ...after]
}
