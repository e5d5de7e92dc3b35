import { decodeCompact, encodeCompactUpdate } from '../../../../shared/protocol/compact.ts'
import { splitFrames } from '../../../../shared/protocol/frames.ts'
import { DOCUMENTS_NAMESPACE } from '../../../../shared/protocol/messages.ts'
import { PROTOCOL_VERSION } from '../../../../shared/protocol/version.ts'
import type { ClientEvents, Connect, LightClient, Target } from './light-client.ts'
import { PlainSocket } from './plain-socket.ts'

/** Ids of the requests that are not updates; an update's id is its number beyond them. */
const [CREATE_ID, JOIN_ID, LEAVE_ID, FIRST_UPDATE_ID] = [0, 1, 2, 3]

const ANSWER = `43${DOCUMENTS_NAMESPACE},`
const ENTERED = `40${DOCUMENTS_NAMESPACE},`
const REFUSED = '44'
const ANSWER_WITH_BYTES = new RegExp(`^46(\\d+)-${DOCUMENTS_NAMESPACE},(\\d+)`)
const EVENT_WITH_BYTES = /^45(\d+)-/

/** What the next binary packets belong to. */
interface Pending {
  readonly parts: Uint8Array[]
  readonly count: number
  readonly done: (parts: readonly Uint8Array[]) => void
}

type Answer = Readonly<Record<string, unknown>>

/** What a client holds of a document, as `join` is told it. */
export interface Held {
  readonly epoch: number
  readonly sequence: number
  readonly mark: number
}

/**
 * Weft's protocol (`docs/PROTOCOL.md`) over websocket as the page speaks it, by hand: Engine.IO's packets, in them Socket.IO's, with
 * bytes as attachments that follow, or compact ones.
 */
export class WeftClient implements LightClient {
  readonly #socket: PlainSocket
  readonly #events: ClientEvents
  readonly #answers = new Map<number, (answer: Answer) => void>()
  #entered: () => void = () => {}
  #denied: (error: Error) => void = () => {}
  #pending: Pending | null = null
  #document = ''
  #epoch = 1
  /** After the update that was acknowledged last. */
  #stored: Pick<Held, 'sequence' | 'mark'> = { sequence: 0, mark: 0 }

  private constructor(url: string, events: ClientEvents, cookie: string | null) {
    this.#events = events
    this.#socket = new PlainSocket(
      `${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`,
      {
        onMessage: (data, isBinary) => (isBinary ? this.#takeBytes(data) : this.#takePacket(data.toString('utf8'))),
        onClosed: (why) => events.onClosed(why),
      },
      cookie,
    )
  }

  /** Resolves when the server has let it in, into no document yet. Without a `cookie` it is a new guest. */
  static async enter(url: string, events: ClientEvents, cookie: string | null = null): Promise<WeftClient> {
    const client = new WeftClient(url, events, cookie)
    await client.#socket.opened()
    const entered = new Promise<void>((resolve, reject) => {
      client.#entered = resolve
      client.#denied = reject
    })
    client.#socket.send(`${ENTERED}${JSON.stringify({ protocol: PROTOCOL_VERSION, compact: true })}`)
    await client.#socket.orLost(entered)
    return client
  }

  /** The guest that it is, for another connection of the same one. */
  get cookie(): string | null {
    return this.#socket.setCookie
  }

  get bytesRead(): number {
    return this.#socket.bytesRead
  }

  /** After an update was acknowledged. */
  get held(): Held {
    return { epoch: this.#epoch, ...this.#stored }
  }

  async join({ document, key, clientId, creates }: Target, held?: Held): Promise<void> {
    if (creates) await this.#request(CREATE_ID, 'create', { document, key })
    const joined = await this.#request(JOIN_ID, 'join', { document, key, clientId, ...(held && { held }) })
    this.#epoch = Number(joined['epoch'])
    this.#document = document
    if (joined['snapshot'] instanceof Uint8Array) this.#events.onSnapshot(joined['snapshot'])
    this.#takeUpdates(joined['updates'] as Uint8Array)
  }

  async leave(document: string): Promise<void> {
    await this.#request(LEAVE_ID, 'leave', { document })
  }

  send(update: Uint8Array, number: number): void {
    const request = { document: this.#document, epoch: this.#epoch, update }
    this.#socket.send(encodeCompactUpdate(number + FIRST_UPDATE_ID, request))
  }

  close(): void {
    this.#socket.close()
  }

  /** Rejects when it is refused. */
  async #request(id: number, event: string, payload: object): Promise<Answer> {
    const answered = new Promise<Answer>((resolve) => this.#answers.set(id, resolve))
    this.#socket.send(`42${DOCUMENTS_NAMESPACE},${id}${JSON.stringify([event, payload])}`)
    const answer = await this.#socket.orLost(answered)
    if (answer['ok'] !== true) throw new Error(`${event} was refused: ${String(answer['code'])}`)
    return answer
  }

  /** The frequent ones first. */
  #takePacket(packet: string): void {
    if (packet.startsWith(ANSWER)) return this.#takeAnswer(packet.slice(ANSWER.length))
    if (packet === '2') return this.#socket.send('3')
    if (packet.startsWith(ENTERED)) return this.#entered()
    if (packet.startsWith(REFUSED)) return this.#denied(new Error(`refused: ${packet}`))
    const answer = ANSWER_WITH_BYTES.exec(packet)
    if (answer !== null) {
      const [head, count, id] = answer
      return this.#await(Number(count), (parts) => this.#settle(Number(id), packet.slice(head.length), parts))
    }
    const event = EVENT_WITH_BYTES.exec(packet)
    if (event !== null) return this.#await(Number(event[1]), () => {})
    if (packet.includes('["closed"')) this.#events.onClosed(packet)
  }

  #takeAnswer(rest: string): void {
    const from = rest.indexOf('[')
    this.#settle(Number(rest.slice(0, from)), rest.slice(from), [])
  }

  #settle(id: number, json: string, parts: readonly Uint8Array[]): void {
    const number = id - FIRST_UPDATE_ID
    const revive = (_key: string, value: unknown): unknown => (isPlaceholder(value) ? parts[value.num] : value)
    const [answer] = JSON.parse(json, revive) as [Answer]
    if (number >= 0) return this.#events.onRefused(number, String(answer['code']))
    this.#answers.get(id)?.(answer)
    this.#answers.delete(id)
  }

  #takeUpdates(frames: Uint8Array | undefined): void {
    for (const update of splitFrames(frames ?? new Uint8Array())) this.#events.onUpdate(update)
  }

  #await(count: number, done: Pending['done']): void {
    this.#pending = { parts: [], count, done }
  }

  #takeBytes(bytes: Uint8Array): void {
    const pending = this.#pending
    if (pending === null) return this.#takeCompact(bytes)
    pending.parts.push(bytes)
    if (pending.parts.length < pending.count) return
    this.#pending = null
    pending.done(pending.parts)
  }

  #takeCompact(bytes: Uint8Array): void {
    const packet = decodeCompact(bytes)
    if ('document' in packet) return this.#takeUpdates(packet.updates)
    this.#stored = { sequence: packet.sequence, mark: packet.mark }
    this.#events.onAcknowledged(packet.id - FIRST_UPDATE_ID)
  }
}

function isPlaceholder(value: unknown): value is { readonly num: number } {
  return typeof value === 'object' && value !== null && '_placeholder' in value
}

export const connectWeft: Connect = async (target, events) => {
  const client = await WeftClient.enter(target.url, events)
  await client.join(target)
  return client
}
