import { WebSocket } from 'ws'
import { DOCUMENTS_NAMESPACE } from '../../shared/protocol/messages.ts'
import { PROTOCOL_VERSION } from '../../shared/protocol/version.ts'

/** Socket.IO's own handshake packet, inside an Engine.IO message. */
export const ENTER = `40${DOCUMENTS_NAMESPACE},${JSON.stringify({ protocol: PROTOCOL_VERSION })}`

interface RawEngineOptions {
  readonly sid?: string
  readonly cookie?: string
  /** The address it comes from, to a server that trusts its proxy. */
  readonly from?: string
}

/** A connection without a client library: what is sent and what is read is for the test to say. Answers no heartbeat. */
export class RawEngine {
  readonly socket: WebSocket
  /** Resolves when the connection has ended, whoever ended it. */
  readonly closed: Promise<void>
  readonly received: (string | Uint8Array)[] = []
  #wake: () => void = () => {}

  private constructor(socket: WebSocket) {
    this.socket = socket
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()))
    socket.on('error', () => {})
    socket.on('message', (data: Buffer, isBinary) => {
      this.received.push(isBinary ? data : data.toString())
      this.#wake()
    })
  }

  /** Resolves when Engine.IO has answered; `sid` takes over from that session's long polling. */
  static async open(url: string, { sid, cookie, from }: RawEngineOptions = {}): Promise<RawEngine> {
    const query = sid === undefined ? '' : `&sid=${sid}`
    const headers = {
      ...(cookie !== undefined && { cookie }),
      ...(from !== undefined && { 'x-forwarded-for': from }),
    }
    const engine = new RawEngine(
      new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket${query}`, { headers }),
    )
    await new Promise((resolve, reject) => {
      engine.socket.once('open', resolve)
      engine.socket.once('error', reject)
    })
    return engine
  }

  /** Enters the documents namespace. */
  static async enter(url: string, options: RawEngineOptions = {}): Promise<RawEngine> {
    const engine = await RawEngine.open(url, options)
    engine.socket.send(ENTER)
    await engine.next((packet) => typeof packet === 'string' && packet.startsWith(`40${DOCUMENTS_NAMESPACE},`))
    return engine
  }

  /** Resolves to the first packet received that is `wanted`. */
  async next(wanted: (packet: string | Uint8Array) => boolean): Promise<string | Uint8Array> {
    for (;;) {
      const found = this.received.find(wanted)
      if (found !== undefined) return found
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }

  /** Sends a request with bytes in it, as packet and attachment; the answer carries `id`. */
  request(id: number, event: string, payload: Record<string, unknown>, update: Uint8Array | null = null): void {
    const kind = update === null ? '2' : '51-'
    const body = update === null ? payload : { ...payload, update: { _placeholder: true, num: 0 } }
    this.socket.send(`4${kind}${DOCUMENTS_NAMESPACE},${id}${JSON.stringify([event, body])}`)
    if (update !== null) this.socket.send(update)
  }
}
