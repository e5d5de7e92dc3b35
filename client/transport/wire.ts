import type { ReadonlySignal } from '@preact/signals-core'
import type { ClientToServerEvents, ServerToClientEvents } from '../../shared/protocol/messages.ts'
import type { ConnectionState } from './connection-state.ts'

export type RequestEvent = Exclude<keyof ClientToServerEvents, 'awareness'>
export type PayloadOf<Event extends RequestEvent> = Parameters<ClientToServerEvents[Event]>[0]
export type AnswerOf<Event extends RequestEvent> = Parameters<Parameters<ClientToServerEvents[Event]>[1]>[0]

export type MessageEvent = keyof ServerToClientEvents
export type MessageOf<Event extends MessageEvent> = Parameters<ServerToClientEvents[Event]>[0]

/** The server as the documents of this page see it. `Connection` is the real one. */
export interface Wire {
  readonly state: ReadonlySignal<ConnectionState>
  /**
   * Resolves to the server's answer, and never rejects. Without a connection, or when it is lost before the answer,
   * resolves to the refusal `not-joined`; the server may have done what was asked all the same. `answered` is called with
   * the same answer while it arrives: before any later message, which a promise cannot promise.
   */
  request<Event extends RequestEvent>(
    event: Event,
    payload: PayloadOf<Event>,
    answered?: (answer: AnswerOf<Event>) => void,
  ): Promise<AnswerOf<Event>>
  /** Sent when there is a connection, forgotten otherwise. */
  send(event: 'awareness', payload: Parameters<ClientToServerEvents['awareness']>[0]): void
  /** Calls `listener` with every message of the server, of any document; the returned function ends that. */
  on<Event extends MessageEvent>(event: Event, listener: (message: MessageOf<Event>) => void): () => void
  /** Tries to connect now instead of at the next back-off. */
  retryNow(): void
}
