import { createBudgets } from '../../../server/access/budgets.ts'
import { hashSecret } from '../../../server/access/keys.ts'
import type { Clock } from '../../../server/lib/clock.ts'
import type { Logger } from '../../../server/observability/log.ts'
import { documentHandlers, leaveAll } from '../../../server/realtime/document-events.ts'
import { StorageTrouble } from '../../../server/observability/storage-trouble.ts'
import { CursorPace } from '../../../server/realtime/cursor-pace.ts'
import { IncomingTraffic, ServerLoad } from '../../../server/realtime/incoming-traffic.ts'
import { TurnQueue } from '../../../server/lib/turn-queue.ts'
import { MAX_JOINS_IN_FLIGHT, MAX_JOIN_WAIT_MS } from '../../../shared/protocol/limits.ts'
import type { DocumentsSocket } from '../../../server/realtime/socket-server.ts'
import { type HandlerReports, attachHandlers } from '../../../server/realtime/wrapped-handlers.ts'
import { NO_CEILING } from '../../../server/access/visitors.ts'
import { CommitLoop } from '../../../server/rooms/commit-loop.ts'
import type { RoomChannel } from '../../../server/rooms/room-channel.ts'
import { Load } from '../../../server/rooms/load.ts'
import { Versions } from '../../../server/rooms/versions.ts'
import { RoomRegistry } from '../../../server/rooms/room-registry.ts'
import { Snapshots } from '../../../server/rooms/snapshots.ts'
import { StorageError } from '../../../server/storage/storage.ts'
import { without } from '../../../shared/protocol/frames.ts'
import type { ServerToClientEvents } from '../../../shared/protocol/messages.ts'
import type { Auditor } from './auditor.ts'
import { inlineMaker } from '../inline-maker.ts'
import type { Link } from './link.ts'
import { SimulatedStorage, type SimulatedDisk } from './simulated-disk.ts'

export const ROOM_IDLE_MS = 3000

/** What the handlers need of a Socket.IO socket. */
interface Socket {
  readonly link: Link
  readonly documents: Set<string>
  readonly asSocketIo: DocumentsSocket
}

export interface ServerOptions {
  readonly disk: SimulatedDisk
  readonly clock: Clock
  readonly auditor: Auditor
  /** Hears of everything that must not happen, whatever the weather. */
  readonly bug: (error: unknown) => void
  /** There is so much to do elsewhere that everything is gathered. */
  readonly isBusy: boolean
}

/**
 * One server process: the rooms, the commit loop and the event handlers that production runs, put together as `app.ts` does,
 * with links in place of Socket.IO. Its database outlives it.
 */
export class SimulatedServer {
  readonly storage: SimulatedStorage
  readonly snapshots: Snapshots
  readonly #commits: CommitLoop
  readonly #rooms: RoomRegistry
  readonly #handlers: ReturnType<typeof documentHandlers>
  readonly #sockets = new Map<string, Socket>()
  readonly #reports: HandlerReports
  readonly #auditor: Auditor
  readonly #clock: Clock
  readonly #load = new ServerLoad()
  #isDraining = false
  #isAlive = true

  constructor({ disk, clock, auditor, bug, isBusy }: ServerOptions) {
    this.#auditor = auditor
    this.storage = new SimulatedStorage(disk)
    const { storage } = this
    const report = (error: unknown): void => {
      if (!(error instanceof StorageError)) bug(error)
    }
    const own: Clock = {
      now: () => clock.now(),
      after: (delayMs, callback) => clock.after(delayMs, () => this.#isAlive && callback()),
    }
    this.#clock = own
    const log = {
      debug: () => {},
      warn: () => {},
      info: () => {},
      error: ({ err }: { err?: unknown }) => err !== undefined && report(err),
    } as unknown as Logger
    this.#reports = { log, trouble: new StorageTrouble(log, own) }
    this.snapshots = new Snapshots(storage.log, inlineMaker, own, {
      onError: report,
      // Everybody here is honest.
      onMended: (document, { reason }) => bug(new Error(`${document} had to be mended: ${reason}`)),
    })
    const load = isBusy ? { add: () => {}, windowMs: 40 } : new Load(own)
    this.#commits = new CommitLoop(storage.log, own, load, { failed: report, stored: () => {} })
    const ports = {
      storage,
      channel: this.#channel(),
      commits: this.#commits,
      load,
      snapshots: this.snapshots,
      clock: own,
      maxDocumentBytes: 16 * 1024 * 1024,
      ceilingOfGuests: NO_CEILING,
      publishes: true,
    }
    this.#rooms = new RoomRegistry(ports, { idleMs: ROOM_IDLE_MS, maxRooms: 1000 })
    this.#handlers = documentHandlers({
      rooms: this.#rooms,
      storage,
      budgets: createBudgets({ documentsPerHour: 1000, guestsPerHour: 1000 }, own),
      joins: new TurnQueue(own, MAX_JOINS_IN_FLIGHT, MAX_JOIN_WAIT_MS),
      versions: new Versions({ log: storage.log, access: storage.access, maker: inlineMaker, clock: own }),
      clock: own,
      draining: () => this.#isDraining,
    })
  }

  get isDraining(): boolean {
    return this.#isDraining
  }

  /** A page's handshake. */
  accept(link: Link): void {
    if (this.#isDraining) {
      link.down.push({ name: 'refused', code: 'draining' })
      link.leaveServer()
      return
    }
    let receive: (event: string, payload: unknown, acknowledge: unknown) => void = () => {}
    const asSocketIo = {
      id: link.id,
      data: {
        tokenHash: hashSecret(link.token),
        ceiling: 'owner',
        session: null,
        address: link.token,
        traffic: new IncomingTraffic(this.#clock, this.#load),
        outgoing: { admits: () => true, allow: () => {} },
        cursors: new CursorPace(this.#clock),
        isCompact: false,
        memberships: new Map(),
        joining: new Map(),
        waiting: null,
      },
      onAny: (listener: typeof receive) => void (receive = listener),
    } as unknown as DocumentsSocket
    attachHandlers(asSocketIo, this.#handlers, this.#reports)
    this.#sockets.set(link.id, { link, documents: new Set(), asSocketIo })
    link.server = {
      emit: (event, payload, acknowledge) => receive(event, payload, acknowledge ?? undefined),
      end: () => this.#disconnected(link.id),
    }
    link.down.push({ name: 'opened' })
  }

  /** SIGTERM, as `createApp` answers it. Resolves when everybody was told and let go. */
  async drain(): Promise<void> {
    this.#isDraining = true
    await this.#commits.drained()
    this.#rooms.closeAll('draining')
    await this.#commits.drained()
    for (const { link } of this.#sockets.values()) {
      link.leaveServer()
      this.#disconnected(link.id)
    }
  }

  /** SIGKILL: nothing of it happens any more, and what it sent last may be lost. */
  kill(breakLink: (link: Link) => void): void {
    this.#isAlive = false
    for (const { link } of this.#sockets.values()) {
      link.server = null
      breakLink(link)
    }
    this.#sockets.clear()
  }

  #disconnected(id: string): void {
    const socket = this.#sockets.get(id)
    if (socket === undefined) return
    this.#sockets.delete(id)
    leaveAll(socket.asSocketIo)
  }

  #channel(): RoomChannel {
    const send = (socket: Socket | undefined, event: keyof ServerToClientEvents, payload: unknown): void => {
      if (!this.#isAlive || socket === undefined) return
      this.#auditor.told(socket.link, event, payload)
      // Copied, like everything that passes a wire.
      if (socket.link.page !== null)
        socket.link.down.push({ name: 'message', event, payload: structuredClone(payload) })
    }
    return {
      enter: (member, document) => void this.#sockets.get(member)?.documents.add(document),
      exit: (member, document) => void this.#sockets.get(member)?.documents.delete(document),
      shutOut: () => {},
      broadcast: (document, event, payload, except) => {
        for (const [id, socket] of this.#sockets)
          if (socket.documents.has(document) && !except.includes(id)) send(socket, event, payload)
      },
      send: (member, event, payload) => send(this.#sockets.get(member), event, payload),
      relay: (document, message, own) => {
        for (const [id, socket] of this.#sockets) {
          const updates = new Uint8Array(Buffer.concat(without(message.updates, own.get(id) ?? [])))
          if (socket.documents.has(document) && updates.byteLength > 0) send(socket, 'updates', { ...message, updates })
        }
      },
    }
  }
}
