import type { Random } from '../../support/random.ts'
import type { Frame } from './frame.ts'
import { BINARY, TEXT, textFrame, websocketFrame } from './raw-connection.ts'
import { bytes, mutated, oddString } from './values.ts'

const SEPARATOR = '\u001e'

/** Packets of Engine.IO, as websocket messages or as requests of long polling with one of these session ids. */
export function engineFrame(random: Random, sids: readonly string[]): Frame {
  if (random.chance(0.4)) {
    const frames = Array.from({ length: 1 + random.below(4) }, () =>
      random.chance(0.9)
        ? textFrame(packet(random))
        : websocketFrame({ opcode: BINARY, payload: bytes(random, random.below(50)) }),
    )
    return { layer: 'engine', depth: 'upgraded', what: 'packets by websocket', bytes: Buffer.concat(frames) }
  }
  const sid =
    random.chance(0.8) && sids.length > 0 ? random.pick(sids) : random.pick(['', '__proto__', 'x', 'A'.repeat(20)])
  const kind = random.pick(['send', 'send', 'send', 'fetch', 'begin', 'upgrade', 'odd'] as const)
  const query = `EIO=${random.chance(0.95) ? '4' : random.pick(['3', '5', '', 'x'])}&transport=`
  const what = `polling: ${kind}`
  switch (kind) {
    case 'send':
      return polling(what, post(`${query}polling&sid=${sid}`, payload(random), random))
    case 'fetch':
      return polling(what, get(`${query}polling&sid=${sid}${random.pick(['', '', '&j=0', '&t=1&b64=1'])}`))
    case 'begin':
      return polling(what, get(`${query}polling`))
    case 'upgrade': {
      const head = get(`${query}websocket&sid=${sid}`, [
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: d2VmdCBmdXp6IHdlZnQgZg==',
      ])
      const probe = random.pick(['2probe', '5', '4', '2', 'probe', packet(random)])
      return polling(
        what,
        Buffer.concat([Buffer.from(head), textFrame(probe), textFrame(random.pick(['5', packet(random)]))]),
      )
    }
    case 'odd':
      return polling(what, get(`${query}${random.pick(['nonsense', 'webtransport', 'constructor', ''])}&sid=${sid}`))
  }
}

function polling(what: string, message: string | Uint8Array): Frame {
  return { layer: 'engine', depth: 'plain', what, bytes: typeof message === 'string' ? Buffer.from(message) : message }
}

function get(query: string, fields: readonly string[] = []): string {
  return `GET /socket.io/?${query} HTTP/1.1\r\n${['Host: 127.0.0.1', ...fields].join('\r\n')}\r\n\r\n`
}

function post(query: string, body: string | Uint8Array, random: Random): Buffer {
  const content = Buffer.from(body)
  const length = random.chance(0.97) ? content.length : random.pick([0, 1, content.length + 10, 2_000_000])
  const type = random.pick([
    'text/plain;charset=UTF-8',
    'text/plain;charset=UTF-8',
    'application/octet-stream',
    '',
    'x',
  ])
  const head = `POST /socket.io/?${query} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: ${type}\r\nContent-Length: ${length}\r\n\r\n`
  return Buffer.concat([Buffer.from(head), content])
}

function payload(random: Random): string | Uint8Array {
  if (random.chance(0.01)) return 'x'.repeat(1_200_000)
  if (random.chance(0.02)) return SEPARATOR.repeat(random.below(20_000))
  const packets = Array.from({ length: random.pick([0, 1, 1, 2, 5, 50]) }, () =>
    random.chance(0.85) ? packet(random) : `b${Buffer.from(bytes(random, random.below(60))).toString('base64')}`,
  )
  const honest = packets.join(random.chance(0.95) ? SEPARATOR : random.pick(['', '\n', `${SEPARATOR}${SEPARATOR}`]))
  return random.chance(0.15) ? mutated(random, Buffer.from(honest)) : honest
}

function packet(random: Random): string {
  const type = random.pick(['0', '1', '2', '3', '4', '4', '4', '5', '6', '7', 'b', ''])
  const data = random.pick([
    '',
    'probe',
    '0/documents,{"protocol":1}',
    '0',
    '0{}',
    '1/documents,',
    '2["x"]',
    '2/documents,["leave",{}]',
    oddString(random),
  ])
  return type + data
}

/** Frames of a websocket that break its rules, or keep them in an unusual way. */
export function websocketProtocolFrame(random: Random): Frame {
  const text = Buffer.from('42/documents,1["leave",{"document":"AAAAAAAAAAAAAAAAAAAAAA"}]')
  const kind = random.pick(['header', 'fragments', 'control', 'lengths', 'utf8', 'close', 'mutated'] as const)
  const depth = random.pick(['upgraded', 'entered'] as const)
  const made = (...frames: readonly Uint8Array[]): Frame => ({
    layer: 'websocket',
    depth,
    what: kind,
    bytes: Buffer.concat(frames),
  })
  switch (kind) {
    case 'header':
      return made(
        websocketFrame({
          opcode: random.below(16),
          payload: random.chance(0.5) ? text : bytes(random, random.below(300)),
          fin: random.chance(0.8),
          reserved: random.chance(0.8) ? 0 : random.below(8),
          masked: random.chance(0.8),
        }),
      )
    case 'fragments': {
      const size = random.pick([1, 1, 2, 7])
      const parts = random.chance(0.05) ? Buffer.alloc(random.below(30_000), 97) : text
      const frames: Uint8Array[] = []
      for (let at = 0; at < parts.length; at += size) {
        const isFirst = at === 0
        const isLast = at + size >= parts.length
        frames.push(websocketFrame({ opcode: isFirst ? TEXT : 0, fin: isLast, payload: parts.subarray(at, at + size) }))
        if (random.chance(0.05)) frames.push(websocketFrame({ opcode: 9, payload: bytes(random, random.below(20)) }))
        if (random.chance(0.01)) frames.push(textFrame('2'))
      }
      return made(...(random.chance(0.9) ? frames : frames.slice(0, -1)))
    }
    case 'control': {
      const pings = Array.from({ length: random.pick([1, 3, 200]) }, () =>
        websocketFrame({
          opcode: random.pick([9, 10]),
          payload: bytes(random, random.pick([0, 1, 125, 126])),
          fin: random.chance(0.98),
        }),
      )
      return made(...pings)
    }
    case 'lengths': {
      const length = random.pick([0, 1, 125, 126, 65_535, 65_536, 1_200_000, 2 ** 31, 2 ** 53 - 1])
      const lengthBytes = random.pick([0, 2, 8] as const)
      return made(websocketFrame({ opcode: random.pick([TEXT, BINARY]), payload: text, length, lengthBytes }))
    }
    case 'utf8':
      return made(
        websocketFrame({
          opcode: TEXT,
          payload: Buffer.concat([text.subarray(0, random.below(20)), bytes(random, 1 + random.below(20))]),
        }),
      )
    case 'close': {
      const code = Buffer.alloc(2)
      code.writeUInt16BE(random.pick([0, 999, 1000, 1001, 1005, 1006, 1015, 3000, 4999, 65_535]))
      const payload = Buffer.concat([code, bytes(random, random.below(130))])
      return made(websocketFrame({ opcode: 8, payload: payload.subarray(0, random.pick([0, 1, 2, payload.length])) }))
    }
    case 'mutated':
      return made(mutated(random, Buffer.concat([textFrame('3'), websocketFrame({ opcode: TEXT, payload: text })])))
  }
}
