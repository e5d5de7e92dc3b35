import type { Agent } from 'node:http'
import { DocumentSession } from '../../client/sync/document-session.ts'
import { MemoryCache } from '../../client/sync/memory-cache.ts'
import type { Replica } from '../../client/sync/session.ts'
import { Connection } from '../../client/transport/connection.ts'
import type { Wire } from '../../client/transport/wire.ts'
import { GUEST_COOKIE, mintGuestToken } from '../../server/access/guest-cookie.ts'

export interface HeadlessPageOptions {
  /** The server's origin. */
  readonly url: string
  readonly document: string
  readonly key: string
  /** `blank` creates the document with the first character typed. */
  readonly kind: 'blank' | 'open'
  readonly name?: string
  /** Where the connection comes from; default: this computer's own address. */
  readonly agent?: Agent
  readonly transports?: readonly ('polling' | 'websocket')[]
  /** Puts itself between the session and its connection. */
  readonly between?: (wire: Wire) => Wire
}

/** A page without a screen: the page's own connection and session, and a copy of the document in memory. */
export class HeadlessPage {
  readonly connection: Connection
  readonly session: DocumentSession

  constructor(options: HeadlessPageOptions) {
    const { url, document, key, kind, name = 'Headless', agent, transports, between } = options
    this.connection = new Connection({
      url,
      path: '/socket.io',
      extraHeaders: { cookie: `${GUEST_COOKIE}=${mintGuestToken()}` },
      ...(transports && { transports }),
      ...(agent && { agent }),
    })
    const connection = between?.(this.connection) ?? this.connection
    this.session = new DocumentSession({ document, key, kind, connection, cache: new MemoryCache(), name })
    this.connection.connect()
  }

  get replica(): Replica | null {
    return this.session.replica.peek()
  }

  get text(): string {
    return this.replica?.text.toString() ?? ''
  }

  /** Everything typed here is in the server's durable storage, and everything there was when it joined is here. */
  get isSaved(): boolean {
    return this.session.status.peek().name === 'saved'
  }

  /** At the end unless told where. Does nothing before the page is open. */
  type(text: string, at?: number): void {
    const target = this.replica?.text
    target?.insert(Math.min(at ?? target.length, target.length), text)
  }

  async close(): Promise<void> {
    await this.session.close()
    this.connection.close()
    this.replica?.doc.destroy()
  }
}
