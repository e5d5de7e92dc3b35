import type { IncomingMessage } from 'node:http'
import { describe, expect, it } from 'vitest'
import { addressKey, clientAddress, createTrust, ownHost, requestProtocol } from '../../../../server/access/address.ts'

function request(
  remoteAddress: string,
  headers: Record<string, string> = {},
): Pick<IncomingMessage, 'headers' | 'socket'> {
  return { headers, socket: { remoteAddress } as IncomingMessage['socket'] }
}

const nobody = createTrust({ name: 'nobody' })
const everybody = createTrust({ name: 'everybody' })
const twoHops = createTrust({ name: 'hops', hops: 2 })
const local = createTrust({ name: 'addresses', addresses: ['127.0.0.1', '10.0.0.0/8', 'fd00::/8'] })

describe('clientAddress', () => {
  it.each([
    ['believes no header unless told to', nobody, '192.0.2.1', '198.51.100.7', '192.0.2.1'],
    [
      'takes the first entry when everybody is believed',
      everybody,
      '192.0.2.1',
      '203.0.113.9, 198.51.100.7',
      '203.0.113.9',
    ],
    [
      'counts hops from the server outwards',
      twoHops,
      '10.0.0.1',
      '203.0.113.9, 198.51.100.7, 10.0.0.2',
      '198.51.100.7',
    ],
    [
      'stops at the first address that is no proxy',
      local,
      '127.0.0.1',
      '203.0.113.9, 198.51.100.7, 10.1.2.3',
      '198.51.100.7',
    ],
    ['believes nothing from a peer that is no proxy', local, '192.0.2.1', '198.51.100.7', '192.0.2.1'],
    ['knows IPv4 proxies behind an IPv6 socket', local, '::ffff:127.0.0.1', '198.51.100.7', '198.51.100.7'],
    ['knows IPv6 proxies', local, 'fd00::1', '2001:db8::1', '2001:db8::1'],
    ['passes over ports and brackets', everybody, '10.0.0.1', '[2001:db8::1]:443, 198.51.100.7:1234', '2001:db8::1'],
    ['stops at what is no address', everybody, '10.0.0.1', 'unknown, 198.51.100.7', '198.51.100.7'],
  ])('%s', (_name, trust, peer, forwarded, address) => {
    expect(clientAddress(request(peer, { 'x-forwarded-for': forwarded }), trust)).toBe(address)
  })
})

describe('addressKey', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::ffff:c000:201', '192.0.2.1'],
    ['2001:db8:0:1::5', '2001:db8:0:1::/64'],
    ['2001:0DB8:0000:0001:ffff::9', '2001:db8:0:1::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
  ])('counts %s as %s', (address, key) => {
    expect(addressKey(address)).toBe(key)
  })

  it('tells neighbouring networks apart', () => {
    expect(addressKey('2001:db8:0:1::1')).not.toBe(addressKey('2001:db8:0:2::1'))
  })
})

describe('what was asked for', () => {
  const headers = { host: 'inside:3000', 'x-forwarded-host': 'invented, weft.example', 'x-forwarded-proto': 'https' }

  it('is the Host, and http, when the peer is no proxy', () => {
    expect(ownHost(request('192.0.2.1', headers), local)).toBe('inside:3000')
    expect(requestProtocol(request('192.0.2.1', headers), local)).toBe('http')
  })

  it('is what the nearest trusted proxy added', () => {
    expect(ownHost(request('127.0.0.1', headers), local)).toBe('weft.example')
    expect(requestProtocol(request('127.0.0.1', headers), local)).toBe('https')
  })

  it('is the Host when the proxy says nothing', () => {
    expect(ownHost(request('127.0.0.1', { host: 'weft.example' }), local)).toBe('weft.example')
    expect(ownHost(request('127.0.0.1'), local)).toBe('')
    expect(requestProtocol(request('127.0.0.1'), local)).toBe('http')
  })
})
