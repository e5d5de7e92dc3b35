import type { ErrorCode } from '../../shared/protocol/errors.ts'
import { DocumentRoom, type RoomPorts } from './document-room.ts'

/**
 * Every open room of this process. A room is opened once however many ask for it at the same time, and forgotten when it
 * has been idle for a while; nothing is lost by that, for a room keeps nothing that is not in the log.
 */
export class RoomRegistry {
  readonly #ports: RoomPorts
  readonly #idleMs: number
  readonly #rooms = new Map<string, Promise<DocumentRoom | null>>()
  readonly #open = new Map<string, DocumentRoom>()
  readonly #idleTimers = new Map<DocumentRoom, () => void>()
  #refusing: ErrorCode | null = null

  constructor(ports: RoomPorts, idleMs: number) {
    this.#ports = ports
    this.#idleMs = idleMs
  }

  /**
   * The room of a document; null when there is no such document. Rejects with a `StorageError`. Use it in the same turn: a
   * room that nobody enters is forgotten after a while.
   */
  open(document: string): Promise<DocumentRoom | null> {
    const known = this.#rooms.get(document)
    if (known !== undefined) return known
    const loading = this.#load(document).catch((error: unknown) => {
      this.#rooms.delete(document)
      throw error
    })
    this.#rooms.set(document, loading)
    return loading
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

  async #load(document: string): Promise<DocumentRoom | null> {
    const head = await this.#ports.storage.log.load(document)
    if (head === null) {
      this.#rooms.delete(document)
      return null
    }
    const room = new DocumentRoom(head, this.#ports, {
      onIdle: (idle) => this.#startIdleTimer(idle),
      onClosed: (closed) => this.#forget(closed),
    })
    this.#open.set(document, room)
    if (this.#refusing === null) this.#startIdleTimer(room)
    else room.close(this.#refusing)
    return room
  }

  #startIdleTimer(room: DocumentRoom): void {
    this.#idleTimers.get(room)?.()
    this.#idleTimers.set(
      room,
      this.#ports.clock.after(this.#idleMs, () => this.#evict(room)),
    )
  }

  #evict(room: DocumentRoom): void {
    if (!room.idle) return
    if (this.#ports.snapshots.isWorthwhile(room.tail)) this.#ports.snapshots.request(room.id)
    this.#forget(room)
  }

  #forget(room: DocumentRoom): void {
    this.#idleTimers.get(room)?.()
    this.#idleTimers.delete(room)
    if (this.#open.get(room.id) !== room) return
    this.#open.delete(room.id)
    this.#rooms.delete(room.id)
  }
}
