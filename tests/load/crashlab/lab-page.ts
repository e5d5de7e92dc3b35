import { effect } from '@preact/signals-core'
import { mintGuestToken } from '../../../server/access/guest-cookie.ts'
import { DocumentSession } from '../../../client/sync/document-session.ts'
import { MemoryCache } from '../../../client/sync/memory-cache.ts'
import { insertedText } from '../../../client/sync/split-update.ts'
import { Connection } from '../../../client/transport/connection.ts'
import type { AnswerOf, PayloadOf, RequestEvent, Wire } from '../../../client/transport/wire.ts'
import type { Ledger } from './ledger.ts'
import { Typist } from './typist.ts'

/** A document and what is known of it. */
export interface LabDocument {
  readonly document: string
  readonly key: string
  readonly ledger: Ledger
  /** Its creation, or something in it, was acknowledged. */
  isCertain: boolean
}

/** What one person's pages share. */
export class LabBrowser {
  readonly cookie = `weft-guest=${mintGuestToken()}`
  readonly cache = new MemoryCache()
  /** Names of everybody who typed in it: their lines may be in its pages and nowhere else. */
  readonly typists = new Set<string>()
}

export interface LabPageOptions {
  readonly url: string
  readonly document: LabDocument
  readonly browser: LabBrowser
  readonly kind: 'blank' | 'open'
  /** Long polling first, as a page begins; otherwise a websocket at once. */
  readonly polls: boolean
}

/** A page without a screen: the page's own connection, session and outbox, and somebody who types. */
export class LabPage {
  readonly document: LabDocument
  readonly browser: LabBrowser
  readonly session: DocumentSession
  readonly #connection: Connection
  readonly #release: () => void
  #typist: Typist | null = null
  /** Deleted since the page was last saved. */
  #deleting: string[] = []
  #isAway = false

  constructor({ url, document, browser, kind, polls }: LabPageOptions) {
    this.document = document
    this.browser = browser
    this.#connection = new Connection({
      url,
      path: '/socket.io',
      extraHeaders: { cookie: browser.cookie },
      ...(!polls && { transports: ['websocket'] }),
    })
    this.session = new DocumentSession({
      document: document.document,
      key: document.key,
      kind,
      connection: this.#watched(),
      cache: browser.cache,
      name: 'Lab',
    })
    this.#release = effect(() => {
      if (this.session.status.value.name !== 'saved') return
      for (const name of this.#deleting.splice(0)) document.ledger.deleted(name)
    })
    this.#connection.connect()
  }

  get text(): string {
    return this.session.replica.peek()?.text.toString() ?? ''
  }

  get isOnline(): boolean {
    return this.#connection.state.peek().name === 'online'
  }

  get isSaved(): boolean {
    return this.session.status.peek().name === 'saved'
  }

  /** Meant to be offline. */
  get isAway(): boolean {
    return this.#isAway
  }

  /** Null until there is a text to type into. */
  get typist(): Typist | null {
    const text = this.session.replica.peek()?.text
    if (text === undefined) return null
    this.#typist ??= new Typist('p', text, this.document.ledger)
    this.browser.typists.add(this.#typist.name)
    return this.#typist
  }

  type(length: number, count = 1): void {
    this.typist?.type(length, count)
  }

  delete(count: number): void {
    this.#deleting.push(...(this.typist?.delete(count) ?? []))
  }

  goAway(): void {
    this.#isAway = true
    this.#connection.close()
  }

  comeBack(): void {
    this.#isAway = false
    this.#connection.connect()
  }

  /** The connection is made anew. */
  reconnect(): void {
    this.goAway()
    this.comeBack()
  }

  retryNow(): void {
    if (!this.#isAway) this.session.retryNow()
  }

  /** Resolves when there is a text to type into; to false when that takes too long. */
  loadedWithin(limitMs: number): Promise<boolean> {
    return reached(() => this.session.replica.value !== null, limitMs)
  }

  /** Resolves when everything is saved; to false when that takes too long. */
  savedWithin(limitMs: number): Promise<boolean> {
    return reached(() => this.session.status.value.name === 'saved', limitMs)
  }

  /** What the others typed and this page shows is stored: it came from the server. */
  noteSeen(): void {
    this.document.ledger.sawStored(this.text, (typist) => !this.browser.typists.has(typist))
  }

  /** Resolves when the browser's cache has everything. */
  async close(): Promise<void> {
    this.#release()
    await this.session.close()
    this.#connection.close()
  }

  /** The connection, with every acknowledgement noted. */
  #watched(): Wire {
    const connection = this.#connection
    const { document } = this
    return {
      state: connection.state,
      request<Event extends RequestEvent>(
        event: Event,
        payload: PayloadOf<Event>,
        answered?: (answer: AnswerOf<Event>) => void,
      ): Promise<AnswerOf<Event>> {
        return connection.request(event, payload, (answer) => {
          if (answer.ok && event === 'create') document.isCertain = true
          if (answer.ok && 'update' in payload) document.ledger.sawStored(insertedText(payload.update))
          answered?.(answer)
        })
      },
      send: (event, payload) => connection.send(event, payload),
      on: (event, listener) => connection.on(event, listener),
      retryNow: () => connection.retryNow(),
    }
  }
}

/** Resolves when `condition`, which reads signals, holds; to false when that takes too long. */
function reached(condition: () => boolean, limitMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (isReached: boolean): void => {
      clearTimeout(timer)
      queueMicrotask(() => stop())
      resolve(isReached)
    }
    const timer = setTimeout(() => end(false), limitMs)
    const stop = effect(() => {
      if (condition()) end(true)
    })
  })
}
