import type { Socket } from 'node:net'
import type { Socket as DocumentsSocket } from 'socket.io'
import { framesOf } from './websocket-frames.ts'

/** What Engine.IO is about to send; a frame in its options is written as it is. */
export interface Packet {
  readonly type: string
  readonly data?: unknown
  options: { readonly wsPreEncodedFrame?: readonly Uint8Array[] }
}

type Transport = Pick<DocumentsSocket['conn']['transport'], 'writable' | 'emit'>

/** A websocket's TCP connection; ws has it as private. */
export interface OverTcp {
  readonly _socket: Pick<Socket, 'cork' | 'uncork'> | null
}

/** Texts up to this many characters, such as acknowledgements, become one buffer with the header of their frame. */
const SHORT_TEXT = 1024

/**
 * Writes what is sent over a websocket in one turn of the event loop at once: a system call costs more than everything else
 * about a frame. To Engine.IO the transport is busy until the turn's end.
 */
export class TurnWrites {
  readonly #transport: Transport
  readonly #websocket: OverTcp
  readonly #release: () => void
  #corked: OverTcp['_socket'] = null

  constructor(transport: Transport, websocket: OverTcp) {
    this.#transport = transport
    this.#websocket = websocket
    this.#release = () => {
      transport.writable = true
      transport.emit('ready')
    }
  }

  /** Engine.IO has made a packet, and will send it as soon as the transport is writable. */
  created(packet: Packet): void {
    if (isShortText(packet)) packet.options = { ...packet.options, wsPreEncodedFrame: [framesOf([packet.data])] }
    if (!this.#transport.writable) return
    this.#transport.writable = false
    process.nextTick(this.#release)
  }

  /** All that waited is handed to the TCP connection from now until `end`; for one packet corking would only cost. */
  begin(packets: number): void {
    if (packets === 1) return
    // oxlint-disable-next-line no-underscore-dangle -- ws gives it in no other way
    this.#corked = this.#websocket._socket
    this.#corked?.cork()
  }

  end(): void {
    this.#corked?.uncork()
    this.#corked = null
  }
}

function isShortText(packet: Packet): packet is Packet & { data: string } {
  const { type, data, options } = packet
  return type === 'message' && typeof data === 'string' && data.length <= SHORT_TEXT && !options.wsPreEncodedFrame
}
