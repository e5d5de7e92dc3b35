import { effect } from '@preact/signals-core'
import { type Clock, Later, systemClock } from '../lib/clock.ts'
import type { Wire } from '../transport/wire.ts'
import type { OfflineCache } from './offline-cache.ts'
import type { Session } from './session.ts'

/** A document that cannot be sent within this time makes room for the next one. */
const FLUSH_LIMIT_MS = 30_000
/** What the server did not take is tried again this much later. */
const RETRY_MS = 60_000

export interface WaitingDocumentsOptions {
  readonly cache: OfflineCache
  readonly connection: Wire
  /** Opens a document to send what waits in it: a `DocumentSession` of kind `waiting`. */
  readonly open: (document: string, key: string) => Session
  /** True for a document that the page has open: its own session sends what waits. */
  readonly isOpen: (document: string) => boolean
  readonly clock?: Clock
}

/** Sends what was written offline in documents that are not open, one after the other, whenever there is a connection. */
export class WaitingDocuments {
  readonly #options: WaitingDocumentsOptions
  readonly #clock: Clock
  readonly #stopWatching: () => void
  readonly #retry: Later
  #flushing: { readonly session: Session; readonly end: () => void } | null = null
  #isRunning = false
  #isAskedAgain = false
  #isClosed = false

  constructor(options: WaitingDocumentsOptions) {
    this.#options = options
    this.#clock = options.clock ?? systemClock
    this.#retry = new Later(this.#clock, RETRY_MS, () => this.check())
    this.#stopWatching = effect(() => {
      if (options.connection.state.value.name === 'online') this.check()
    })
  }

  /** Looks for documents with something to send. Does nothing without a connection: that it comes is reason to look again. */
  check(): void {
    this.#isAskedAgain = true
    if (!this.#isRunning) void this.#run()
  }

  /**
   * The page is about to open this document. The session here leaves it at once: later it would take the page's own out of
   * the room, for both are the same member to the server.
   */
  makeWay(document: string): void {
    if (this.#flushing?.session.document !== document) return
    void this.#flushing.session.close()
    this.#flushing.end()
  }

  close(): void {
    this.#isClosed = true
    this.#stopWatching()
    this.#retry.cancel()
  }

  async #run(): Promise<void> {
    this.#isRunning = true
    this.#retry.cancel()
    while (this.#isAskedAgain && this.#canGoOn()) {
      this.#isAskedAgain = false
      for (const { document, key, unsaved } of await this.#options.cache.list())
        if (unsaved && this.#canGoOn() && !this.#options.isOpen(document)) await this.#flush(document, key)
    }
    this.#isRunning = false
  }

  #canGoOn(): boolean {
    return !this.#isClosed && this.#options.connection.state.peek().name === 'online'
  }

  async #flush(document: string, key: string): Promise<void> {
    const session = this.#options.open(document, key)
    const stops: (() => void)[] = []
    await new Promise<void>((end) => {
      this.#flushing = { session, end }
      const stopWatching = effect(() => {
        const status = session.status.value.name
        // Saved, or it cannot be now: in either case there is nothing more to do for it.
        if (status !== 'opening' && status !== 'saving') end()
      })
      stops.push(stopWatching, this.#clock.after(FLUSH_LIMIT_MS, end))
    })
    for (const stop of stops) stop()
    this.#flushing = null
    if (session.status.peek().name !== 'saved' && session.closed.peek() === null) this.#retry.schedule()
    await session.close()
  }
}
