import { Adapter, type BroadcastOptions, type SocketId } from 'socket.io-adapter'
import { type Message, framesOf } from './websocket-frames.ts'

/** Of Socket.IO and Engine.IO, what their types leave out or have as private; the adapter that comes with them uses the same. */
interface Namespace {
  readonly name: string
  readonly server: { readonly encoder: { encode(packet: object): Message[] } }
  readonly sockets: ReadonlyMap<SocketId, { readonly client: Client }>
}
interface Client {
  readonly conn: {
    readonly transport: { readonly name: string; readonly supportsBinary: boolean }
    write(data: Message, options: object): void
  }
  writeToEngine(messages: readonly Message[], options: object): void
}

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
    const frames = isWorthCopying(messages, recipients.size) ? framesOf(messages) : null
    const options = { compress: false, wsPreEncodedFrame: [frames] }
    for (const id of recipients) {
      const client = sockets.get(id)?.client
      if (client === undefined) continue
      // A connection that has become a websocket stays one, so its frames are never asked for in another form.
      if (frames !== null && takesFrames(client)) client.conn.write(frames, options)
      else client.writeToEngine(messages, {})
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
