import { signal } from '@preact/signals-core'
import { type ConnectionEvent, type ConnectionState, next } from '../../../client/transport/connection-state.ts'
import type {
  AnswerOf,
  MessageEvent,
  MessageOf,
  PayloadOf,
  RequestEvent,
  Wire,
} from '../../../client/transport/wire.ts'
import type { Clock } from '../../../client/lib/clock.ts'
import { ERRORS, type ErrorCode, refuse } from '../../../shared/protocol/errors.ts'
import { ACKNOWLEDGEMENT_TIMEOUT_MS } from '../../../shared/protocol/limits.ts'
import { CLIENT_TO_SERVER, SERVER_TO_CLIENT } from '../../../shared/protocol/schemas.ts'
import type { Random } from '../random.ts'
import type { Downward, Link, PageEnd } from './link.ts'

const CONNECT_TIMEOUT_MS = 10_000

interface Request {
  readonly event: RequestEvent
  readonly settle: (answer: AnswerOf<RequestEvent>) => void
}

export interface WireOptions {
  readonly dial: (page: PageEnd) => Link
  readonly clock: Clock
  readonly random: Random
  readonly bug: (error: unknown) => void
}

/**
 * A page's connection over links: what `Connection` does with Socket.IO (one socket an attempt, back-off, the time limit of
 * acknowledgements, in which order a lost connection is told), with every message waiting to be delivered by hand.
 */
export class SimulatedWire implements Wire {
  readonly state = signal<ConnectionState>({ name: 'offline', since: 0, attempt: 0, retryAt: null, code: null })
  /** The device has no network: every attempt fails at once. */
  isUnplugged = false
  link: Link | null = null
  /** Joins that were answered with a document, and taken in. */
  joins = 0
  readonly #options: WireOptions
  readonly #requests = new Map<number, Request>()
  readonly #listeners = new Map<MessageEvent, Set<(message: never) => void>>()
  #lastId = 0
  #cancelRetry: () => void = () => {}
  #cancelDialLimit: () => void = () => {}

  constructor(options: WireOptions) {
    this.#options = options
  }

  connect(): void {
    this.#dial()
  }

  retryNow(): void {
    if (this.state.peek().name === 'connecting') this.#fail(null)
    this.#dial()
  }

  /** The browser's `offline` event, and what follows from it. */
  unplug(): void {
    this.isUnplugged = true
    this.#fail(null)
  }

  plug(): void {
    this.isUnplugged = false
    this.#dial()
  }

  /** The page is gone: nothing of it happens any more. */
  abandon(): void {
    this.#cancelRetry()
    this.#cancelDialLimit()
    this.link?.leavePage()
    this.link = null
    this.#requests.clear()
    this.#listeners.clear()
    this.#dispatch({ name: 'closed', at: this.#options.clock.now() })
  }

  request<Event extends RequestEvent>(
    event: Event,
    payload: PayloadOf<Event>,
    answered?: (answer: AnswerOf<Event>) => void,
  ): Promise<AnswerOf<Event>> {
    return new Promise((resolve) => {
      const settle = (answer: AnswerOf<Event>): void => {
        answered?.(answer)
        resolve(answer)
      }
      const { link } = this
      if (link === null || this.state.peek().name !== 'online') {
        settle(refuse('not-joined'))
        return
      }
      const id = (this.#lastId += 1)
      const cancel = this.#options.clock.after(ACKNOWLEDGEMENT_TIMEOUT_MS, () => {
        if (!this.#requests.delete(id)) return
        if (link === this.link) this.#fail(null)
        settle(refuse('not-joined'))
      })
      this.#requests.set(id, {
        event,
        settle: (answer) => {
          cancel()
          settle(answer)
        },
      })
      link.up.push({ name: 'emit', event, payload: structuredClone(payload), id })
    })
  }

  send(event: 'awareness', payload: { document: string; update: Uint8Array }): void {
    if (this.state.peek().name === 'online')
      this.link?.up.push({ name: 'emit', event, payload: structuredClone(payload), id: null })
  }

  on<Event extends MessageEvent>(event: Event, listener: (message: MessageOf<Event>) => void): () => void {
    const listeners = this.#listeners.get(event) ?? new Set()
    this.#listeners.set(event, listeners)
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  #dial(): void {
    if (this.state.peek().name !== 'offline') return
    this.#cancelRetry()
    this.#dispatch({ name: 'dial' })
    const link: Link = this.#options.dial({ receive: (message) => link === this.link && this.#receive(message) })
    this.link = link
    if (this.isUnplugged) this.#fail(null)
    else this.#cancelDialLimit = this.#options.clock.after(CONNECT_TIMEOUT_MS, () => this.#fail(null))
  }

  #receive(message: Downward): void {
    switch (message.name) {
      case 'opened':
        this.#cancelDialLimit()
        return this.#dispatch({ name: 'connected' })
      case 'refused':
        return this.#fail(message.code)
      case 'close':
        return this.#closedByServer()
      case 'answer': {
        const request = this.#requests.get(message.id)
        this.#requests.delete(message.id)
        if (request === undefined) return
        const parsed = CLIENT_TO_SERVER[request.event].answer.safeParse(message.answer)
        if (!parsed.success) return this.#options.bug(new Error(`an answer to ${request.event} that does not parse`))
        request.settle(parsed.data)
        if (request.event === 'join' && parsed.data.ok) this.joins += 1
        return
      }
      case 'message': {
        const parsed = SERVER_TO_CLIENT[message.event].safeParse(message.payload)
        if (!parsed.success) return this.#options.bug(new Error(`a message ${message.event} that does not parse`))
        for (const listener of this.#listeners.get(message.event) ?? []) listener(parsed.data as never)
      }
    }
  }

  /** Socket.IO says `disconnect` first and gives up the acknowledgements then. */
  #closedByServer(): void {
    const lost = this.#takeRequests()
    this.#fail(null)
    for (const { settle } of lost) settle(refuse('not-joined'))
  }

  #fail(code: ErrorCode | null): void {
    const { link } = this
    if (link === null) return
    this.#cancelDialLimit()
    this.link = null
    link.leavePage()
    for (const { settle } of this.#takeRequests()) settle(refuse('not-joined'))
    if (code !== null && ERRORS[code].reaction === 'stop') return this.#dispatch({ name: 'refused', code })
    const at = this.#options.clock.now()
    this.#dispatch({ name: 'failed', at, jitter: this.#options.random.next(), code })
    const state = this.state.peek()
    if (state.name !== 'offline' || state.retryAt === null) return
    this.#cancelRetry = this.#options.clock.after(state.retryAt - at, () => this.#dial())
  }

  #takeRequests(): Request[] {
    const requests = [...this.#requests.values()]
    this.#requests.clear()
    return requests
  }

  #dispatch(event: ConnectionEvent): void {
    this.state.value = next(this.state.peek(), event)
  }
}
