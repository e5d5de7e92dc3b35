import type { ServerResponse } from 'node:http'
import type { Socket as DocumentsSocket } from 'socket.io'
import type { Clock } from '../lib/clock.ts'
import { IncomingTraffic, type ServerLoad } from './incoming-traffic.ts'
import { JoinAllowance, type UnreadJoins } from './join-allowance.ts'
import { OutgoingQueue } from './outgoing-queue.ts'
import {
  type EngineQueue,
  type FrameSender,
  type FrameTransport,
  type MessageOptions,
  TurnWrites,
} from './turn-writes.ts'

/** Engine.IO's connection: below Socket.IO, over a websocket or long polling. */
export type Engine = DocumentsSocket['conn']
type Transport = Engine['transport']

/** Of the websocket behind a transport, what Engine.IO does not offer. */
interface Websocket extends FrameSender {
  on(event: 'ping', listener: (data: Uint8Array) => void): void
  pong(data: Uint8Array): void
  /** Ends the TCP connection without a farewell, and frees what waits to be written. */
  terminate(): void
}

/** Of long polling: what unpacks a request's body. */
interface Polling {
  onData(payload: string): void
}

/** What stands between the packets of a payload of long polling. */
const PACKET_SEPARATOR = '\x1e'

/**
 * One connection from its handshake on, and its bounds: a flood, a queue that the client does not take, and a silence end
 * it, on the spot. Closing as the protocols have it would wait for the very client that does not answer.
 */
export class EngineConnection {
  readonly traffic: IncomingTraffic
  readonly outgoing: OutgoingQueue
  /** As `addressKey` names it. */
  readonly address: string
  /** It is in the documents namespace, or was. */
  hasEntered = false
  readonly #engine: Engine
  readonly #dropped: (why: string) => void
  /** Null while it is long polling. */
  #writes: TurnWrites | null = null
  /** Long polling's newest answer. */
  #poll: ServerResponse | null = null
  /** The websocket that may take over from long polling. */
  #upgrading: Transport | null = null

  constructor(
    engine: Engine,
    {
      address,
      clock,
      load,
      joins,
      dropped,
    }: {
      address: string
      clock: Clock
      load: ServerLoad
      joins: UnreadJoins
      /** Told once the connection was ended, and why. */
      dropped: (why: string) => void
    },
  ) {
    this.#engine = engine
    this.address = address
    this.#dropped = dropped
    this.traffic = new IncomingTraffic(clock, load)
    // What is being sent is sent to others too; they come first.
    const stalls = (): void => this.#drop('does not take what is sent')
    const allowance = new JoinAllowance({ joins, address, clock, overdue: stalls })
    this.outgoing = new OutgoingQueue(allowance, () => queueMicrotask(stalls))
    engine.on('packet', ({ data }: { data?: unknown }) => this.#count(data))
    engine.on('packetCreate', ({ data }: { data?: unknown }) => this.outgoing.add(data))
    engine.on('flush', () => this.outgoing.handOver())
    const write = engine.write.bind(engine)
    engine.write = (data, options, callback) => {
      if (this.#writes?.send(data, options as MessageOptions | undefined) === true) return engine
      return write(data, options, callback)
    }
    // Said again for each probe, which is answered.
    engine.on('upgrading', (transport: Transport) => {
      this.#upgrading = transport
      this.#count(null)
    })
    engine.on('upgrade', (transport: Transport) => {
      // A client upgrades once it has read its last answer.
      this.#cutPoll()
      this.outgoing.written()
      this.#watch(transport)
    })
    engine.once('close', (reason: string) => {
      // A farewell would wait behind what is not read, and nobody would count that any more.
      if (this.outgoing.end() || reason === 'ping timeout') this.#cut()
    })
    this.#watch(engine.transport)
  }

  /** A request of long polling that will be answered by `response`; false when it may not be. */
  poll(response: ServerResponse): boolean {
    const last = this.#poll
    // Nobody asks for the next answer before the one before it has arrived, unless to make the server keep them all.
    if (last !== null && last.writableEnded && !last.writableFinished && !last.destroyed) {
      this.#drop('does not take its answers')
      return false
    }
    this.#poll = response
    this.outgoing.written()
    response.once('close', () => {
      if (this.#poll === response) this.outgoing.written()
    })
    return true
  }

  #watch(transport: Transport): void {
    const websocket = websocketOf(transport)
    if (websocket === null) return this.#boundPayloads(transport as unknown as Polling)
    transport.on('drain', () => this.outgoing.written())
    this.#writes = new TurnWrites(
      this.#engine as unknown as EngineQueue,
      transport as unknown as FrameTransport,
      websocket,
      this.outgoing,
    )
    // A websocket's own ping, below Engine.IO, which never hears of it.
    websocket.on('ping', (data) => {
      this.#count(data)
      websocket.pong(data)
    })
  }

  #boundPayloads(polling: Polling): void {
    const unpack = polling.onData.bind(polling)
    polling.onData = (payload) => {
      if (IncomingTraffic.isFlood(payload, PACKET_SEPARATOR)) this.#drop('sends on and on')
      else unpack(payload)
    }
  }

  #count(data: unknown): void {
    const bytes = typeof data === 'string' ? data.length : data instanceof Uint8Array ? data.byteLength : 0
    if (!this.traffic.count(bytes)) this.#drop('sends on and on')
  }

  #drop(why: string): void {
    if (this.#engine.readyState === 'closed') return
    this.#engine.close(true)
    this.#cut()
    this.#dropped(why)
  }

  #cut(): void {
    websocketOf(this.#engine.transport)?.terminate()
    if (this.#upgrading !== null) websocketOf(this.#upgrading)?.terminate()
    this.#cutPoll()
  }

  #cutPoll(): void {
    const poll = this.#poll
    if (poll !== null && poll.writableEnded && !poll.writableFinished) poll.destroy()
  }
}

function websocketOf(transport: Transport): Websocket | null {
  return transport.name === 'websocket' ? (transport as unknown as { socket: Websocket }).socket : null
}
