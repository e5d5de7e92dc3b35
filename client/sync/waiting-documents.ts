import { effect } from '@preact/signals-core'
import { type Clock, systemClock } from '../lib/clock.ts'
import type { Wire } from '../transport/wire.ts'
import type { OfflineCache } from './offline-cache.ts'
import type { Session } from './session.ts'

/** A document that cannot be sent within this time makes room for the next one. */
const FLUSH_LIMIT_MS = 30_000

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
  #isRunning = false
  #isAskedAgain = false
  #isClosed = false

  constructor(options: WaitingDocumentsOptions) {
    this.#options = options
    this.#clock = options.clock ?? systemClock
    this.#stopWatching = effect(() => {
      if (options.connection.state.value.name === 'online') this.check()
    })
  }

  /** Looks for documents with something to send. Does nothing without a connection: that it comes is reason to look again. */
  check(): void {
    this.#isAskedAgain = true
    if (!this.#isRunning) void this.#run()
  }

  close(): void {
    this.#isClosed = true
    this.#stopWatching()
  }

  async #run(): Promise<void> {
    this.#isRunning = true
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
    await new Promise<void>((resolve) => {
      const cancel = this.#clock.after(FLUSH_LIMIT_MS, resolve)
      const stop = effect(() => {
        const status = session.status.value.name
        if (status === 'opening' || status === 'saving') return
        // Saved, or it cannot be now: in either case there is nothing more to do for it.
        cancel()
        queueMicrotask(() => {
          stop()
          resolve()
        })
      })
    })
    await session.close()
  }
}
