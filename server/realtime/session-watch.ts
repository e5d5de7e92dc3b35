import type { Clock } from '../lib/clock.ts'
import { Watch } from '../lib/watch.ts'
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
  readonly #watch: Watch

  constructor(documents: DocumentsNamespace, { accounts, clock, failed }: SessionWatchOptions) {
    this.#documents = documents
    this.#watch = new Watch({
      clock,
      everyMs: LOOK_EVERY_MS,
      lookBackMs: LOOK_BACK_MS,
      since: clock.now(),
      look: async (since, now) => {
        const ended = new Set(await accounts.endedSessions(since, now))
        if (ended.size > 0) this.#end(({ data }) => data.session !== null && ended.has(data.session))
      },
      failed,
    })
  }

  /** Looks now, and not only when it is time. */
  look(): void {
    this.#watch.look()
  }

  /** Ends the connections that come with one of these tokens: they are to find out anew who they are and what they have. */
  renew(tokenHashes: readonly Uint8Array[]): void {
    this.#end(({ data }) => tokenHashes.some((hash) => Buffer.compare(hash, data.tokenHash) === 0))
  }

  stop(): void {
    this.#watch.stop()
  }

  #end(isMeant: (socket: DocumentsSocket) => boolean): void {
    for (const socket of this.#documents.sockets.values()) if (isMeant(socket)) socket.disconnect(true)
  }
}
