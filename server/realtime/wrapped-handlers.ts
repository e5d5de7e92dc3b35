import type { output } from 'zod/mini'
import { type Refusal, refuse, slow } from '../../shared/protocol/errors.ts'
import { CLIENT_TO_SERVER } from '../../shared/protocol/schemas.ts'
import type { Logger } from '../observability/log.ts'
import type { StorageTrouble } from '../observability/storage-trouble.ts'
import { DamagedDocument, StorageError } from '../storage/storage.ts'
import type { DocumentsSocket } from './socket-server.ts'

type Table = typeof CLIENT_TO_SERVER
export type ClientEvent = keyof Table

type Payload<Event extends ClientEvent> = output<Table[Event]['payload']>
type Answer<Event extends ClientEvent> = Table[Event]['answer'] extends null
  ? never
  : output<NonNullable<Table[Event]['answer']>>

/** One handler for each row of the message table. `answer` must be called once, and may be called later. */
export type Handlers = {
  readonly [Event in ClientEvent]: (
    socket: DocumentsSocket,
    payload: Payload<Event>,
    answer: (answer: Answer<Event> | Refusal) => void,
  ) => void | Promise<void>
}

export interface HandlerReports {
  readonly log: Logger
  readonly trouble: StorageTrouble
}

/**
 * Attaches the handlers to a connection. Nothing that a client sends reaches a handler unparsed, and nothing that a handler
 * throws leaves this function: a payload of another shape is answered `bad-request`; storage that cannot answer
 * `storage-unavailable`, or `damaged` when that is the document's own fault, and a bug `internal`; the log tells of each, of
 * storage that goes on failing now and then. A connection that sends more than its share is answered `slow`; only `leave` is never put off, or who has gone on to
 * another document would stay in the first.
 */
export function attachHandlers(socket: DocumentsSocket, handlers: Handlers, reports: HandlerReports): void {
  // One listener for all of them: one for each event would be 3 KB for every connection.
  socket.onAny((event: string, payload: unknown, acknowledge: unknown) => {
    if (isClientEvent(event)) receive(socket, event, handlers, reports, payload, acknowledge)
  })
}

function isClientEvent(event: string): event is ClientEvent {
  return Object.hasOwn(CLIENT_TO_SERVER, event)
}

function receive(
  socket: DocumentsSocket,
  event: ClientEvent,
  handlers: Handlers,
  reports: HandlerReports,
  payload: unknown,
  acknowledge: unknown,
): void {
  // The rows differ in type; what ties a row's schema to its handler is `Handlers`.
  const row: { payload: { safeParse(value: unknown): { success: boolean; data?: unknown } }; answer: unknown } =
    CLIENT_TO_SERVER[event]
  const acknowledges = typeof acknowledge === 'function'
  // A request that cannot be answered is not one: its sender could never know what became of it.
  if (row.answer !== null && !acknowledges) return
  const request = new Request(socket, event, reports, acknowledges ? (acknowledge as Acknowledge) : () => {})
  request.attempt(() => {
    if (row.answer !== null && event !== 'update') socket.data.traffic.weigh()
    // What has no answer cannot be put off; its handler has a pace of its own.
    if (row.answer !== null && event !== 'leave' && request.isPutOff()) return
    const parsed = row.payload.safeParse(payload)
    if (parsed.success) request.serve(handlers[event] as Handler, parsed.data as object)
    else request.answer(refuse('bad-request'))
  })
}

/** Serves an update whose parser has vouched for its shape, as `attachHandlers` would. Never throws. */
export function serveUpdate(
  socket: DocumentsSocket,
  handlers: Handlers,
  reports: HandlerReports,
  payload: Payload<'update'>,
  acknowledge: (answer: Answer<'update'> | Refusal) => void,
): void {
  const request = new Request(socket, 'update', reports, acknowledge as Acknowledge)
  request.attempt(() => {
    if (!request.isPutOff()) request.serve(handlers.update as Handler, payload)
  })
}

type Acknowledge = (answer: unknown) => void
type Handler = (socket: DocumentsSocket, payload: unknown, answer: Acknowledge) => void | Promise<void>

/** One message of a client, from its arrival to its answer. */
class Request {
  readonly #socket: DocumentsSocket
  readonly #event: ClientEvent
  readonly #reports: HandlerReports
  readonly #acknowledge: Acknowledge
  #isAnswered = false

  constructor(socket: DocumentsSocket, event: ClientEvent, reports: HandlerReports, acknowledge: Acknowledge) {
    this.#socket = socket
    this.#event = event
    this.#reports = reports
    this.#acknowledge = acknowledge
  }

  /** Only the first answer counts. */
  readonly answer = (value: unknown): void => {
    if (this.#isAnswered) return
    this.#isAnswered = true
    this.#acknowledge(value)
  }

  attempt(step: () => void): void {
    try {
      step()
    } catch (error) {
      this.#fail(error)
    }
  }

  /** Answers `slow` when the connection has sent more than its rate. */
  isPutOff(): boolean {
    const { waitMs } = this.#socket.data.traffic
    if (waitMs > 0) this.answer(slow(waitMs))
    return waitMs > 0
  }

  serve(handler: Handler, payload: object): void {
    const { traffic } = this.#socket.data
    const bytes = weightOf(payload)
    const begun = traffic.begin(bytes)
    if (!begun.ok && this.#event !== 'leave') return this.answer(slow(begun.retryAfterMs))
    const end = (): void => {
      if (begun.ok) traffic.end(bytes)
    }
    const failed = (error: unknown): void => {
      end()
      this.#fail(error)
    }
    let done: void | Promise<void>
    try {
      done = handler(this.#socket, payload, this.answer)
    } catch (error) {
      return failed(error)
    }
    if (done === undefined) end()
    else done.then(end, failed)
  }

  #fail(error: unknown): void {
    const { log, trouble } = this.#reports
    const isStorage = error instanceof StorageError
    const isDamage = error instanceof DamagedDocument
    const context = { event: this.#event, connection: this.#socket.id }
    if (isStorage && !isDamage) trouble.failed('storage failed', error, context)
    else log.error({ err: error, ...context }, isStorage ? 'storage failed' : 'a handler failed')
    this.answer(refuse(!isStorage ? 'internal' : isDamage ? 'damaged' : 'storage-unavailable'))
  }
}

/** What a payload keeps in memory: its texts and bytes. */
function weightOf(payload: unknown): number {
  let bytes = 0
  for (const value of Object.values(payload as object)) {
    if (value instanceof Uint8Array) bytes += value.byteLength
    else if (typeof value === 'string') bytes += value.length
  }
  return bytes
}
