import { expect } from 'vitest'
import * as Y from 'yjs'
import { NO_CEILING } from '../../server/access/visitors.ts'
import { CommitLoop } from '../../server/rooms/commit-loop.ts'
import type { DocumentRoom } from '../../server/rooms/document-room.ts'
import type { Member } from '../../server/rooms/member.ts'
import type { RoomChannel } from '../../server/rooms/room-channel.ts'
import { RoomRegistry } from '../../server/rooms/room-registry.ts'
import { Snapshots } from '../../server/rooms/snapshots.ts'
import { TEXT_NAME } from '../../shared/document/shape.ts'
import { type ByteRange, splitFrames, without } from '../../shared/protocol/frames.ts'
import type { JoinAnswer, JoinRequest, UpdateAnswer, UpdatesMessage } from '../../shared/protocol/schemas.ts'
import { FakeClock } from './fake-clock.ts'
import { inlineMaker } from './inline-maker.ts'
import { MemoryStorage } from './memory-storage.ts'

export const DOCUMENT = 'd'.repeat(22)
export const KEY = 'k'.repeat(22)
const keyHash = new Uint8Array(32).fill(1)
export const IDLE_MS = 10_000

/** What each member was sent, in order. */
export class FakeChannel implements RoomChannel {
  readonly inbox = new Map<string, { event: string; payload: unknown }[]>()
  readonly rooms = new Map<string, Set<string>>()

  enter(member: string, document: string): void {
    this.rooms.set(document, (this.rooms.get(document) ?? new Set()).add(member))
  }
  exit(member: string, document: string): void {
    this.rooms.get(document)?.delete(member)
  }
  shutOut(): void {}
  broadcast(document: string, event: string, payload: unknown, except: readonly string[]): void {
    for (const member of this.rooms.get(document) ?? []) {
      if (!except.includes(member)) this.send(member, event, payload)
    }
  }
  relay(document: string, message: UpdatesMessage, own: ReadonlyMap<string, readonly ByteRange[]>): void {
    for (const member of this.rooms.get(document) ?? []) {
      const updates = new Uint8Array(Buffer.concat(without(message.updates, own.get(member) ?? [])))
      if (updates.byteLength > 0) this.send(member, 'updates', { ...message, updates })
    }
  }
  send(member: string, event: string, payload: unknown): void {
    this.inbox.set(member, [...(this.inbox.get(member) ?? []), { event, payload }])
  }
  updatesOf(member: string): UpdatesMessage[] {
    return (this.inbox.get(member) ?? [])
      .filter(({ event }) => event === 'updates')
      .map(({ payload }) => payload as UpdatesMessage)
  }
}

/** Of the rooms in memory. */
export const LIMITS = { idleMs: IDLE_MS, maxRooms: 10 }

export async function house({ maxDocumentBytes = 16 * 1024 * 1024 } = {}) {
  const storage = new MemoryStorage()
  const channel = new FakeChannel()
  const clock = new FakeClock()
  const reports: unknown[] = []
  const snapshots = new Snapshots(storage.log, inlineMaker, clock, {
    onError: (error) => reports.push(error),
    onMended: (_document, report) => reports.push(report),
  })
  /** Nothing is gathered unless a test says so: time stands still here. */
  const load = { windowMs: 0, messages: 0, add: (messages: number) => void (load.messages += messages) }
  const commits = new CommitLoop(storage.log, clock, load, { failed: (error) => reports.push(error), stored: () => {} })
  const ports = {
    storage,
    channel,
    commits,
    load,
    snapshots,
    clock,
    maxDocumentBytes,
    ceilingOfGuests: NO_CEILING,
    publishes: true,
  }
  const rooms = new RoomRegistry(ports, LIMITS)
  await storage.documents.create({ id: DOCUMENT, keyHash, creator: 'ann', at: clock.now(), seed: null })
  const open = async (): Promise<DocumentRoom> => {
    const room = await rooms.open(DOCUMENT)
    if (typeof room === 'string') throw new Error('no such document')
    return room
  }
  return { ...ports, reports, rooms, open }
}

export type House = Awaited<ReturnType<typeof house>>

/** As somebody who came by the document's first link. */
export async function letIn({ storage, clock }: House, { actor, id }: Member): Promise<void> {
  await storage.access.enter(DOCUMENT, actor, { secretHash: keyHash, name: id }, clock.now())
}

/** A person at a page: a Y.Doc, and a membership once joined. */
export class Person {
  readonly doc = new Y.Doc()
  readonly text = this.doc.getText(TEXT_NAME)
  readonly member: Member
  readonly #house: House
  readonly #isStranger: boolean
  #room: DocumentRoom | null = null
  outbox: Uint8Array[] = []
  readonly sent: Uint8Array[] = []

  constructor(
    home: House,
    id: string,
    {
      actor = id,
      isStranger = false,
      isSeen = true,
      clientId,
    }: { actor?: string; isStranger?: boolean; isSeen?: boolean; clientId?: number } = {},
  ) {
    this.#house = home
    this.#isStranger = isStranger
    if (clientId !== undefined) this.doc.clientID = clientId
    this.member = {
      id,
      actor,
      ceiling: 'owner',
      clientId: this.doc.clientID,
      owned: new Set([this.doc.clientID]),
      user: { id: `user-${actor}`, name: id, color: 0 },
      isSeen,
      gone: false,
    }
    this.doc.on('update', (update: Uint8Array, _origin: unknown, _doc: Y.Doc, { local }: Y.Transaction) => {
      if (local) this.outbox.push(update)
    })
  }

  async join(held?: JoinRequest['held']): Promise<JoinAnswer> {
    if (!this.#isStranger) await letIn(this.#house, this.member)
    this.#room = await this.#house.open()
    const request: JoinRequest = {
      document: DOCUMENT,
      key: KEY,
      clientId: this.doc.clientID,
      name: this.member.id,
      ...(held && { held }),
    }
    const answers: JoinAnswer[] = []
    await this.#room.join(
      this.member,
      request,
      () => null,
      (given) => answers.push(given),
    )
    expect(answers).toHaveLength(1)
    const [answer] = answers as [JoinAnswer]
    if (answer.ok) {
      if (answer.snapshot !== undefined) Y.applyUpdateV2(this.doc, answer.snapshot)
      this.apply(answer.updates)
    }
    return answer
  }

  type(text: string, at = this.text.length): Uint8Array {
    this.text.insert(at, text)
    return this.outbox.pop()!
  }

  submit(update: Uint8Array, epoch = 1): Promise<UpdateAnswer> {
    this.sent.push(update)
    return this.#room!.submit(this.member, epoch, update)
  }

  apply(frames: Uint8Array): void {
    for (const update of splitFrames(frames)) Y.applyUpdate(this.doc, update)
  }

  leave(): void {
    this.#room!.leave(this.member)
  }

  get room(): DocumentRoom {
    return this.#room!
  }
}
