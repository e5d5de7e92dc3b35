import type { IncomingMessage } from 'node:http'
import { type ErrorCode, ERRORS } from '../../shared/protocol/errors.ts'
import { isAcceptedProtocol } from '../../shared/protocol/version.ts'
import { type Trust, ownHost, requestProtocol } from '../access/address.ts'
import { guestCookieHeader, hashGuestToken, mintGuestToken, readGuestToken } from '../access/guest-cookie.ts'
import { isOwnOrigin } from '../access/origin.ts'
import { NO_CEILING, type Visitors } from '../access/visitors.ts'
import type { Clock } from '../lib/clock.ts'
import type { StorageTrouble } from '../observability/storage-trouble.ts'
import type { SignedIn } from '../storage/account-store.ts'
import type { ConnectionGuard } from './connection-guard.ts'
import { CursorPace } from './cursor-pace.ts'
import type { DocumentsSocket, SocketServer } from './socket-server.ts'

export interface HandshakeOptions {
  readonly basePath: string
  readonly trust: Trust
  readonly clock: Clock
  readonly guard: ConnectionGuard
  /** Null where there are no accounts. */
  readonly visitors: Visitors | null
  /** True once the server takes nobody in any more. */
  draining(): boolean
}

/** A refused connection, as `connect_error` shows it: the code stands in `data`. */
class ConnectionRefused extends Error {
  readonly data: { code: ErrorCode }

  constructor(code: ErrorCode) {
    super(ERRORS[code].sentence)
    this.data = { code }
  }
}

/**
 * Whether a request may reach Socket.IO at all: not from a page of a foreign origin, whose visitor's cookie would come along.
 */
export function admitsRequest(request: IncomingMessage, trust: Trust): boolean {
  const { origin, upgrade, 'sec-fetch-site': secFetchSite } = request.headers
  const site = Array.isArray(secFetchSite) ? secFetchSite[0] : secFetchSite
  // Of a websocket, which always has an Origin, some browsers say that it is of another site, because its scheme is.
  const isTold = upgrade === undefined || origin === undefined
  const secure = requestProtocol(request, trust) === 'https'
  return isOwnOrigin({ origin, host: ownHost(request, trust), secFetchSite: isTold ? site : undefined, secure })
}

/**
 * Decides on each new connection: the protocol it speaks, room for one more, and who it is. A client that brings no guest
 * token is given one with the first answer, so that it is the same guest when it connects again.
 */
export function guardHandshakes(server: SocketServer, options: HandshakeOptions, trouble: StorageTrouble): void {
  const given = new WeakMap<IncomingMessage, string>()

  server.onFirstHeaders((headers, request) => {
    if (readGuestToken(request.headers.cookie) !== null) return
    const token = mintGuestToken()
    given.set(request, token)
    const secure = requestProtocol(request, options.trust) === 'https'
    headers['set-cookie'] = guestCookieHeader(token, { basePath: options.basePath, secure })
  })

  const admit = (socket: DocumentsSocket, signedIn: SignedIn | null): void => {
    const { conn, request } = socket
    // Outside of the namespace there is nothing to do.
    socket.once('disconnect', () => conn.close())
    const { address, traffic, outgoing } = options.guard.of(conn)
    const token = readGuestToken(request.headers.cookie) ?? given.get(request) ?? mintGuestToken()
    const { visitors } = options
    const ceilingOfGuests = visitors === null ? NO_CEILING : visitors.ceilingOfGuests
    // Without a spread, which would give each of them a shape of its own in V8, of 1 KB.
    socket.data = {
      tokenHash: signedIn === null ? hashGuestToken(token) : signedIn.actorTokenHash,
      ceiling: signedIn === null ? ceilingOfGuests : NO_CEILING,
      session: signedIn?.session ?? null,
      address,
      traffic,
      outgoing,
      isCompact: socket.handshake.auth['compact'] === true,
      cursors: new CursorPace(options.clock),
      memberships: new Map(),
      joining: new Map(),
      waiting: null,
    }
  }

  server.documents.use((socket, next) => {
    const settle = (code: ErrorCode | null): void => (code === null ? next() : next(new ConnectionRefused(code)))
    // First: whoever asks to enter again and again has nobody looked up for it.
    const code = refusalOf(socket, options)
    const { visitors } = options
    if (code !== null) return settle(code)
    if (visitors === null) {
      admit(socket, null)
      return settle(null)
    }
    void lookUp(socket, visitors).then((isKnown) => settle(isKnown ? null : 'storage-unavailable'))
  })

  /** False when it cannot be told who it is. */
  async function lookUp(socket: DocumentsSocket, visitors: Visitors): Promise<boolean> {
    try {
      admit(socket, await visitors.signedIn(socket.request.headers.cookie))
      return true
    } catch (error) {
      trouble.failed('could not tell who connects', error)
      return false
    }
  }
}

/** Of Socket.IO, what its types have as read-only. */
interface RequestHolders {
  handshake: unknown
  readonly conn: { request: unknown }
}

/**
 * Lets go of the request that a connection began with: it and its headers would stay in memory as long as the connection
 * (socket.io/docs/v4/memory-usage). Nothing is read from them after the handshake.
 */
export function forgetRequest(socket: DocumentsSocket): void {
  const holders = socket as unknown as RequestHolders
  holders.handshake = null
  holders.conn.request = null
}

function refusalOf(socket: DocumentsSocket, options: HandshakeOptions): ErrorCode | null {
  if (options.draining()) return 'draining'
  const { protocol } = socket.handshake.auth
  if (!isAcceptedProtocol(protocol)) return 'too-old'
  return options.guard.enter(socket.conn)
}
