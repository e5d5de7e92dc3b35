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
  for (const event of Object.keys(CLIENT_TO_SERVER) as ClientEvent[]) {
    // The rows differ in type; what ties a row's schema to its handler is `Handlers`.
    const row: { payload: { safeParse(value: unknown): { success: boolean; data?: unknown } }; answer: unknown } =
      CLIENT_TO_SERVER[event]
    const handler = handlers[event] as (
      socket: DocumentsSocket,
      payload: unknown,
      answer: (answer: unknown) => void,
    ) => void | Promise<void>
    const receive = (payload: unknown, acknowledge: unknown): void => {
      const acknowledges = typeof acknowledge === 'function'
      // A request that cannot be answered is not one: its sender could never know what became of it.
      if (row.answer !== null && !acknowledges) return
      let answered = false
      const answer = (value: unknown): void => {
        if (answered || !acknowledges) return
        answered = true
        acknowledge(value)
      }
      const fail = (error: unknown): void => {
        const isStorage = error instanceof StorageError
        const isDamage = error instanceof DamagedDocument
        const context = { event, connection: socket.id }
        if (isStorage && !isDamage) reports.trouble.failed('storage failed', error, context)
        else reports.log.error({ err: error, ...context }, isStorage ? 'storage failed' : 'a handler failed')
        answer(refuse(!isStorage ? 'internal' : isDamage ? 'damaged' : 'storage-unavailable'))
      }
      const { traffic } = socket.data
      try {
        // What has no answer cannot be put off; its handler has a pace of its own.
        if (row.answer !== null && event !== 'leave' && traffic.waitMs > 0) return answer(slow(traffic.waitMs))
        const parsed = row.payload.safeParse(payload)
        if (!parsed.success) return answer(refuse('bad-request'))
        const bytes = weightOf(parsed.data)
        const begun = traffic.begin(bytes)
        if (!begun.ok && event !== 'leave') return answer(slow(begun.retryAfterMs))
        const end = (): void => {
          if (begun.ok) traffic.end(bytes)
        }
        run(() => handler(socket, parsed.data, answer)).then(end, (error: unknown) => {
          end()
          fail(error)
        })
      } catch (error) {
        fail(error)
      }
    }
    socket.on(event, receive)
  }
}

/** Async, so that what is thrown at once is caught like what is thrown later. */
async function run(work: () => void | Promise<void>): Promise<void> {
  await work()
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
