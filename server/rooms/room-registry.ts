import type { ErrorCode } from '../../shared/protocol/errors.ts'
import { DocumentRoom, type RoomPorts } from './document-room.ts'

/** A room that was asked for so lately may be about to be entered. */
const LATELY_MS = 1000
/** Who reloads the page is back before. */
const FOLD_AFTER_MS = 2000

interface Idle {
  readonly since: number
  readonly cancel: () => void
}

export interface RoomLimits {
  /** How long a room that nobody is in stays in memory. */
  readonly idleMs: number
  /** Beyond it the rooms that have been idle for longest make place. */
  readonly maxRooms: number
}

/**
 * Every open room of this process. A room is opened once however many ask for it at the same time, and forgotten when it
 * has been idle for a while, or others need its place; nothing is lost by that, for a room keeps nothing that is not in the
 * log.
 */
export class RoomRegistry {
  readonly #ports: RoomPorts
  readonly #limits: RoomLimits
  readonly #rooms = new Map<string, Promise<DocumentRoom | 'not-found'>>()
  readonly #open = new Map<string, DocumentRoom>()
  /** Rooms that were idle when they were last heard of, those that have been for longest first. */
  readonly #idle = new Map<DocumentRoom, Idle>()
  #refusing: ErrorCode | null = null

  constructor(ports: RoomPorts, limits: RoomLimits) {
    this.#ports = ports
    this.#limits = limits
  }

  /**
   * The room of a document, or why there is none. Rejects with a `StorageError`. Use it in the same turn: a room that nobody
   * enters is forgotten after a while.
   */
  open(document: string): Promise<DocumentRoom | 'not-found' | 'server-full'> {
    const known = this.#rooms.get(document)
    if (known !== undefined) {
      const room = this.#open.get(document)
      if (room !== undefined && this.#idle.has(room)) this.#noteIdle(room)
      return known
    }
    if (this.#rooms.size >= this.#limits.maxRooms && !this.#makePlace()) return Promise.resolve('server-full')
    const loading = this.#load(document).catch((error: unknown) => {
      this.#rooms.delete(document)
      throw error
    })
    this.#rooms.set(document, loading)
    return loading
  }

  /** The room of a document, if it is open. */
  opened(document: string): DocumentRoom | undefined {
    return this.#open.get(document)
  }

  /** The ids of every open document: those must not be swept. */
  get openDocuments(): string[] {
    return [...this.#rooms.keys()]
  }

  /** Closes every room, and every one that is opened later, with this code. */
  closeAll(code: ErrorCode): void {
    this.#refusing = code
    for (const room of this.#open.values()) room.close(code)
  }

  async #load(document: string): Promise<DocumentRoom | 'not-found'> {
    const head = await this.#ports.storage.log.load(document)
    if (head === null) {
      this.#rooms.delete(document)
      return 'not-found'
    }
    const room = new DocumentRoom(head, this.#ports, {
      onIdle: (idle) => this.#noteIdle(idle),
      onClosed: (closed) => this.#forget(closed),
    })
    this.#open.set(document, room)
    if (this.#refusing === null) this.#noteIdle(room)
    else room.close(this.#refusing)
    return room
  }

  #noteIdle(room: DocumentRoom): void {
    this.#forgetIdle(room)
    const { clock } = this.#ports
    const cancelFold = clock.after(FOLD_AFTER_MS, () => {
      if (room.idle) room.foldIfWorthwhile()
    })
    const cancelEvict = clock.after(this.#limits.idleMs, () => this.#evict(room))
    const cancel = (): void => {
      cancelFold()
      cancelEvict()
    }
    this.#idle.set(room, { since: clock.now(), cancel })
  }

  /** False when every room is in use, or was lately. */
  #makePlace(): boolean {
    for (const [room, { since }] of this.#idle) {
      if (this.#ports.clock.now() - since < LATELY_MS) return false
      if (this.#evict(room)) return true
    }
    return false
  }

  /** False when somebody is there; the room says so when it is idle again. */
  #evict(room: DocumentRoom): boolean {
    this.#forgetIdle(room)
    if (!room.idle) return false
    room.foldIfWorthwhile()
    this.#forget(room)
    return true
  }

  #forget(room: DocumentRoom): void {
    this.#forgetIdle(room)
    if (this.#open.get(room.id) !== room) return
    room.forget()
    this.#open.delete(room.id)
    this.#rooms.delete(room.id)
  }

  #forgetIdle(room: DocumentRoom): void {
    this.#idle.get(room)?.cancel()
    this.#idle.delete(room)
  }
}
