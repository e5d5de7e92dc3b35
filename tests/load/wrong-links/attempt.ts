import { randomBytes, randomInt } from 'node:crypto'
import { RawEngine } from '../../support/raw-engine.ts'

/** Somebody comes with a link. */
export interface Attempt {
  /** What it tries, to compare by. */
  readonly kind: string
  readonly document: string
  readonly key?: string
  readonly isV6: boolean
}

export interface AttemptOutcome {
  readonly kind: string
  /** As it came, without what it is the answer to. */
  readonly answer: string
  /** From the first packet of the connection to the answer. */
  readonly ms: number
  /** From the request to the answer. */
  readonly answerMs: number
}

const ANSWER = '43/documents,1'

/** Comes from an address of its own by a connection of its own, as whoever rotates addresses does. */
export async function attempt(url: string, { kind, document, key, isV6 }: Attempt): Promise<AttemptOutcome> {
  const begun = performance.now()
  const engine = await RawEngine.enter(url, { from: isV6 ? someV6() : someV4() })
  const asked = performance.now()
  engine.request(1, 'join', {
    document,
    clientId: randomInt(2 ** 32),
    name: 'Guest',
    ...(key !== undefined && { key }),
  })
  const packet = await Promise.race([engine.next((each) => isAnswer(each)), engine.closed])
  const answered = performance.now()
  engine.socket.close()
  const answer = typeof packet === 'string' ? packet.slice(ANSWER.length) : isAnswerWithBytes(packet) ? 'ok' : 'closed'
  return { kind, answer, ms: answered - begun, answerMs: answered - asked }
}

function isAnswer(packet: string | Uint8Array): boolean {
  return typeof packet === 'string' && (packet.startsWith(ANSWER) || /^46\d*-\/documents,1/.test(packet))
}

function isAnswerWithBytes(packet: unknown): boolean {
  return packet !== undefined
}

function someV4(): string {
  return `${randomInt(1, 224)}.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`
}

/** Each in a network of its own: that is what is counted. */
function someV6(): string {
  const groups = randomBytes(16).toString('hex').match(/.{4}/g) ?? []
  return ['2001', ...groups.slice(1)].join(':')
}
