import { type ManagerOptions, type Socket, type SocketOptions, io } from 'socket.io-client'
import * as Y from 'yjs'
import { newId } from '../../client/lib/ids.ts'
import type { AnswerOf, PayloadOf, RequestEvent } from '../../client/transport/wire.ts'
import { TEXT_NAME } from '../../shared/document/shape.ts'
import { refuse } from '../../shared/protocol/errors.ts'
import { splitFrames } from '../../shared/protocol/frames.ts'
import {
  type ClientToServerEvents,
  DOCUMENTS_NAMESPACE,
  type ServerToClientEvents,
} from '../../shared/protocol/messages.ts'
import type {
  CreateAnswer,
  JoinAnswer,
  JoinRequest,
  SimpleAnswer,
  UpdateAnswer,
  UpdatesMessage,
} from '../../shared/protocol/schemas.ts'
import { PROTOCOL_VERSION } from '../../shared/protocol/version.ts'

type DocumentsSocket = Socket<ServerToClientEvents, ClientToServerEvents>

export interface RawClientOptions extends Partial<ManagerOptions & SocketOptions> {
  /** `name=value`, as a browser sends it. */
  cookie?: string
  headers?: Record<string, string>
  basePath?: string
}

const ANSWER_TIMEOUT_MS = 10_000

/** A client that says exactly what a test wants it to: the protocol without the page's own care. */
export class RawClient {
  readonly socket: DocumentsSocket
  /** Every message received, in order. */
  readonly received: { event: string; payload: unknown }[] = []

  private constructor(socket: DocumentsSocket) {
    this.socket = socket
    socket.onAny((event: string, payload: unknown) => this.received.push({ event, payload }))
  }

  /** Resolves when connected; rejects with the `connect_error`. */
  static async connect(url: string, options: RawClientOptions = {}): Promise<RawClient> {
    const { cookie, headers, basePath = '', ...rest } = options
    const socket: DocumentsSocket = io(url + DOCUMENTS_NAMESPACE, {
      path: `${basePath}/socket.io`,
      forceNew: true,
      reconnection: false,
      transports: ['websocket'],
      auth: { protocol: PROTOCOL_VERSION },
      extraHeaders: { ...headers, ...(cookie === undefined ? {} : { cookie }) },
      ...rest,
    })
    const client = new RawClient(socket)
    try {
      await new Promise<void>((resolve, reject) => {
        socket.once('connect', resolve)
        socket.once('connect_error', reject)
        // The server may end between the transport's opening and its own greeting.
        socket.once('disconnect', (reason) => reject(new Error(`disconnected: ${reason}`)))
      })
    } catch (error) {
      socket.disconnect()
      throw error
    }
    return client
  }

  create(document: string, key: string, text?: string): Promise<CreateAnswer> {
    return this.#request('create', { document, key, ...(text !== undefined && { text }) })
  }

  join(request: JoinRequest): Promise<JoinAnswer> {
    return this.#request('join', request)
  }

  update(document: string, update: Uint8Array, epoch = 1): Promise<UpdateAnswer> {
    return this.#request('update', { document, epoch, update })
  }

  rename(document: string, title: string): Promise<SimpleAnswer> {
    return this.#request('rename', { document, title })
  }

  introduce(document: string, name: string): Promise<SimpleAnswer> {
    return this.#request('introduce', { document, name })
  }

  leave(document: string): Promise<SimpleAnswer> {
    return this.#request('leave', { document })
  }

  delete(document: string): Promise<SimpleAnswer> {
    return this.#request('delete', { document })
  }

  /** An event of the message table. */
  ask<Event extends RequestEvent>(event: Event, payload: PayloadOf<Event>): Promise<AnswerOf<Event>> {
    return this.#request(event, payload)
  }

  /** Anything at all, for what no client should send. */
  say(event: string, ...args: unknown[]): Promise<unknown> {
    return this.#request(event, ...args)
  }

  /** Resolves to the payload of the next message of this event that satisfies `wanted`; those received already count. */
  async next<Payload>(event: string, wanted: (payload: Payload) => boolean = () => true): Promise<Payload> {
    const match = this.received.find((message) => message.event === event && wanted(message.payload as Payload))
    if (match !== undefined) return match.payload as Payload
    return new Promise<Payload>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no ${event} within ${ANSWER_TIMEOUT_MS} ms`)), ANSWER_TIMEOUT_MS)
      const listen = (name: string, payload: Payload): void => {
        if (name !== event || !wanted(payload)) return
        clearTimeout(timer)
        this.socket.offAny(listen)
        resolve(payload)
      }
      this.socket.onAny(listen)
    })
  }

  close(): void {
    this.socket.disconnect()
  }

  /** A connection that ends before the answer is answered `not-joined`, as the page takes it. */
  async #request<Answer>(event: string, ...args: unknown[]): Promise<Answer> {
    if (!this.socket.connected) return refuse('not-joined') as Answer
    const socket = this.socket.timeout(ANSWER_TIMEOUT_MS) as unknown as {
      emitWithAck(event: string, ...args: unknown[]): Promise<Answer>
    }
    try {
      return await socket.emitWithAck(event, ...args)
    } catch (error) {
      if (this.socket.connected) throw error
      return refuse('not-joined') as Answer
    }
  }
}

/** A new document's id and key. */
export function freshDocument(): { document: string; key: string } {
  return { document: newId(), key: newId() }
}

/** A raw client with a Y.Doc beside it: creates or joins, types, and applies what it is sent. */
export class RawWriter {
  readonly client: RawClient
  readonly doc = new Y.Doc()
  readonly text = this.doc.getText(TEXT_NAME)
  readonly #document: { document: string; key: string }
  readonly #updates: Uint8Array[] = []

  constructor(client: RawClient, document: { document: string; key: string }) {
    this.client = client
    this.#document = document
    this.doc.on('update', (update: Uint8Array, _origin: unknown, _doc: Y.Doc, { local }: Y.Transaction) => {
      if (local) this.#updates.push(update)
    })
    client.socket.on('updates', (message: UpdatesMessage) => {
      if (message.document === document.document) this.apply(message.updates)
    })
  }

  async join(held?: JoinRequest['held']): Promise<JoinAnswer> {
    const answer = await this.client.join({
      ...this.#document,
      clientId: this.doc.clientID,
      name: 'Writer',
      ...(held && { held }),
    })
    if (answer.ok) {
      if (answer.snapshot !== undefined) Y.applyUpdateV2(this.doc, new Uint8Array(answer.snapshot))
      this.apply(answer.updates)
    }
    return answer
  }

  apply(frames: Uint8Array): void {
    for (const update of splitFrames(new Uint8Array(frames))) Y.applyUpdate(this.doc, update)
  }

  /** Types locally; the update is returned, not sent. */
  type(text: string, at = this.text.length): Uint8Array {
    this.text.insert(at, text)
    return this.#lastUpdate()
  }

  /** Deletes locally; the update is returned, not sent. */
  erase(at: number, length: number): Uint8Array {
    this.text.delete(at, length)
    return this.#lastUpdate()
  }

  #lastUpdate(): Uint8Array {
    const update = this.#updates.pop()
    if (update === undefined) throw new Error('nothing was changed')
    return update
  }

  /** Types and sends; resolves to the acknowledgement. */
  write(text: string): Promise<UpdateAnswer> {
    return this.client.update(this.#document.document, this.type(text))
  }
}

/** Creates a new document and joins it. */
export async function startWriting(client: RawClient, text?: string) {
  const document = freshDocument()
  const created = await client.create(document.document, document.key, text)
  if (!created.ok) throw new Error(`not created: ${created.code}`)
  const writer = new RawWriter(client, document)
  const joined = await writer.join()
  if (!joined.ok) throw new Error(`not joined: ${joined.code}`)
  return { ...document, writer }
}
