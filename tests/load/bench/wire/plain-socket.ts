import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { type RawData, WebSocket } from 'ws'

export interface SocketEvents {
  onMessage(data: Buffer, isBinary: boolean): void
  /** The connection ended, and we did not end it. */
  onClosed(why: string): void
}

/** A websocket without anything that costs: no compression, no look at what the text is made of. */
export class PlainSocket {
  readonly #socket: WebSocket
  readonly #lost: Promise<never>
  #isClosing = false
  #setCookie: string | null = null

  constructor(url: string, events: SocketEvents, cookie: string | null = null) {
    this.#socket = new WebSocket(url, {
      perMessageDeflate: false,
      skipUTF8Validation: true,
      maxPayload: 2 ** 28,
      headers: cookie === null ? {} : { cookie },
    })
    this.#socket.on('message', (data: RawData, isBinary) => events.onMessage(data as Buffer, isBinary))
    this.#socket.once('upgrade', ({ headers }: IncomingMessage) => {
      this.#setCookie = headers['set-cookie']?.[0]?.split(';', 1)[0] ?? null
    })
    this.#lost = new Promise((_resolve, reject) => {
      this.#socket.once('error', reject)
      this.#socket.once('close', (code) => {
        reject(new Error(`the server closed the connection (${code})`))
        if (!this.#isClosing) events.onClosed(`closed with ${code}`)
      })
    })
    this.#lost.catch(() => {})
  }

  /** Resolves when `step` does; rejects when the connection ends first. */
  orLost<Result>(step: Promise<Result>): Promise<Result> {
    return Promise.race([step, this.#lost])
  }

  /** Resolves when the connection is open. */
  opened(): Promise<void> {
    return this.orLost(new Promise((resolve) => this.#socket.once('open', resolve)))
  }

  send(data: string | Uint8Array): void {
    this.#socket.send(data)
  }

  /** What the server wants to be told when we come again, as `name=value`. */
  get setCookie(): string | null {
    return this.#setCookie
  }

  get bytesRead(): number {
    // It has no public name, and nothing else counts them without a cost.
    return (Reflect.get(this.#socket, '_socket') as Socket | null)?.bytesRead ?? 0
  }

  close(): void {
    this.#isClosing = true
    this.#socket.terminate()
  }
}
