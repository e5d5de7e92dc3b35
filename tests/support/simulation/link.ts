import type { RequestEvent } from '../../../client/transport/wire.ts'
import type { ErrorCode } from '../../../shared/protocol/errors.ts'
import type { ServerToClientEvents } from '../../../shared/protocol/messages.ts'
import type { Random } from '../random.ts'

/** From a page to the server. `close` is how the server notices the page's end, soon or by its heartbeat. */
export type Upward =
  | { readonly name: 'open' }
  | {
      readonly name: 'emit'
      readonly event: RequestEvent | 'awareness'
      readonly payload: unknown
      readonly id: number | null
    }
  | { readonly name: 'close' }

/** From the server to a page. */
export type Downward =
  | { readonly name: 'opened' }
  | { readonly name: 'refused'; readonly code: ErrorCode }
  | { readonly name: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly name: 'message'; readonly event: keyof ServerToClientEvents; readonly payload: unknown }
  | { readonly name: 'close' }

export interface PageEnd {
  receive(message: Downward): void
}

export interface ServerEnd {
  emit(event: string, payload: unknown, acknowledge: ((answer: unknown) => void) | null): void
  /** The connection ended. */
  end(): void
}

/**
 * One connection between a page and a server, in order both ways like Socket.IO's, whose two queues are emptied by the
 * simulation alone. The ends notice separately that it is over.
 */
export class Link {
  readonly id: string
  /** Who the page says it is. */
  readonly token: string
  readonly up: Upward[] = []
  readonly down: Downward[] = []
  /** Nothing passes for the time being. */
  isFrozen = false
  page: PageEnd | null
  server: ServerEnd | null = null

  constructor(id: string, token: string, page: PageEnd) {
    this.id = id
    this.token = token
    this.page = page
  }

  get isOver(): boolean {
    return this.page === null && this.server === null && this.up.length === 0
  }

  /** The page lets go of it. What is on its way up may still arrive, unless `loses`. */
  leavePage(): void {
    if (this.page === null) return
    this.page = null
    this.down.length = 0
    this.up.push({ name: 'close' })
  }

  /** The server lets go of it; the page gets what was sent before. */
  leaveServer(): void {
    this.server = null
    this.up.length = 0
    if (this.page !== null) this.down.push({ name: 'close' })
  }

  /** It breaks: each direction delivers some of what is on its way, then its end. */
  break(random: Random): void {
    const hasOpened = this.server !== null
    this.up.splice(random.below(this.up.length + 1))
    this.down.splice(random.below(this.down.length + 1))
    if (hasOpened) this.up.push({ name: 'close' })
    else this.up.length = 0
    if (this.page !== null) this.down.push({ name: 'close' })
  }
}
