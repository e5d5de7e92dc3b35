import type { Socket as DocumentsSocket } from 'socket.io'
import type { OutgoingQueue } from './outgoing-queue.ts'
import { framesOf } from './websocket-frames.ts'

/** How a message is to be written; `wsPreEncodedFrame` holds one buffer, its frames. */
export interface MessageOptions {
  readonly wsPreEncodedFrame?: readonly [Uint8Array]
}

type Engine = DocumentsSocket['conn']

/** Of a websocket as Engine.IO's transport. */
export interface FrameTransport extends Pick<Engine['transport'], 'writable' | 'emit' | 'doClose'> {
  readonly supportsBinary: boolean
}

/** Of Engine.IO's connection, with what it has as private: the packets that wait for the transport. */
export type EngineQueue = Pick<Engine, 'readyState'> & { readonly writeBuffer: readonly unknown[] }

/** Of the websocket behind a transport, what ws has as private. */
export interface FrameSender {
  readonly _sender: { sendFrame(frames: readonly Uint8Array[], written?: (error?: Error | null) => void): void }
}

/** Larger messages are not copied, and go the way of Engine.IO. */
const MAX_COPIED_BYTES = 16 * 1024

/**
 * The short way out over a websocket, past Engine.IO's queue and its events: the messages of one turn of the event loop become
 * one write, since a system call costs more than everything else about a frame. What is not written yet, or is too large to be
 * copied, makes the rest go the way of Engine.IO, so that everything arrives in the order in which it was sent.
 */
export class TurnWrites {
  readonly #engine: EngineQueue
  readonly #transport: FrameTransport
  readonly #websocket: FrameSender
  readonly #outgoing: OutgoingQueue
  /** Of this turn. */
  #frames: Uint8Array[] = []

  constructor(engine: EngineQueue, transport: FrameTransport, websocket: FrameSender, outgoing: OutgoingQueue) {
    this.#engine = engine
    this.#transport = transport
    this.#websocket = websocket
    this.#outgoing = outgoing
    const close = transport.doClose.bind(transport)
    transport.doClose = (done) => {
      this.#write()
      close(done)
    }
  }

  /** Sends a message of Socket.IO; false when it has to go the way of Engine.IO. */
  send(data: unknown, options: MessageOptions | undefined): boolean {
    const { readyState, writeBuffer } = this.#engine
    const isFree = this.#frames.length > 0 || this.#transport.writable
    if (!isFree || readyState !== 'open' || writeBuffer.length > 0) return false
    const frames = options?.wsPreEncodedFrame?.[0] ?? this.#framesOf(data)
    if (frames === null) return false
    if (this.#frames.length === 0) {
      // To Engine.IO the transport is busy until all is written.
      this.#transport.writable = false
      process.nextTick(this.#write)
    }
    this.#frames.push(frames)
    this.#outgoing.add(frames)
    // At once: what goes to Engine.IO later in this turn is handed over when that is sent.
    this.#outgoing.handOver()
    return true
  }

  #framesOf(data: unknown): Uint8Array | null {
    const isBytes = data instanceof Uint8Array && this.#transport.supportsBinary
    return (isBytes || typeof data === 'string') && data.length <= MAX_COPIED_BYTES ? framesOf([data]) : null
  }

  readonly #write = (): void => {
    const frames = joined(this.#frames)
    const last = frames.pop()
    if (last === undefined) return
    this.#frames = []
    // oxlint-disable-next-line no-underscore-dangle -- ws gives it in no other way
    const sender = this.#websocket._sender
    for (const frame of frames) sender.sendFrame([frame])
    sender.sendFrame([last], this.#written)
  }

  /** A connection that could not be written to ends by itself. */
  readonly #written = (error?: Error | null): void => {
    if (error) return
    this.#outgoing.written()
    this.#transport.writable = true
    if (this.#engine.writeBuffer.length > 0) this.#transport.emit('ready')
  }
}

/** One buffer, unless copying would cost more than writing one after the other. */
function joined(frames: Uint8Array[]): Uint8Array[] {
  if (frames.length <= 1) return frames
  const bytes = frames.reduce((sum, frame) => sum + frame.byteLength, 0)
  return bytes <= MAX_COPIED_BYTES ? [Buffer.concat(frames, bytes)] : frames
}
