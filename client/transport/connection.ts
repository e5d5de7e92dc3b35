import { type ReadonlySignal, signal } from '@preact/signals-core'
import { io, type Socket } from 'socket.io-client'
import type { ErrorCode } from '../../shared/protocol/errors.ts'
import { isKnownCode, reactionOf, refused } from '../../shared/protocol/reactions.ts'
import { ACKNOWLEDGEMENT_TIMEOUT_MS } from '../../shared/protocol/limits.ts'
import { DOCUMENTS_NAMESPACE, type HandshakeAuth } from '../../shared/protocol/messages.ts'
import { PROTOCOL_VERSION } from '../../shared/protocol/version.ts'
import { type Clock, systemClock } from '../lib/clock.ts'
import { compactParser } from './compact-parser.ts'
import { type ConnectionEvent, type ConnectionState, next } from './connection-state.ts'
import type { AnswerOf, MessageEvent, MessageOf, PayloadOf, RequestEvent, Wire } from './wire.ts'

/** An attempt that takes longer is given up: a frozen network answers nothing at all. */
const CONNECT_TIMEOUT_MS = 10_000

/** One that goes well is nearly always done sooner. */
const SLOW_ATTEMPT_MS = 2_000

export interface ConnectionOptions {
  /** The server's origin. */
  readonly url: string
  /** Where Socket.IO answers: BASE_PATH + '/socket.io'. */
  readonly path: string
  /** Default: long polling, upgraded to a websocket as soon as one opens. */
  readonly transports?: readonly ('polling' | 'websocket')[]
  /** Node only: a browser sets its own. */
  readonly extraHeaders?: Readonly<Record<string, string>>
  /** Node only, an `http.Agent`: where connections come from. */
  readonly agent?: object
  readonly protocol?: number
  readonly acknowledgementTimeoutMs?: number
  readonly clock?: Clock
  readonly random?: () => number
}

/**
 * The page's one connection: dials again by itself, for ever, unless the server refuses the page for good. Documents join
 * over it, each through a session of its own.
 */
export class Connection implements Wire {
  readonly state: ReadonlySignal<ConnectionState>
  readonly #state
  readonly #options: ConnectionOptions
  readonly #clock: Clock
  readonly #random: () => number
  readonly #listeners: { [Event in MessageEvent]: Set<(message: MessageOf<Event>) => void> } = {
    updates: new Set(),
    awareness: new Set(),
    renamed: new Set(),
    role: new Set(),
    asked: new Set(),
    'sharing-changed': new Set(),
    granted: new Set(),
    closed: new Set(),
  }
  /** The attempt or connection of now; each gets a socket of its own, so that nothing of an earlier one can come late. */
  #socket: Socket | null = null
  #cancelRetry: () => void = () => {}
  /**
   * A websocket carried the last connection, so the next one begins with it: four requests less for a server to which
   * everybody returns at once.
   */
  #hadWebsocket = false
  #started = false
  #dialledAt = 0

  constructor(options: ConnectionOptions) {
    this.#options = options
    this.#clock = options.clock ?? systemClock
    this.#random = options.random ?? Math.random
    this.#state = signal<ConnectionState>({
      name: 'offline',
      since: this.#clock.now(),
      attempt: 0,
      retryAt: null,
      code: null,
    })
    this.state = this.#state
  }

  connect(): void {
    this.#started = true
    this.#dial()
  }

  /**
   * Dials now instead of when it is its turn. An attempt that has been under way for a while begins anew: the network that it was made on
   * may be gone, and it would wait for its time limit.
   */
  retryNow(): void {
    if (!this.#started) return
    const isSlow = this.#clock.now() - this.#dialledAt >= SLOW_ATTEMPT_MS
    if (this.#state.peek().name === 'connecting' && isSlow) this.#fail(null)
    this.#dial()
  }

  /** The browser knows that its network is gone: no need to wait for a heartbeat. Trying goes on with back-off. */
  networkLost(): void {
    this.#fail(null)
  }

  /** Ends the connection; `connect` starts again. */
  close(): void {
    this.#started = false
    this.#cancelRetry()
    this.#dropSocket()
    this.#dispatch({ name: 'closed', at: this.#clock.now() })
  }

  request<Event extends RequestEvent>(
    event: Event,
    payload: PayloadOf<Event>,
    answered?: (answer: AnswerOf<Event>) => void,
  ): Promise<AnswerOf<Event>> {
    return new Promise((resolve) => {
      const settle = (answer: AnswerOf<Event>): void => {
        try {
          answered?.(answer)
        } finally {
          resolve(answer)
        }
      }
      const socket = this.#socket
      if (socket === null || !socket.connected) {
        settle(refused('not-joined'))
        return
      }
      const limitMs = this.#options.acknowledgementTimeoutMs ?? ACKNOWLEDGEMENT_TIMEOUT_MS
      socket.timeout(limitMs).emit(event, payload, (error: Error | null, answer: unknown) => {
        if (error === null) {
          settle(readAnswer<Event>(answer))
          return
        }
        // Still connected means that the server is silent: a new connection is the only way to learn more.
        if (socket === this.#socket && socket.connected) this.#fail(null)
        settle(refused('not-joined'))
      })
    })
  }

  send(event: 'awareness', payload: { document: string; update: Uint8Array }): void {
    if (this.#socket?.connected === true) this.#socket.emit(event, payload)
  }

  on<Event extends MessageEvent>(event: Event, listener: (message: MessageOf<Event>) => void): () => void {
    this.#listeners[event].add(listener)
    return () => this.#listeners[event].delete(listener)
  }

  #dial(): void {
    if (this.#state.peek().name !== 'offline') return
    this.#cancelRetry()
    this.#dispatch({ name: 'dial' })
    this.#dialledAt = this.#clock.now()
    const socket = this.#openSocket()
    this.#socket = socket
    socket.on('connect', () => {
      this.#watchTransport(socket)
      this.#dispatch({ name: 'connected' })
    })
    socket.on('connect_error', (error: Error & { data?: { code?: unknown } }) => {
      // A websocket that nobody answers is swallowed somewhere on the way; one that is refused was tried without loss.
      if (error.message === 'timeout') this.#hadWebsocket = false
      const code = error.data?.code
      this.#fail(isKnownCode(code) ? code : null)
    })
    socket.on('disconnect', () => this.#fail(null))
    for (const event of Object.keys(this.#listeners)) this.#deliver(socket, event as MessageEvent)
    socket.connect()
  }

  #openSocket(): Socket {
    const { url, path, transports, extraHeaders, agent, protocol } = this.#options
    return io(url + DOCUMENTS_NAMESPACE, {
      path,
      forceNew: true,
      autoConnect: false,
      reconnection: false,
      timeout: CONNECT_TIMEOUT_MS,
      parser: compactParser,
      auth: { protocol: protocol ?? PROTOCOL_VERSION, compact: true } satisfies HandshakeAuth,
      ...(this.#hadWebsocket && { transports: ['websocket', 'polling'], tryAllTransports: true }),
      ...(transports && { transports: [...transports] }),
      ...(extraHeaders && { extraHeaders: { ...extraHeaders } }),
      // Its type is that of a browser's build, which knows no agents.
      ...(agent && { agent: agent as unknown as string }),
    })
  }

  #watchTransport(socket: Socket): void {
    const { engine } = socket.io
    this.#hadWebsocket = engine.transport.name === 'websocket'
    engine.once('upgrade', () => {
      this.#hadWebsocket = true
    })
  }

  #deliver(socket: Socket, event: MessageEvent): void {
    socket.on(event, (payload: object) => {
      if (socket !== this.#socket) return
      // One row of the message table ties this event to its listeners, which TypeScript cannot follow.
      for (const listener of this.#listeners[event]) listener(withBytes(payload) as never)
    })
  }

  #fail(code: ErrorCode | null): void {
    if (this.#socket === null) return
    this.#dropSocket()
    if (code !== null && reactionOf(code) === 'stop') {
      this.#dispatch({ name: 'refused', code })
      return
    }
    const at = this.#clock.now()
    this.#dispatch({ name: 'failed', at, jitter: this.#random(), code })
    const state = this.#state.peek()
    if (state.name !== 'offline' || state.retryAt === null) return
    this.#cancelRetry = this.#clock.after(state.retryAt - at, () => this.#dial())
  }

  /** Its listeners go first, so that its own end is not taken for news. */
  #dropSocket(): void {
    const socket = this.#socket
    this.#socket = null
    socket?.off()
    socket?.disconnect()
  }

  #dispatch(event: ConnectionEvent): void {
    this.#state.value = next(this.#state.peek(), event)
  }
}

/**
 * What the server says has the shape of its schemas, which are the server's own and stay out of the page (a tenth of its
 * weight). Left to do here: browsers hand binary over as ArrayBuffer, and a newer server may refuse with a newer code.
 */
function readAnswer<Event extends RequestEvent>(answer: unknown): AnswerOf<Event> {
  if (typeof answer !== 'object' || answer === null || !('ok' in answer)) return refused('bad-request')
  if (answer.ok !== true && !('code' in answer && isKnownCode(answer.code))) return refused('internal')
  return withBytes(answer) as AnswerOf<Event>
}

/** The payload with every ArrayBuffer in it as a Uint8Array on the same memory. */
function withBytes(payload: object): object {
  const fields = Object.entries(payload).map(([name, value]: [string, unknown]) => [
    name,
    value instanceof ArrayBuffer ? new Uint8Array(value) : value,
  ])
  return Object.fromEntries(fields) as object
}
