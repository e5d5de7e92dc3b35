import { type IncomingMessage, ServerResponse } from 'node:http'
import type { Server } from 'socket.io'
import { type Trust, addressKey, clientAddress } from '../access/address.ts'
import type { Clock } from '../lib/clock.ts'
import { Tally } from '../lib/tally.ts'
import type { Logger } from '../observability/log.ts'
import { type Engine, EngineConnection } from './engine-connection.ts'
import { ServerLoad } from './incoming-traffic.ts'
import { UnreadJoins } from './join-allowance.ts'

/** Connections beyond a limit that may exist for a moment, to be told why they are refused. */
const SPARE_CONNECTIONS = 64

export interface ConnectionGuardOptions {
  readonly clock: Clock
  readonly trust: Trust
  readonly maxConnections: number
  readonly maxConnectionsPerAddress: number
  readonly log: Logger
}

/** All connections of Engine.IO, also those outside of the namespace: how many there may be, and each one's bounds. */
export class ConnectionGuard {
  readonly #options: ConnectionGuardOptions
  readonly #connections = new WeakMap<Engine, EngineConnection>()
  /** Connections by address: all, and those in the namespace. */
  readonly #open = new Tally()
  readonly #entered = new Tally()
  readonly #load = new ServerLoad()
  readonly #joins = new UnreadJoins()

  constructor(options: ConnectionGuardOptions) {
    this.#options = options
  }

  /** Whether a request may begin a connection. Refused here it learns no reason, so there is some room beyond the limits. */
  admits(request: IncomingMessage): boolean {
    const { maxConnections, maxConnectionsPerAddress } = this.#options
    return (
      this.#open.total < maxConnections + SPARE_CONNECTIONS &&
      this.#open.of(this.#addressOf(request)) < maxConnectionsPerAddress + SPARE_CONNECTIONS
    )
  }

  /** From now on, what connects to this server is guarded. */
  watch(engine: Server['engine']): void {
    engine.on('connection', (connection: Engine) => this.#meet(connection))
    engine.use((request: IncomingMessage, response: unknown, next: (error?: Error) => void) => {
      // A websocket's handshake brings no response that could be polled.
      if (!(response instanceof ServerResponse) || request.method !== 'GET') return next()
      const connection = connectionOf(request, engine)
      const guarded = connection && this.#connections.get(connection)
      if (guarded === undefined || guarded.poll(response)) next()
      else next(new Error('the answer before this one was not taken'))
    })
  }

  /** Every connection is known from its handshake on. */
  of(connection: Engine): EngineConnection {
    const guarded = this.#connections.get(connection)
    if (guarded === undefined) throw new Error('a connection that the guard has not seen')
    return guarded
  }

  /** Lets a connection into the namespace, where it counts until it ends; or says why not. */
  enter(connection: Engine): 'bad-request' | 'server-full' | 'too-many-connections' | null {
    const guarded = this.of(connection)
    const { address } = guarded
    // Socket.IO would let one of them enter as often as it fits into one message, and after its end.
    if (guarded.hasEntered || connection.readyState === 'closed') return 'bad-request'
    if (this.#entered.total >= this.#options.maxConnections) return 'server-full'
    if (this.#entered.of(address) >= this.#options.maxConnectionsPerAddress) return 'too-many-connections'
    guarded.hasEntered = true
    this.#entered.add(address)
    connection.once('close', () => this.#entered.remove(address))
    return null
  }

  #meet(connection: Engine): void {
    const { clock, log } = this.#options
    const address = this.#addressOf(connection.request)
    const guarded = new EngineConnection(connection, {
      address,
      clock,
      load: this.#load,
      joins: this.#joins,
      dropped: (why) => log.debug({ why }, 'ended a connection'),
    })
    this.#connections.set(connection, guarded)
    this.#open.add(address)
    connection.once('close', () => this.#open.remove(address))
  }

  #addressOf(request: IncomingMessage): string {
    return addressKey(clientAddress(request, this.#options.trust))
  }
}

/** The connection that a request of long polling belongs to. */
function connectionOf(request: IncomingMessage, engine: Server['engine']): Engine | undefined {
  const sid = new URL(request.url ?? '', 'http://localhost').searchParams.get('sid')
  const { clients } = engine as unknown as { clients: Readonly<Record<string, Engine>> }
  return sid !== null && Object.hasOwn(clients, sid) ? clients[sid] : undefined
}
