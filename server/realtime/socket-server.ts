import type { IncomingMessage, Server as HttpServer } from 'node:http'
import type { Namespace, Socket, DefaultEventsMap } from 'socket.io'
import { Server } from 'socket.io'
import { Encoder } from 'socket.io-parser'
import { type ServerOptions, WebSocketServer } from 'ws'
import { ENTRY_TIMEOUT_MS, MAX_PACKET_BYTES, PING_INTERVAL_MS, PING_TIMEOUT_MS } from '../../shared/protocol/limits.ts'
import {
  type ClientToServerEvents,
  DOCUMENTS_NAMESPACE,
  type ServerToClientEvents,
} from '../../shared/protocol/messages.ts'
import type { Ceiling } from '../access/visitors.ts'
import type { DocumentRoom } from '../rooms/document-room.ts'
import type { Member } from '../rooms/member.ts'
import type { ConnectionGuard } from './connection-guard.ts'
import type { CursorPace } from './cursor-pace.ts'
import { FrameAdapter } from './frame-adapter.ts'
import type { IncomingTraffic } from './incoming-traffic.ts'
import type { OutgoingQueue } from './outgoing-queue.ts'
import { UpdateDecoder } from './update-decoder.ts'

/** What a connection carries from its handshake on. */
export interface ConnectionData {
  /** What its actor is found by. */
  readonly tokenHash: Uint8Array
  /** The most that it may be in any document. */
  readonly ceiling: Ceiling
  /** Of who is signed in. */
  readonly session: string | null
  /** The client's address as budgets count it (`addressKey`). */
  address: string
  readonly traffic: IncomingTraffic
  readonly outgoing: Pick<OutgoingQueue, 'admits' | 'allow'>
  readonly cursors: CursorPace
  /** It reads compact packets. */
  readonly isCompact: boolean
  /** The documents joined on this connection. */
  memberships: Map<string, Membership>
  /** The joins on their way, newest of each document; one that is no longer here has been given up. */
  joining: Map<string, symbol>
  /** The document before which this connection waits to be let in, and the Socket.IO rooms for that; null when it does not. */
  waiting: { readonly document: string; readonly rooms: string[] } | null
}

export interface Membership {
  readonly member: Member
  readonly room: DocumentRoom
}

export type DocumentsNamespace = Namespace<ClientToServerEvents, ServerToClientEvents, DefaultEventsMap, ConnectionData>
export type DocumentsSocket = Socket<ClientToServerEvents, ServerToClientEvents, DefaultEventsMap, ConnectionData>

export interface SocketServer {
  readonly documents: DocumentsNamespace
  /** Calls `listener` with the headers of each connection's first answer, which may add to them. */
  onFirstHeaders(listener: (headers: Record<string, string>, request: IncomingMessage) => void): void
  /** Disconnects everybody once all that was sent is written. Resolves when they are gone. */
  disconnect(): Promise<void>
  /** Disconnects everybody at once and stops. The HTTP server is closed with it. */
  close(): Promise<void>
}

/** Leaves pings of the websocket protocol to `EngineConnection`, which counts them; else nobody would see a flood of them. */
class CountedPings extends WebSocketServer {
  constructor(options: ServerOptions) {
    super({ ...options, autoPong: false })
  }
}

/**
 * Socket.IO beside the HTTP server: websocket, with long polling where that is blocked. Everything happens in the documents
 * namespace; the default namespace admits nobody. Connection state recovery stays off: rejoining by sequence does more, and
 * recovery would append an argument to every event.
 */
export function createSocketServer(
  httpServer: HttpServer,
  {
    basePath,
    guard,
    admits,
  }: { basePath: string; guard: ConnectionGuard; admits: (request: IncomingMessage) => boolean },
): SocketServer {
  const io = new Server<ClientToServerEvents, ServerToClientEvents, DefaultEventsMap, ConnectionData>(httpServer, {
    path: `${basePath}/socket.io`,
    serveClient: false,
    maxHttpBufferSize: MAX_PACKET_BYTES,
    pingInterval: PING_INTERVAL_MS,
    pingTimeout: PING_TIMEOUT_MS,
    perMessageDeflate: false,
    connectTimeout: ENTRY_TIMEOUT_MS,
    wsEngine: CountedPings,
    adapter: FrameAdapter,
    parser: { Encoder, Decoder: UpdateDecoder },
    // Both transports pass here; the `cors` option would cover polling alone.
    allowRequest: (request, decide) => decide(null, admits(request) && guard.admits(request)),
  })
  guard.watch(io.engine)
  io.use((_socket, next) => next(new Error('nothing is served here')))
  const documents = io.of(DOCUMENTS_NAMESPACE)
  return {
    documents,
    onFirstHeaders: (listener) => {
      io.engine.on('initial_headers', listener)
    },
    disconnect: async () => {
      // `io.close` throws away what Engine.IO has not written yet, such as the last acknowledgements.
      const connections = Array.from(documents.sockets.values(), ({ conn }) => conn)
      await Promise.all(
        connections.map(
          (connection) =>
            new Promise<void>((resolve) => {
              connection.once('close', () => resolve())
              connection.close()
            }),
        ),
      )
    },
    close: async () => {
      await io.close()
    },
  }
}
