import { createHash } from 'node:crypto'
import { Agent } from 'node:http'
import { effect } from '@preact/signals-core'
import type { AnswerOf, RequestEvent, Wire } from '../../../client/transport/wire.ts'
import { HeadlessPage } from '../../support/headless-page.ts'

export interface StormClientOptions {
  readonly url: string
  readonly document: string
  readonly key: string
  /** Whether it makes the document. */
  readonly creates: boolean
  /** Unique among all clients: what it types is known by it. */
  readonly number: number
}

/** When things happened to one client, in ms since the epoch. */
export interface StormTimes {
  /** When the connection was lost, and how often that happened: once, unless the machine is too slow. */
  readonly lost: number
  readonly losses: number
  /** Each attempt to connect again. */
  readonly dials: readonly number[]
  readonly connected: number
  /** It has joined, and everything that it typed is acknowledged. */
  readonly synced: number
}

export const PHASES = ['before', 'during', 'after'] as const
export type Phase = (typeof PHASES)[number]

/** What a client types in a phase; nobody else types the same. */
export function markOf(client: number, phase: Phase): string {
  return `<${client} ${phase}>\n`
}

/** A page of the crowd, with an address and a browser's keep-alive connections of its own. */
export class StormClient {
  readonly #options: StormClientOptions
  readonly #page: HeadlessPage
  readonly #agent: Agent
  readonly #dispose: () => void
  #isJoined = false
  #wasOnline = false
  #typedDuring = false
  /** When the connection was lost first. */
  #lost = 0
  #losses = 0
  readonly #dials: number[] = []
  #connected = 0
  #synced = 0
  #waiting: (() => void)[] = []

  constructor(options: StormClientOptions) {
    const { url, document, key, creates, number } = options
    this.#options = options
    this.#agent = new Agent({ localAddress: addressOf(number), keepAlive: true })
    this.#page = new HeadlessPage({
      url,
      document,
      key,
      kind: creates ? 'blank' : 'open',
      name: `Client ${number}`,
      agent: this.#agent,
      between: (wire) => this.#watched(wire),
    })
    const stopConnection = effect(() => this.#connectionIs(this.#page.connection.state.value.name))
    const stopStatus = effect(() => {
      void this.#page.session.status.value
      this.#look()
    })
    this.#dispose = () => {
      stopConnection()
      stopStatus()
    }
    if (creates) this.type('before')
  }

  get times(): StormTimes {
    return {
      lost: this.#lost,
      losses: this.#losses,
      dials: this.#dials,
      connected: this.#connected,
      synced: this.#synced,
    }
  }

  get textHash(): string {
    return createHash('sha256').update(this.#page.text).digest('hex')
  }

  get isSynced(): boolean {
    return this.#isJoined && this.#page.isSaved
  }

  get state(): string {
    return `client ${this.#options.number}: ${JSON.stringify(this.#page.session.status.peek())}`
  }

  type(phase: Phase): void {
    this.#page.type(markOf(this.#options.number, phase))
  }

  /** Resolves when this client has joined and nothing of it waits. */
  synced(): Promise<void> {
    return this.#until(() => this.isSynced)
  }

  /** Resolves when it has lost its connection once. */
  lost(): Promise<void> {
    return this.#until(() => this.#lost > 0)
  }

  async close(): Promise<void> {
    this.#dispose()
    await this.#page.close()
    this.#agent.destroy()
  }

  async #until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }

  #wake(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const go of waiting) go()
  }

  #connectionIs(name: string): void {
    const now = Date.now()
    if (name === 'online') {
      this.#connected = now
      this.#wasOnline = true
      return
    }
    this.#isJoined = false
    if (this.#wasOnline) {
      this.#wasOnline = false
      if (this.#losses === 0) this.#lost = now
      this.#losses++
      this.#synced = 0
      this.#wake()
      // People go on typing. Once: when the machine is busy a connection may be lost again.
      if (!this.#typedDuring) queueMicrotask(() => this.type('during'))
      this.#typedDuring = true
    }
    if (name === 'connecting' && this.#lost > 0) this.#dials.push(now)
  }

  #look(): void {
    if (!this.isSynced) return
    if (this.#synced === 0) this.#synced = Date.now()
    this.#wake()
  }

  #watched(wire: Wire): Wire {
    return {
      state: wire.state,
      send: (event, payload) => wire.send(event, payload),
      on: (event, listener) => wire.on(event, listener),
      retryNow: () => wire.retryNow(),
      request: <Event extends RequestEvent>(
        event: Event,
        payload: Parameters<typeof wire.request<Event>>[1],
        answered?: (answer: AnswerOf<Event>) => void,
      ) =>
        wire.request(event, payload, (answer) => {
          answered?.(answer)
          if (event !== 'join' || !answer.ok) return
          this.#isJoined = true
          this.#look()
        }),
    }
  }
}

/** Everybody has an address of their own, as people in different homes have. */
function addressOf(number: number): string {
  return `127.${1 + Math.floor(number / 60_000)}.${Math.floor(number / 250) % 240}.${1 + (number % 250)}`
}
