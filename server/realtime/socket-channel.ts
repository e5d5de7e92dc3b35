import type { RoomChannel } from '../rooms/room-channel.ts'
import type { ServerToClientEvents } from '../../shared/protocol/messages.ts'
import type { FrameAdapter } from './frame-adapter.ts'
import type { DocumentsNamespace } from './socket-server.ts'
import { waitOutside } from './waiting-room.ts'

type Payload<Event extends keyof ServerToClientEvents> = Parameters<ServerToClientEvents[Event]>

/** A room's members as one Socket.IO room: joining, leaving and fan-out are the adapter's work. */
export function socketChannel(documents: DocumentsNamespace): RoomChannel {
  return {
    enter: (member, document) => {
      void documents.sockets.get(member)?.join(document)
    },
    exit: (member, document) => {
      void documents.sockets.get(member)?.leave(document)
    },
    shutOut: (member, document, person) => {
      const socket = documents.sockets.get(member)
      if (socket !== undefined) waitOutside(socket, document, person)
    },
    broadcast: (document, event, payload, except) => {
      const [first, ...others] = except
      const sender = first === undefined ? undefined : documents.sockets.get(first)
      // `socket.to(room)` leaves its own sender out.
      const all = sender === undefined ? documents.to(document) : sender.to(document)
      const left = sender === undefined ? [...except] : others
      const recipients = left.length === 0 ? all : all.except(left)
      recipients.emit(event, ...([payload] as Payload<typeof event>))
    },
    relay: (document, message, own) => {
      const adapter = documents.adapter as FrameAdapter
      adapter.relay(document, message, own)
    },
    send: (member, event, payload) => {
      documents.to(member).emit(event, ...([payload] as Payload<typeof event>))
    },
  }
}
