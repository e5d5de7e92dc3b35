import type { DocumentsNamespace, DocumentsSocket } from './socket-server.ts'

/**
 * The connection is told when `person` may come into the document: they ask for it, or were in it until their access ended. Of
 * one document at a time, the newest, so that nobody makes the server remember more and more.
 */
export function waitOutside(socket: DocumentsSocket, document: string, person: string): void {
  stopWaiting(socket)
  const rooms = [roomOf(document), roomOf(document, person)]
  socket.data.waiting = { document, rooms }
  void socket.join(rooms)
}

export function stopWaiting(socket: DocumentsSocket): void {
  for (const room of socket.data.waiting?.rooms ?? []) void socket.leave(room)
  socket.data.waiting = null
}

/** Tells whoever waits that they may come in: a person who was given access, or all who may have it again. */
export function tellGranted(documents: Pick<DocumentsNamespace, 'to'>, document: string, person?: string): void {
  documents.to(roomOf(document, person)).emit('granted', { document })
}

/** No document's id, and no connection's, has a space in it. */
function roomOf(document: string, person = ''): string {
  return `outside ${document} ${person}`
}
