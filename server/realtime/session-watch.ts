import type { Clock } from '../lib/clock.ts'
import type { AccountStore } from '../storage/account-store.ts'
import type { DocumentsNamespace, DocumentsSocket } from './socket-server.ts'

/** Another process, `weft user`, may end sessions at any time: whoever is concerned is out within two seconds. */
const LOOK_EVERY_MS = 1000

/** A connection may be on its way in with a session that ended since it was looked up. */
const LOOK_BACK_MS = 60_000

interface SessionWatchOptions {
  readonly accounts: AccountStore
  readonly clock: Clock
  readonly failed: (error: unknown) => void
}

/** Ends the connections of sessions that ended. Their pages connect again, as whoever they are by then. */
export class SessionWatch {
  readonly #documents: DocumentsNamespace
  readonly #options: SessionWatchOptions
  #since: number
  #cancel: () => void = () => {}
  /** The look that is under way; another one is asked for by it. */
  #looking: Promise<void> | null = null
  #again = false
  #isStopped = false

  constructor(documents: DocumentsNamespace, options: SessionWatchOptions) {
    this.#documents = documents
    this.#options = options
    this.#since = options.clock.now()
    this.#plan()
  }

  /** Looks now, and not only when it is time. */
  look(): void {
    if (this.#looking !== null) {
      this.#again = true
      return
    }
    this.#cancel()
    this.#looking = this.#look().finally(() => {
      this.#looking = null
      const isAsked = this.#again
      this.#again = false
      if (isAsked && !this.#isStopped) this.look()
      else this.#plan()
    })
  }

  /** Ends the connections that come with one of these tokens: they are to find out anew who they are and what they have. */
  renew(tokenHashes: readonly Uint8Array[]): void {
    this.#end(({ data }) => tokenHashes.some((hash) => Buffer.compare(hash, data.tokenHash) === 0))
  }

  stop(): void {
    this.#isStopped = true
    this.#cancel()
  }

  async #look(): Promise<void> {
    const { accounts, clock, failed } = this.#options
    const now = clock.now()
    try {
      const ended = new Set(await accounts.endedSessions(this.#since - LOOK_BACK_MS, now))
      this.#since = now
      if (ended.size > 0) this.#end(({ data }) => data.session !== null && ended.has(data.session))
    } catch (error) {
      failed(error)
    }
  }

  #end(isMeant: (socket: DocumentsSocket) => boolean): void {
    for (const socket of this.#documents.sockets.values()) if (isMeant(socket)) socket.disconnect(true)
  }

  #plan(): void {
    if (!this.#isStopped) this.#cancel = this.#options.clock.after(LOOK_EVERY_MS, () => this.look())
  }
}
