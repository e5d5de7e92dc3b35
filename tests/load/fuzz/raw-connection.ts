import { type Socket, connect } from 'node:net'

export interface RawConnectionEvents {
  /** A text message of the server's, once the connection is a websocket. */
  onText?(text: string): void
  onClose?(): void
}

/** How much may wait to be sent before the connection is given up: the server has stopped reading it. */
const MAX_UNSENT_BYTES = 32 * 1024 * 1024

/** A TCP connection to the server, with just enough understanding of HTTP and websockets to read what comes back. */
export class RawConnection {
  readonly #socket: Socket
  readonly #events: RawConnectionEvents
  #unread: Buffer = Buffer.alloc(0)
  #isWebsocket = false
  /** What waits until the server listens; null once it does. */
  #held: (string | Uint8Array)[] | null = null
  #entersWith: string | null = null
  isOpen = true

  constructor(port: number, localAddress: string, events: RawConnectionEvents = {}) {
    this.#events = events
    this.#socket = connect({ port, host: '127.0.0.1', localAddress, noDelay: true })
    this.#socket.on('data', (chunk: Buffer) => this.#read(chunk))
    this.#socket.on('error', () => this.close())
    this.#socket.on('close', () => this.#closed())
    this.#socket.on('end', () => this.close())
  }

  /** Waits for nothing: the system sends it when it can. */
  write(bytes: string | Uint8Array): void {
    if (!this.isOpen) return
    if (this.#held === null) this.#socket.write(bytes)
    else this.#held.push(bytes)
    if (this.#socket.writableLength > MAX_UNSENT_BYTES) this.close()
  }

  /**
   * Becomes a websocket of Engine.IO, and with `entersWith`, a packet, enters a namespace. What is written from now on goes
   * out behind that, since Engine.IO drops what comes earlier.
   */
  upgrade(cookie: string, entersWith: string | null = null): void {
    this.#isWebsocket = true
    this.#held = []
    this.#entersWith = entersWith
    this.#socket.write(
      `GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: d2VmdCBmdXp6IHdlZnQgZg==\r\nCookie: ${cookie}\r\n\r\n`,
    )
  }

  close(): void {
    this.#socket.destroy()
    this.#closed()
  }

  #closed(): void {
    if (!this.isOpen) return
    this.isOpen = false
    this.#events.onClose?.()
  }

  #read(chunk: Buffer): void {
    if (!this.#isWebsocket) return
    this.#unread = this.#unread.length === 0 ? chunk : Buffer.concat([this.#unread, chunk])
    if (this.#unread[0] === 0x48) {
      // "H", which begins no frame of a server: its answer to the upgrade.
      const end = this.#unread.indexOf('\r\n\r\n')
      if (end === -1) return
      if (!this.#unread.toString('latin1', 0, 12).endsWith(' 101')) return this.close()
      this.#unread = this.#unread.subarray(end + 4)
    }
    while (this.#readMessage());
  }

  /** Servers send whole messages, unmasked. */
  #readMessage(): boolean {
    const unread = this.#unread
    if (unread.length < 2) return false
    const opcode = (unread[0] ?? 0) & 0x0f
    const short = (unread[1] ?? 0) & 0x7f
    const start = short < 126 ? 2 : short === 126 ? 4 : 10
    if (unread.length < start) return false
    const length = short < 126 ? short : short === 126 ? unread.readUInt16BE(2) : Number(unread.readBigUInt64BE(2))
    if (unread.length < start + length) return false
    this.#unread = unread.subarray(start + length)
    if (opcode === TEXT) this.#readText(unread.toString('utf8', start, start + length))
    if (opcode === CLOSE) this.close()
    return true
  }

  #readText(text: string): void {
    if (this.#held !== null) {
      if (text.startsWith('0') && this.#entersWith !== null) this.#socket.write(textFrame(this.#entersWith))
      else this.#release()
    }
    this.#events.onText?.(text)
  }

  #release(): void {
    const held = this.#held ?? []
    this.#held = null
    for (const bytes of held) this.write(bytes)
  }
}

export interface WebsocketFrame {
  readonly opcode: number
  readonly payload: Uint8Array
  readonly fin?: boolean
  /** The three reserved bits. */
  readonly reserved?: number
  /** A client must mask. The mask is zero, so that the payload stands in the frame as it is. */
  readonly masked?: boolean
  /** What the header says; the payload's own length unless given. */
  readonly length?: number
  /** How the length is written, in bytes; the shortest way unless given. */
  readonly lengthBytes?: 0 | 2 | 8
}

export const TEXT = 1
export const BINARY = 2
export const CLOSE = 8

export function websocketFrame(frame: WebsocketFrame): Buffer {
  const { opcode, payload, fin = true, reserved = 0, masked = true, length = payload.byteLength } = frame
  const lengthBytes = frame.lengthBytes ?? (length < 126 ? 0 : length < 65_536 ? 2 : 8)
  const header = Buffer.alloc(2 + lengthBytes + (masked ? 4 : 0))
  header[0] = (fin ? 0x80 : 0) | ((reserved & 7) << 4) | (opcode & 15)
  header[1] = (masked ? 0x80 : 0) | (lengthBytes === 0 ? length & 0x7f : lengthBytes === 2 ? 126 : 127)
  if (lengthBytes === 2) header.writeUInt16BE(length & 0xffff, 2)
  if (lengthBytes === 8) header.writeBigUInt64BE(BigInt(length), 2)
  return Buffer.concat([header, payload])
}

export function textFrame(text: string): Buffer {
  return websocketFrame({ opcode: TEXT, payload: Buffer.from(text) })
}
