import { Adapter, type BroadcastOptions, type SocketId } from 'socket.io-adapter'
import { encodeCompactUpdatesHead } from '../../shared/protocol/compact.ts'
import { type ByteRange, without } from '../../shared/protocol/frames.ts'
import type { UpdatesMessage } from '../../shared/protocol/schemas.ts'
import type { MessageOptions } from './turn-writes.ts'
import { type Message, framesOf, binaryFrame } from './websocket-frames.ts'

/** Of Socket.IO and Engine.IO, what their types leave out or have as private; the adapter that comes with them uses the same. */
interface Namespace {
  readonly name: string
  readonly server: { readonly encoder: { encode(packet: object): Message[] } }
  readonly sockets: ReadonlyMap<SocketId, { readonly client: Client; readonly data: { readonly isCompact: boolean } }>
}
interface Client {
  readonly conn: {
    readonly transport: { readonly name: string; readonly supportsBinary: boolean }
    write(data: Message, options: FrameOptions): void
  }
  writeToEngine(messages: readonly Message[], options: object): void
}

/** How one `updates` message is encoded around parts of its bytes. */
interface RelayEncoding {
  messages(parts: readonly Uint8Array[]): Message[]
  frames(parts: readonly Uint8Array[]): Uint8Array
  /** With all of its bytes, once that was needed. */
  whole: FrameOptions | null
}

interface FrameOptions extends MessageOptions {
  readonly compress: false
  readonly wsPreEncodedFrame: readonly [Uint8Array]
}

/** Socket.IO's type of a packet with an event. */
const EVENT = 2

/** For one alone a copy saves little; a large one would keep its bytes in memory twice. */
const MAX_COPIED_FOR_ONE_BYTES = 64 * 1024

/**
 * Socket.IO's adapter in memory, but that what goes to many is encoded once, also when there are bytes in it: all frames of
 * the websocket protocol that a packet becomes are one buffer, which is written as it is to every member. What arrives is
 * what any client of Socket.IO reads.
 */
export class FrameAdapter extends Adapter {
  override broadcast(packet: { nsp?: string }, target: BroadcastOptions): void {
    const { name, server, sockets } = this.nsp as Namespace
    packet.nsp = name
    const messages = server.encoder.encode(packet)
    const recipients = this.#recipients(target)
    const frames = isWorthCopying(messages, recipients.size) ? frameOptions(framesOf(messages)) : null
    for (const id of recipients) {
      const client = sockets.get(id)?.client
      if (client === undefined) continue
      if (frames !== null && takesFrames(client)) writeFrames(client, frames)
      else client.writeToEngine(messages, {})
    }
  }

  /**
   * Sends `updates` to a room; who has ranges of them in `own` gets it without these, or not at all when nothing is left. All but
   * the bytes is encoded once for all, in each of the two encodings.
   */
  relay(room: string, message: UpdatesMessage, own: ReadonlyMap<SocketId, readonly ByteRange[]>): void {
    const { sockets } = this.nsp as Namespace
    const encodings = new Map<boolean, RelayEncoding>()
    for (const id of this.rooms.get(room) ?? []) {
      const socket = sockets.get(id)
      const ranges = own.get(id)
      const parts = ranges === undefined ? [message.updates] : without(message.updates, ranges)
      if (socket === undefined || parts.length === 0) continue
      const { client, data } = socket
      const encoding = encodings.get(data.isCompact) ?? this.#relayEncoding(message, data.isCompact)
      encodings.set(data.isCompact, encoding)
      if (!takesFrames(client)) client.writeToEngine(encoding.messages(parts), {})
      else if (ranges === undefined) writeFrames(client, (encoding.whole ??= frameOptions(encoding.frames(parts))))
      else writeFrames(client, frameOptions(encoding.frames(parts)))
    }
  }

  #relayEncoding(message: UpdatesMessage, isCompact: boolean): RelayEncoding {
    if (isCompact) {
      const head = encodeCompactUpdatesHead(message)
      return {
        messages: (parts) => [Buffer.concat([head, ...parts])],
        frames: (parts) => binaryFrame([head, ...parts]),
        whole: null,
      }
    }
    const { name, server } = this.nsp as Namespace
    const [text = ''] = server.encoder.encode({ type: EVENT, nsp: name, data: ['updates', message] })
    const textFrame = framesOf([text])
    return {
      messages: (parts) => [text, Buffer.concat(parts)],
      frames: (parts) => Buffer.concat([textFrame, binaryFrame(parts)]),
      whole: null,
    }
  }

  #recipients({ rooms, except }: BroadcastOptions): Set<SocketId> {
    const recipients = new Set<SocketId>()
    if (rooms.size === 0) for (const id of this.sids.keys()) recipients.add(id)
    for (const room of rooms) for (const id of this.rooms.get(room) ?? []) recipients.add(id)
    for (const room of except ?? []) for (const id of this.rooms.get(room) ?? []) recipients.delete(id)
    return recipients
  }
}

function isWorthCopying(messages: readonly Message[], recipients: number): boolean {
  return recipients > 1 || messages.every(({ length }) => length <= MAX_COPIED_FOR_ONE_BYTES)
}

/** Long polling has no frames, and who asked for base64 gets no bytes. */
function takesFrames({ conn: { transport } }: Client): boolean {
  return transport.name === 'websocket' && transport.supportsBinary
}

function frameOptions(frames: Uint8Array): FrameOptions {
  return { compress: false, wsPreEncodedFrame: [frames] }
}

/** A connection that has become a websocket stays one, so its frames are never asked for in another form. */
function writeFrames({ conn }: Client, options: FrameOptions): void {
  conn.write(options.wsPreEncodedFrame[0], options)
}
