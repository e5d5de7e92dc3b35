import { type DocumentServices, documentHandlers, leaveAll } from './document-events.ts'
import { type HandshakeOptions, forgetRequest, guardHandshakes } from './handshake.ts'
import type { SocketServer } from './socket-server.ts'
import { attachUpdates } from './update-events.ts'
import { type HandlerReports, attachHandlers } from './wrapped-handlers.ts'

/** Serves documents to whoever connects: guards the handshakes, and attaches the handlers to each connection. */
export function serveDocuments(
  server: SocketServer,
  services: DocumentServices,
  handshake: HandshakeOptions,
  reports: HandlerReports,
): void {
  const { log, trouble } = reports
  guardHandshakes(server, handshake, trouble)
  const handlers = documentHandlers(services)
  server.documents.on('connection', (socket) => {
    attachHandlers(socket, handlers, reports)
    attachUpdates(socket, handlers, reports)
    forgetRequest(socket)
    socket.on('disconnect', (reason) => {
      leaveAll(socket)
      log.debug({ connection: socket.id, reason }, 'disconnected')
    })
    log.debug({ connection: socket.id, transport: socket.conn.transport.name }, 'connected')
  })
}
