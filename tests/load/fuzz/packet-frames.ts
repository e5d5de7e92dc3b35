import type { Random } from '../../support/random.ts'
import { DOCUMENTS_NAMESPACE } from '../../../shared/protocol/messages.ts'
import { PROTOCOL_VERSION } from '../../../shared/protocol/version.ts'
import type { Frame } from './frame.ts'
import { BINARY, textFrame, websocketFrame } from './raw-connection.ts'
import { anything, bytes, mutated, oddNumber, oddString } from './values.ts'

/** What takes a connection into the documents namespace. */
export const ENTER = `40${DOCUMENTS_NAMESPACE},${JSON.stringify({ protocol: PROTOCOL_VERSION })}`

/** An event as Socket.IO writes it: a text message, and one binary message for each Uint8Array in `args`. */
export function eventMessages(event: string, args: readonly unknown[], acknowledgement: number | null): Buffer {
  const attachments: Uint8Array[] = []
  const text = JSON.stringify([event, ...args], (_key, value: unknown) => {
    if (!(value instanceof Uint8Array)) return value
    attachments.push(value)
    return { _placeholder: true, num: attachments.length - 1 }
  })
  const kind = attachments.length === 0 ? '2' : `5${attachments.length}-`
  return Buffer.concat([
    textFrame(`4${kind}${DOCUMENTS_NAMESPACE},${acknowledgement ?? ''}${text}`),
    ...attachments.map((payload) => websocketFrame({ opcode: BINARY, payload })),
  ])
}

const EVENTS = [
  'leave',
  'update',
  'awareness',
  'join',
  'connect',
  'disconnect',
  'disconnecting',
  'error',
  'newListener',
  '__proto__',
  'constructor',
  '',
]

/** Packets of Socket.IO: namespaces, acknowledgement ids, attachments that are announced and missing, JSON of any kind. */
export function packetFrame(random: Random): Frame {
  const type = random.pick(['0', '1', '2', '2', '2', '3', '4', '5', '5', '5', '6', '7', '9', ''])
  const announced = type === '5' || type === '6' || random.chance(0.03)
  const count = random.pick<unknown>([0, 1, 1, 2, 3, 10, 11, 1000, 2 ** 31, -1, 1.5, 'x', ''])
  const namespace = random.chance(0.8)
    ? `${DOCUMENTS_NAMESPACE},`
    : random.pick(['', '/,', '/admin,', `/${oddString(random)},`, `${DOCUMENTS_NAMESPACE}?a=b,`, '/documents'])
  const id = random.pick<unknown>(['', '', 1, 0, 2 ** 53, -1, 'x', '9'.repeat(400)])
  const head = `4${type}${announced ? `${String(count)}-` : ''}${namespace}${String(id)}`
  const packet = head + json(random)
  const text = random.chance(0.15) ? Buffer.from(mutated(random, Buffer.from(packet))).toString() : packet
  const sent =
    random.chance(0.7) && typeof count === 'number' ? Math.min(Math.max(0, Math.floor(count)), 12) : random.below(4)
  const attachments = Array.from({ length: announced ? sent : random.pick([0, 0, 0, 1]) }, () =>
    websocketFrame({ opcode: BINARY, payload: bytes(random, random.below(40)) }),
  )
  const repeated = random.chance(0.02) ? 200 : 1
  const frames = Array.from({ length: repeated }, () => textFrame(text))
  return {
    layer: 'packet',
    depth: random.chance(0.8) ? 'entered' : 'upgraded',
    what: `packet of type ${type}`,
    bytes: Buffer.concat([
      ...frames,
      ...(random.chance(0.9) ? attachments : attachments.toReversed().concat(textFrame('2'))),
    ]),
  }
}

function json(random: Random): string {
  const placeholder = (): string =>
    `{"_placeholder":true,"num":${JSON.stringify(random.pick<unknown>([0, 0, 1, 5, -1, 1.5, '0', null, 1e99]))}}`
  return random.pick([
    () => JSON.stringify([random.pick(EVENTS), { document: 'A'.repeat(22) }]),
    () => `["${random.pick(EVENTS)}",${placeholder()}]`,
    () => `["${random.pick(EVENTS)}",{"update":${placeholder()},"document":${placeholder()}},${placeholder()}]`,
    () => JSON.stringify(stringified(anything(random))),
    () => JSON.stringify([oddNumber(random), stringified(anything(random))]),
    () => '['.repeat(random.pick([1, 100, 20_000])),
    () => `["update",${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}]`,
    () => `{"protocol":${PROTOCOL_VERSION}}`,
    () => '{"protocol":{"__proto__":1},"sid":"x","pid":"y","offset":"z"}',
    () => random.pick(['', '{}', '[]', 'null', '""', '[null]', '[{}]', '[[]]', '{"message":"x"}']),
    () => `["leave",${'"x",'.repeat(random.below(5000))}1]`,
  ])()
}

/** Bytes inside JSON, as somebody writes them who knows no attachments. */
function stringified(value: unknown): unknown {
  return value instanceof Uint8Array ? [...value] : value
}
