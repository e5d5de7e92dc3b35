import { splitFrames } from '../../../../shared/protocol/frames.ts'
import { DOCUMENTS_NAMESPACE } from '../../../../shared/protocol/messages.ts'
import { PROTOCOL_VERSION } from '../../../../shared/protocol/version.ts'
import type { ClientEvents, Connect, LightClient, Target } from './light-client.ts'
import { PlainSocket } from './plain-socket.ts'

/** Requests that are no update have numbers below 0 here, and are sent with these ids; an update's id is its number after them. */
const [CREATE_ID, JOIN_ID, FIRST_UPDATE_ID] = [0, 1, 2]

const UPDATES = `51-${DOCUMENTS_NAMESPACE},["updates"`
const ANSWER = `43${DOCUMENTS_NAMESPACE},`
const ANSWER_WITH_BYTES = /^46(\d+)-\/documents,(\d+)/
const BINARY_EVENT = /^5(\d+)-/

/** What the next binary packets belong to. */
interface Pending {
  readonly parts: Uint8Array[]
  readonly count: number
  readonly done: (parts: readonly Uint8Array[]) => void
}

type Answer = Readonly<Record<string, unknown>>

/**
 * Weft's protocol (`docs/PROTOCOL.md`) over websocket with the stock encoding, by hand: Engine.IO's packets, in them
 * Socket.IO's, with bytes as attachments that follow.
 */
class WeftClient implements LightClient {
  readonly #socket: PlainSocket
  readonly #events: ClientEvents
  readonly #answers = new Map<number, (answer: Answer) => void>()
  #entered: () => void = () => {}
  #pending: Pending | null = null
  /** What follows an update's id. */
  #update = ''

  private constructor(target: Target, events: ClientEvents) {
    this.#events = events
    this.#socket = new PlainSocket(
      `${target.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`,
      (data, isBinary) => (isBinary ? this.#takeBytes(data) : this.#takePacket(data.toString('utf8'))),
      (why) => events.onClosed(why),
    )
  }

  static async connect(target: Target, events: ClientEvents): Promise<WeftClient> {
    const client = new WeftClient(target, events)
    await client.#socket.opened()
    const entered = new Promise<void>((resolve) => {
      client.#entered = resolve
    })
    client.#socket.send(`40${DOCUMENTS_NAMESPACE},${JSON.stringify({ protocol: PROTOCOL_VERSION })}`)
    await client.#socket.orLost(entered)
    const { document, key, clientId } = target
    if (target.creates) await client.#request(CREATE_ID, 'create', { document, key })
    const joined = await client.#request(JOIN_ID, 'join', { document, key, clientId })
    const update = { document, epoch: joined['epoch'], update: { _placeholder: true, num: 0 } }
    client.#update = JSON.stringify(['update', update])
    if (joined['snapshot'] instanceof Uint8Array) events.onSnapshot(joined['snapshot'])
    for (const update of splitFrames(joined['updates'] as Uint8Array)) events.onUpdate(update)
    return client
  }

  get bytesRead(): number {
    return this.#socket.bytesRead
  }

  send(update: Uint8Array, number: number): void {
    this.#socket.send(`451-${DOCUMENTS_NAMESPACE},${number + FIRST_UPDATE_ID}${this.#update}`)
    this.#socket.send(update)
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

  #takePacket(packet: string): void {
    const body = packet.slice(1)
    if (packet.startsWith('4')) return this.#takeMessage(body, packet)
    if (packet === '2') this.#socket.send('3')
  }

  #takeMessage(message: string, packet: string): void {
    if (message.startsWith(UPDATES)) return this.#await(1, ([frames]) => this.#takeUpdates(frames))
    if (packet.startsWith(ANSWER)) return this.#takeAnswer(packet.slice(ANSWER.length))
    if (packet.startsWith(`40${DOCUMENTS_NAMESPACE},`)) return this.#entered()
    const answer = ANSWER_WITH_BYTES.exec(packet)
    if (answer !== null) {
      const [head, count, id] = answer
      return this.#await(Number(count), (parts) => this.#settle(Number(id), packet.slice(head.length), parts))
    }
    const event = BINARY_EVENT.exec(message)
    if (event !== null) return this.#await(Number(event[1]), () => {})
    if (message.startsWith('4')) throw new Error(`the server refused the connection: ${message}`)
    if (message.includes('["closed"')) this.#events.onClosed(message)
  }

  /** The hot one: most answers say that an update is stored. */
  #takeAnswer(rest: string): void {
    const from = rest.indexOf('[')
    this.#settle(Number(rest.slice(0, from)), rest.slice(from), [])
  }

  #settle(id: number, json: string, parts: readonly Uint8Array[]): void {
    const number = id - FIRST_UPDATE_ID
    if (number >= 0 && json.startsWith('[{"ok":true')) return this.#events.onAcknowledged(number)
    const [answer] = JSON.parse(json, (_key, value: unknown) => (isPlaceholder(value) ? parts[value.num] : value)) as [
      Answer,
    ]
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
    if (pending === null) throw new Error('bytes that belong to nothing')
    pending.parts.push(bytes)
    if (pending.parts.length < pending.count) return
    this.#pending = null
    pending.done(pending.parts)
  }
}

function isPlaceholder(value: unknown): value is { readonly num: number } {
  return typeof value === 'object' && value !== null && '_placeholder' in value
}

export const connectWeft: Connect = (target, events) => WeftClient.connect(target, events)
