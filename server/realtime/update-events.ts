import { encodeCompactStored } from '../../shared/protocol/compact.ts'
import { DOCUMENTS_NAMESPACE } from '../../shared/protocol/messages.ts'
import type { UpdateAnswer } from '../../shared/protocol/schemas.ts'
import type { DocumentsSocket } from './socket-server.ts'
import type { TakeUpdate } from './update-decoder.ts'
import { type HandlerReports, type Handlers, serveUpdate } from './wrapped-handlers.ts'

/** Of Socket.IO, what its types have as private. */
interface PrivateSocket {
  readonly client: { readonly decoder: { takeUpdate: TakeUpdate | null } }
  /** The callback that acknowledges the packet with this id. */
  ack(id: number): (answer: UpdateAnswer) => void
}

/** From now on the connection's updates take the short way from its decoder to their handler, and their answers the one back. */
export function attachUpdates(socket: DocumentsSocket, handlers: Handlers, reports: HandlerReports): void {
  const { client } = socket as unknown as PrivateSocket
  client.decoder.takeUpdate = (id, request) => {
    serveUpdate(socket, handlers, reports, request, (answer) => acknowledge(socket, id, answer))
  }
  socket.once('disconnect', () => {
    client.decoder.takeUpdate = null
  })
}

/** What is not simply stored is acknowledged by Socket.IO, also in the compact encoding. */
function acknowledge(socket: DocumentsSocket, id: number, answer: UpdateAnswer): void {
  if (!answer.ok) return (socket as unknown as PrivateSocket).ack(id)(answer)
  const { sequence, mark } = answer
  const isCompact = socket.data.isCompact
  socket.conn.write(
    isCompact
      ? Buffer.from(encodeCompactStored(id, sequence, mark))
      : `3${DOCUMENTS_NAMESPACE},${id}[{"ok":true,"sequence":${sequence},"mark":${mark}}]`,
  )
}
