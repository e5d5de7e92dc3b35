import { signal } from '@preact/signals-core'
import * as Y from 'yjs'
import type { ConnectionState } from '../../client/transport/connection-state.ts'
import type { AnswerOf, MessageEvent, MessageOf, PayloadOf, RequestEvent, Wire } from '../../client/transport/wire.ts'
import type { Role } from '../../shared/access/roles.ts'
import { TEXT_NAME } from '../../shared/document/shape.ts'
import { FIRST_MARK, nextMark } from '../../server/storage/mark.ts'
import type { LogPlace } from '../../server/storage/storage.ts'
import { type ErrorCode, refuse } from '../../shared/protocol/errors.ts'
import { joinFrames } from '../../shared/protocol/frames.ts'
import type {
  CreateRequest,
  JoinAnswer,
  JoinRequest,
  UpdateAnswer,
  UpdateRequest,
} from '../../shared/protocol/schemas.ts'

interface FakeDocument {
  key: string
  epoch: number
  title: string | null
  log: Uint8Array[]
  doc: Y.Doc
  /** Each with the clientIDs it may write under. */
  readonly members: Map<FakeConnection, Set<number>>
}

/** The protocol in memory, told by a test what to refuse and what to hold back. */
export class FakeServer {
  readonly documents = new Map<string, FakeDocument>()
  /** What everybody is, who joins. */
  role: Role = 'editor'
  /** Answers for the next requests of an event, instead of the real ones. */
  readonly refusals: { event: RequestEvent; code: ErrorCode; retryAfterMs?: number }[] = []
  /** True: updates are committed, but neither told nor acknowledged. */
  isSilent = false
  /** True: frames get lost. */
  losesFrames = false
  /** True: as the real one does, it takes no structs of clientIDs that a member did not join with. */
  refusesForeign = false

  connect(): FakeConnection {
    return new FakeConnection(this)
  }

  text(document: string): string {
    return this.documents.get(document)?.doc.getText(TEXT_NAME).toString() ?? ''
  }

  /** A document with this text, as somebody else left it. */
  seed(document: string, key: string, text: string, epoch = 1): FakeDocument {
    const fake: FakeDocument = { key, epoch, title: null, log: [], doc: new Y.Doc(), members: new Map() }
    this.documents.set(document, fake)
    const writer = new Y.Doc()
    writer.on('update', (update: Uint8Array) => this.#append(document, fake, update))
    if (text !== '') writer.getText(TEXT_NAME).insert(0, text)
    return fake
  }

  /** The document is restored to another state: everybody has to take it anew. */
  restore(document: string, text: string): void {
    const old = this.documents.get(document)
    if (old === undefined) throw new Error('no such document')
    this.seed(document, old.key, text, old.epoch + 1)
  }

  /** Somebody else's update, which everybody is told. */
  write(document: string, update: Uint8Array): void {
    const fake = this.documents.get(document)
    if (fake === undefined) throw new Error('no such document')
    this.#append(document, fake, update)
  }

  /** The server is put back to a backup of this document, when its log was `length` updates long. */
  putBack(document: string, length: number): void {
    const fake = this.documents.get(document)
    if (fake === undefined) throw new Error('no such document')
    fake.log.length = length
    fake.doc = new Y.Doc()
    for (const update of fake.log) Y.applyUpdate(fake.doc, update)
  }

  /** The document gets another epoch and keeps all that it holds. */
  raiseEpoch(document: string): void {
    const fake = this.documents.get(document)
    if (fake === undefined) throw new Error('no such document')
    fake.epoch += 1
  }

  /** Everybody in the document is something else from now on. */
  setRole(document: string, role: Role): void {
    this.role = role
    for (const member of this.documents.get(document)?.members.keys() ?? []) member.deliver('role', { document, role })
  }

  close(document: string, code: ErrorCode): void {
    const fake = this.documents.get(document)
    for (const member of fake?.members.keys() ?? []) member.deliver('closed', { document, code })
    fake?.members.clear()
  }

  answer(from: FakeConnection, event: RequestEvent, payload: PayloadOf<RequestEvent>): AnswerOf<RequestEvent> | null {
    const scripted = this.refusals.findIndex((refusal) => refusal.event === event)
    if (scripted !== -1) {
      const { code, retryAfterMs } = this.refusals.splice(scripted, 1)[0]!
      return { ok: false, code, retryAfterMs }
    }
    const { document } = payload
    const fake = this.documents.get(document)
    // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- nobody shares a document with it
    switch (event) {
      case 'create':
        if (fake === undefined) this.seed(document, (payload as CreateRequest).key, '')
        return { ok: true, created: fake === undefined }
      case 'join':
        return this.#join(from, payload as JoinRequest)
      case 'update':
        return this.#update(from, payload as UpdateRequest)
      case 'rename':
        if (fake === undefined) return refuse('not-joined')
        fake.title = (payload as { title: string }).title || null
        for (const member of fake.members.keys())
          if (member !== from) member.deliver('renamed', { document, title: fake.title })
        return { ok: true }
      case 'delete':
        this.close(document, 'deleted')
        this.documents.delete(document)
        return { ok: true }
      case 'leave':
        fake?.members.delete(from)
        return { ok: true }
      case 'introduce':
        return { ok: true }
      default:
        throw new Error(`nobody shares here: ${event}`)
    }
  }

  #join(from: FakeConnection, { document, key, clientId, pendingClientIds, held }: JoinRequest): JoinAnswer {
    const fake = this.documents.get(document)
    if (fake === undefined || fake.key !== key) return refuse('not-found')
    const continues = held?.epoch === fake.epoch
    if (continues && held.mark !== undefined && held.mark !== markAt(fake, held.sequence)) return refuse('resync')
    fake.members.set(from, new Set([clientId, ...(pendingClientIds ?? [])]))
    return {
      ok: true,
      epoch: fake.epoch,
      ...lastPlace(fake),
      ...(!continues && { snapshot: Y.encodeStateAsUpdateV2(fake.doc) }),
      updates: joinFrames(continues ? fake.log.slice(held.sequence) : []),
      awareness: new Uint8Array([0]),
      role: this.role,
      title: fake.title,
      user: { id: 'a', color: 3 },
      link: { link: document, role: 'editor', expiresAt: null, hasPassword: false },
    }
  }

  #update(from: FakeConnection, { document, epoch, update }: UpdateRequest): UpdateAnswer | null {
    const fake = this.documents.get(document)
    if (fake?.members.has(from) !== true) return refuse('not-joined')
    if (epoch !== fake.epoch) return refuse('wrong-epoch')
    for (const [client, clock] of Y.parseUpdateMeta(update).from)
      if (clock > Y.getState(fake.doc.store, client))
        return { ok: false, code: 'resync', stateVector: Y.encodeStateVector(fake.doc) }
    const { structs } = Y.decodeUpdate(update)
    const isForeign = structs.some(
      ({ id, length }) =>
        id.clock + length > Y.getState(fake.doc.store, id.client) && !fake.members.get(from)!.has(id.client),
    )
    if (this.refusesForeign && isForeign) return refuse('foreign-client')
    this.#append(document, fake, update, from)
    return this.isSilent ? null : { ok: true, ...lastPlace(fake) }
  }

  #append(document: string, fake: FakeDocument, update: Uint8Array, from?: FakeConnection): void {
    fake.log.push(update)
    Y.applyUpdate(fake.doc, update)
    if (this.losesFrames) return
    const after = fake.log.length - 1
    const frame = { document, epoch: fake.epoch, after, ...lastPlace(fake), updates: joinFrames([update]) }
    for (const member of fake.members.keys()) if (member !== from) member.deliver('updates', frame)
  }
}

function lastPlace(fake: FakeDocument): LogPlace {
  return { sequence: fake.log.length, mark: markAt(fake, fake.log.length) ?? FIRST_MARK }
}

function markAt({ log }: FakeDocument, sequence: number): number | null {
  return sequence > log.length ? null : log.slice(0, sequence).reduce(nextMark, FIRST_MARK)
}

/** A connection to it, cut and mended by hand. What is under way when it is cut is lost. */
export class FakeConnection implements Wire {
  readonly state = signal<ConnectionState>({ name: 'offline', since: 0, attempt: 0, retryAt: null, code: null })
  readonly sent: { event: RequestEvent | 'awareness'; payload: PayloadOf<RequestEvent> | object }[] = []
  readonly #server: FakeServer
  readonly #listeners = new Map<MessageEvent, Set<(message: never) => void>>()
  #generation = 0

  constructor(server: FakeServer) {
    this.#server = server
  }

  goOnline(): void {
    this.state.value = { name: 'online' }
  }

  goOffline(): void {
    this.#generation += 1
    for (const fake of this.#server.documents.values()) fake.members.delete(this)
    this.state.value = { name: 'offline', since: 0, attempt: 1, retryAt: 1, code: null }
  }

  /** How often this event was sent. */
  count(event: RequestEvent): number {
    return this.sent.filter((request) => request.event === event).length
  }

  /** The payloads of all requests of one event. */
  payloads<Event extends RequestEvent>(event: Event): PayloadOf<Event>[] {
    return this.sent.flatMap((request) => (request.event === event ? [request.payload as PayloadOf<Event>] : []))
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
      const isOnline = this.state.peek().name === 'online'
      if (isOnline) this.sent.push({ event, payload })
      const lost = refuse('not-joined')
      if (!isOnline) return settle(lost)
      this.#soon(
        () => {
          const answer = this.#server.answer(this, event, payload)
          if (answer !== null)
            this.#soon(
              () => settle(answer),
              () => settle(lost),
            )
        },
        () => settle(lost),
      )
    })
  }

  send(event: 'awareness', payload: object): void {
    this.sent.push({ event, payload })
  }

  on<Event extends MessageEvent>(event: Event, listener: (message: MessageOf<Event>) => void): () => void {
    const listeners = this.#listeners.get(event) ?? new Set()
    this.#listeners.set(event, listeners)
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  deliver<Event extends MessageEvent>(event: Event, message: MessageOf<Event>): void {
    this.#soon(
      () => {
        for (const listener of this.#listeners.get(event) ?? []) listener(message as never)
      },
      () => {},
    )
  }

  retryNow(): void {
    this.goOnline()
  }

  /** In order, in a later turn, and not at all when the connection is cut before. */
  #soon(work: () => void, lost: () => void): void {
    const generation = this.#generation
    setImmediate(() => (generation === this.#generation ? work() : lost()))
  }
}
