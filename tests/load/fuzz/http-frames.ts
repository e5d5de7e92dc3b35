import { GUEST_COOKIE } from '../../../server/access/guest-cookie.ts'
import type { Random } from '../../support/random.ts'
import type { Frame } from './frame.ts'
import { mutated, oddNumber, oddString } from './values.ts'

const METHODS = [
  'GET',
  'GET',
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'OPTIONS',
  'PATCH',
  'TRACE',
  'CONNECT',
  'get',
  'PRI',
  'M-SEARCH',
  '',
  'A'.repeat(99),
]
const PATHS = [
  [
    '/',
    '/healthz',
    '/readyz',
    '/d/AAAAAAAAAAAAAAAAAAAAAA',
    '/d/x',
    '/d/',
    '/icon.svg',
    '/assets/',
    '/index.html',
    '//',
    '/.',
    '*',
    '',
  ],
  [
    '/%',
    '/%00',
    '/%ff%fe',
    '/..%2f..%2fetc%2fpasswd',
    '/../../etc/passwd',
    '/d/%2e%2e',
    '/assets/..%5c..',
    'http://elsewhere/',
  ],
  [
    '/socket.io',
    '/socket.io/',
    '/socket.io/?EIO=4',
    '/socket.io/?EIO=4&transport=polling',
    '/socket.io/?EIO=3&transport=polling',
  ],
  [
    '/socket.io/?EIO=4&transport=websocket',
    '/socket.io/?EIO=4&transport=polling&sid=AAAAAAAAAAAAAAAAAAAA',
    '/socket.io/?EIO[]=4&transport[x]=1',
  ],
].flat()
const VERSIONS = ['HTTP/1.1', 'HTTP/1.1', 'HTTP/1.1', 'HTTP/1.0', 'HTTP/0.9', 'HTTP/2.0', 'HTTP/9.9', 'HTTP', '']
const FIELDS = [
  [
    'host',
    'connection',
    'upgrade',
    'content-length',
    'transfer-encoding',
    'expect',
    'range',
    'if-range',
    'if-none-match',
    'te',
  ],
  [
    'if-modified-since',
    'accept',
    'accept-encoding',
    'cookie',
    'origin',
    'sec-fetch-site',
    'x-forwarded-for',
    'x-forwarded-host',
    'trailer',
  ],
  [
    'x-forwarded-proto',
    'content-type',
    'authorization',
    'sec-websocket-key',
    'sec-websocket-version',
    'sec-websocket-extensions',
    '__proto__',
  ],
].flat()
const VALUES = [
  [
    '127.0.0.1',
    'localhost:1',
    'a b',
    'close',
    'keep-alive',
    'upgrade',
    'Upgrade, close',
    'websocket',
    'h2c',
    '0',
    '5',
    '-1',
    '1e9',
  ],
  [
    '99999999999999999999',
    'chunked',
    'gzip, chunked',
    'identity',
    '100-continue',
    'bytes=0-',
    'bytes=-1',
    'bytes=5-1',
    'bytes=0-0,1-1,2-2',
  ],
  [
    'bytes=99999999999-',
    '"x"',
    '*',
    'text/html',
    'application/json',
    'gzip',
    'br;q=0',
    '*;q=9',
    'null',
    'https://elsewhere.example',
  ],
  [
    'cross-site',
    'same-origin',
    '1.2.3.4, 5.6.7.8',
    '::1',
    'not an address',
    'https',
    '13',
    '8',
    'permessage-deflate',
    `${GUEST_COOKIE}=x`,
  ],
  [`${GUEST_COOKIE}=${'A'.repeat(43)}`, `${GUEST_COOKIE}=%`, '=;=;=', 'd2VmdA=='],
].flat()

/** A request, or what looks like one. */
export function httpFrame(random: Random): Frame {
  const depth = 'plain'
  const honest = Buffer.from(request(random), 'utf8')
  const isMutated = random.chance(0.2)
  const bytes = isMutated ? mutated(random, honest) : honest
  return { layer: 'http', depth, what: isMutated ? 'a mutated request' : 'a request', bytes }
}

function request(random: Random): string {
  const method = random.chance(0.7) ? 'GET' : random.pick(METHODS)
  const path = random.chance(0.9) ? random.pick(PATHS) : `/${oddString(random)}`
  const query = random.chance(0.1)
    ? `?${oddString(random)}=${oddString(random)}&${'a=1&'.repeat(random.below(300))}`
    : ''
  const lines = [`${method} ${path}${query} ${random.pick(VERSIONS)}`]
  if (random.chance(0.9)) lines.push('host: 127.0.0.1')
  const count = random.chance(0.01) ? 3000 : random.below(5)
  for (let i = 0; i < count; i++) lines.push(field(random))
  const end = random.chance(0.95) ? '\r\n' : random.pick(['\n', '\r', '\r\n\0', ''])
  return `${lines.join(end)}${end}${end}${body(random)}`
}

function field(random: Random): string {
  const name = random.chance(0.9) ? random.pick(FIELDS) : oddString(random)
  const value = random.chance(0.8)
    ? random.pick(VALUES)
    : random.chance(0.5)
      ? String(oddNumber(random))
      : oddString(random)
  return random.chance(0.95)
    ? `${name}: ${value}`
    : random.pick([name, ` ${value}`, `${name}:${value}\r\n folded`, `: ${value}`, 'x'.repeat(20_000)])
}

function body(random: Random): string {
  if (random.chance(0.7)) return ''
  return random.pick([
    () => oddString(random),
    () => '5\r\nhello\r\n0\r\n\r\n',
    () => 'ffffffffffffffff\r\n',
    () => '-1\r\n\r\n',
    () => `5;${'x'.repeat(random.below(20_000))}\r\nhello\r\n0\r\n`,
    () => '0\r\nhost: elsewhere\r\n\r\nGET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n',
  ])()
}
