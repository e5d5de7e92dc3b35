import type { Socket } from 'node:net'
import { type RawData, WebSocket } from 'ws'

/** A websocket without anything that costs: no compression, no look at what the text is made of. */
export class PlainSocket {
  readonly #socket: WebSocket
  /** The connection is ours to end; when it ends before, `onClosed` is told. */
  #isClosing = false
  readonly #reject: Promise<never>

  constructor(url: string, onMessage: (data: Buffer, isBinary: boolean) => void, onClosed: (why: string) => void) {
    this.#socket = new WebSocket(url, { perMessageDeflate: false, skipUTF8Validation: true, maxPayload: 2 ** 28 })
    this.#socket.on('message', (data: RawData, isBinary) => onMessage(data as Buffer, isBinary))
    this.#reject = new Promise((_resolve, reject) => {
      this.#socket.once('error', reject)
      this.#socket.once('close', (code) => {
        reject(new Error(`the server closed the connection (${code})`))
        if (!this.#isClosing) onClosed(`closed with ${code}`)
      })
    })
    this.#reject.catch(() => {})
  }

  /** Resolves when `step` does; rejects when the connection ends first. */
  orLost<Result>(step: Promise<Result>): Promise<Result> {
    return Promise.race([step, this.#reject])
  }

  /** Resolves when the connection is open. */
  opened(): Promise<void> {
    return this.orLost(new Promise((resolve) => this.#socket.once('open', resolve)))
  }

  send(data: string | Uint8Array): void {
    this.#socket.send(data)
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
