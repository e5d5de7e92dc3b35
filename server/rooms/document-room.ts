import { type Action, type Role, can } from '../../shared/access/roles.ts'
import { COLOR_COUNT } from '../../shared/document/presence.ts'
import type { Authorization } from '../access/authorize.ts'
import type { Ceiling } from '../access/visitors.ts'
import { type ErrorCode, type Refusal, refuse } from '../../shared/protocol/errors.ts'
import { type ByteRange, frameSize, joinFrames } from '../../shared/protocol/frames.ts'
import type { JoinAnswer, JoinRequest, SimpleAnswer, UpdateAnswer } from '../../shared/protocol/schemas.ts'
import type { LogHead, LogPlace, LogTail } from '../storage/storage.ts'
import { type Commit, CommittedUpdates } from './committed-updates.ts'
import type { Doer, Member } from './member.ts'
import { RoomPresence } from './presence.ts'
import { RoomAccess } from './room-access.ts'
import type { RoomChannel } from './room-channel.ts'
import { RoomLog, type RoomLogPorts, type Row } from './room-log.ts'
import { RoomSharing } from './room-sharing.ts'
import type { CheckedRoom } from './snapshots.ts'

export interface RoomPorts extends RoomLogPorts {
  readonly channel: RoomChannel
  /** The most that somebody without an account may be. */
  readonly ceilingOfGuests: Ceiling
  /** Whether documents can be published here. */
  readonly publishes: boolean
}

/** What a room tells whoever keeps it. */
export interface RoomEvents {
  onIdle(room: DocumentRoom): void
  onClosed(room: DocumentRoom): void
}

/** A join that a busy document was faster than tries again after this. */
const JOIN_RETRY_MS = 500

/**
 * One live document: who is in it, its title, and its log (`room-log.ts`), never its text. Lets members in, sends what is
 * committed to the others, and tells them of each other.
 */
export class DocumentRoom {
  readonly id: string
  /** Links and people, for those who may share. */
  readonly sharing: RoomSharing
  readonly #ports: RoomPorts
  readonly #events: RoomEvents
  readonly #log: RoomLog
  readonly #access: RoomAccess
  readonly #members = new Map<string, Member>()
  readonly #presence: RoomPresence
  readonly #committed = new CommittedUpdates()
  /** Whose cursors are somewhere else than the others were told, by clientID, with their connections. */
  readonly #moved = new Map<number, string>()
  #cancelMoved: (() => void) | null = null
  #isClosed = false
  /** Resolves when the last rename asked for is done with. */
  #renaming: Promise<unknown> = Promise.resolve()
  /** Joins and other requests that are waiting for storage. */
  #busy = 0

  constructor(head: LogHead, ports: RoomPorts, events: RoomEvents) {
    this.id = head.document.id
    this.#ports = ports
    this.#presence = new RoomPresence(ports.clock)
    this.#access = new RoomAccess(ports.clock, (roles) => this.#tellRoles(roles))
    this.#log = new RoomLog(head, ports, this.#members, this.#access, {
      onCommitted: (rows, after, last) => this.#share(rows, after, last),
      onSettled: () => this.#ifIdle(),
      onEnd: (code) => this.close(code),
    })
    this.sharing = new RoomSharing(this.id, this.#access, this.#members, {
      storage: ports.storage.access,
      publications: ports.publishes ? ports.storage.publications : null,
      channel: ports.channel,
      ceilingOfGuests: ports.ceilingOfGuests,
      accountsAmong: (actors) => ports.storage.accounts.among(actors),
      clock: ports.clock,
      occupied: (work) => this.#occupied(work),
    })
    this.#events = events
  }

  /** Nobody is here and nothing waits: the room can be forgotten, and opened again from the log. */
  get idle(): boolean {
    return this.#members.size + this.#busy === 0 && this.#log.isSettled
  }

  /** Has a snapshot made, if that pays for whoever comes next, or the document has no name without one. */
  foldIfWorthwhile(): void {
    this.#log.foldIfWorthwhile()
  }

  /** The room as whoever looks after its document knows it. */
  get checked(): CheckedRoom {
    return this.#log
  }

  /**
   * Lets a member in and tells it everything it lacks, unless there is a `hindrance` by then, given how many bytes the
   * log's answer has. `answer` is called exactly once; with `ok`, in the same turn as the membership begins, so that nothing is committed between the two.
   */
  async join(
    member: Member,
    request: JoinRequest,
    hindrance: (bytes: number) => Refusal | null,
    answer: (answer: JoinAnswer) => void,
  ): Promise<void> {
    await this.#occupied(async () => {
      await this.#log.recovered()
      const { access, documents, log, settings } = this.#ports.storage
      await this.#access.hold(member.actor, member.ceiling, () => access.standing(this.id, member.actor))
      const watch = this.#committed.watch()
      try {
        const permitted = this.#log.authorize(member, 'read')
        if (!permitted.ok) return answer(permitted)
        if (this.#ports.snapshots.isUnreadable(this.id)) return answer(refuse('damaged'))
        this.#log.relayUntil = await settings.relayUntil()
        const foreign = await documents.bindClients(this.id, member.actor, [...member.owned])
        if (foreign.length > 0) return answer(refuse('foreign-client'))
        const held = request.held?.epoch === this.#log.epoch ? request.held : undefined
        const tail = await log.readAfter(this.id, held?.sequence ?? 0)
        if (tail === null) return answer(refuse('not-found'))
        // Present state, once more: the reads took a moment.
        const still = this.#log.authorize(member, 'read')
        if (!still.ok) return answer(still)
        const hindered = hindrance(bytesOf(tail))
        if (hindered !== null) return answer(hindered)
        if (tail.epoch !== this.#log.epoch) {
          // It was mended while this room was not held: the next one starts from what it is now.
          this.close('wrong-epoch')
          return answer(refuse('wrong-epoch'))
        }
        // The log was put back to an earlier state, and has gone another way since.
        if (held?.mark !== undefined && held.mark !== tail.heldMark) return answer(refuse('resync'))
        const since = watch.after(tail.sequence)
        if (since === null) return answer({ ...refuse('slow'), retryAfterMs: JOIN_RETRY_MS })
        this.#admit(member, tail, since, still.role, answer)
        this.#log.checkIfDue()
      } finally {
        watch.done()
        if (this.#members.get(member.id) !== member) this.#access.release(member.actor)
      }
    })
  }

  #admit(
    member: Member,
    tail: LogTail,
    since: readonly Commit[],
    role: Role,
    answer: (answer: JoinAnswer) => void,
  ): void {
    const color = this.#presence.colorFor(member.user.id, member.user.color, COLOR_COUNT)
    member.user = { ...member.user, color }
    this.#members.set(member.id, member)
    this.#ports.channel.enter(member.id, this.id)
    const last = since.at(-1) ?? tail
    answer({
      ok: true,
      epoch: tail.epoch,
      sequence: last.sequence,
      mark: last.mark,
      ...(tail.snapshot === null ? {} : { snapshot: tail.snapshot.bytes }),
      updates: joinFrames([...tail.updates, ...since.flatMap(({ updates }) => updates)]),
      awareness: this.#presence.others(member.clientId),
      role,
      title: this.#log.state?.document.title ?? null,
      user: { id: member.user.id, color },
    })
    if (!member.isSeen) return
    const mayPresent = can(role, 'edit')
    this.#tellOthers(member, this.#presence.enter(member.clientId, member.id, member.user, mayPresent))
  }

  /** Whether somebody may do this here at present. */
  async permits(member: Doer, action: Action): Promise<Authorization | Refusal> {
    await this.#occupied(() => this.#log.recovered())
    return this.#log.authorize(member, action)
  }

  /** Resolves after the commit that holds the update, or with the reason why there is none. */
  submit(member: Member, epoch: number, update: Uint8Array): Promise<UpdateAnswer> {
    // What waits in a log that is not in doubt keeps the room by itself.
    if (this.#log.state !== null) return this.#log.submit(member, epoch, update)
    return this.#occupied(() => this.#log.submit(member, epoch, update))
  }

  #share(rows: readonly Row[], after: number, last: LogPlace): void {
    this.#committed.add({ ...last, updates: rows.map(({ update }) => update) })
    this.#relay(rows, after, last)
    // Cursors that stand in the new text go out with it.
    this.#tellMoved()
  }

  #relay(rows: readonly Row[], after: number, last: LogPlace): void {
    const own = new Map<string, ByteRange[]>()
    let start = 0
    for (const { member, update } of rows) {
      const end = start + frameSize(update.byteLength)
      // Who is gone may be here again on the same connection, and hold none of it.
      if (!member.gone) {
        const before = own.get(member.id)
        if (before === undefined) own.set(member.id, [{ start, end }])
        else before.push({ start, end })
      }
      start = end
    }
    const updates = joinFrames(rows.map(({ update }) => update))
    this.#ports.channel.relay(this.id, { document: this.id, epoch: this.#log.epoch, after, ...last, updates }, own)
  }

  /** Takes a member's own awareness update; what is not well-formed or not its own is dropped. */
  moveCursor(member: Member, update: Uint8Array): void {
    if (!this.#log.mayShow(member).ok) return
    const mayPresent = this.#log.mayShow(member, 'edit').ok
    if (!this.#presence.move(member.clientId, member.id, update, mayPresent)) return
    const { load, clock } = this.#ports
    this.#moved.set(member.clientId, member.id)
    load.add(this.#members.size - 1)
    if (load.windowMs === 0) this.#tellMoved()
    else this.#cancelMoved ??= clock.after(load.windowMs, () => this.#tellMoved())
  }

  /** One message for the whole room, of everybody who moved: also those get it, and pass over their own part. */
  #tellMoved(): void {
    this.#cancelMoved?.()
    this.#cancelMoved = null
    const [only, ...others] = this.#moved.values()
    if (only === undefined) return
    const update = this.#presence.presenceOf([...this.#moved.keys()])
    this.#moved.clear()
    this.#ports.channel.broadcast(
      this.id,
      'awareness',
      { document: this.id, update },
      others.length === 0 ? [only] : [],
    )
  }

  introduce(member: Member, name: string): SimpleAnswer {
    const permitted = this.#log.mayShow(member)
    if (!permitted.ok) return refuse(permitted.code)
    member.user = { ...member.user, name }
    this.#tellOthers(member, this.#presence.introduce(member.clientId, member.id, member.user))
    return { ok: true }
  }

  /** Resolves after the title is stored; the others are told then. An empty title takes the name away. */
  rename(member: Doer, title: string): Promise<SimpleAnswer> {
    return this.#occupied(() => {
      // One after the other, so that everybody hears of them in the order in which they were stored.
      const renamed = this.#renaming.then(() => this.#rename(member, title))
      this.#renaming = renamed.catch(() => {})
      return renamed
    })
  }

  async #rename(member: Doer, title: string): Promise<SimpleAnswer> {
    await this.#log.recovered()
    const permitted = this.#log.authorize(member, 'rename')
    if (!permitted.ok) return refuse(permitted.code)
    const stored = title === '' ? null : title
    if (!(await this.#ports.storage.documents.rename(this.id, stored))) return refuse('not-found')
    const { state } = this.#log
    if (state !== null) state.document = { ...state.document, title: stored }
    this.#ports.channel.broadcast(this.id, 'renamed', { document: this.id, title: stored }, [member.id])
    return { ok: true }
  }

  /**
   * Lets somebody do something here who is not in the room, as the actor that they are: their role is known while `work` runs.
   * `ceiling` is the most that they may be.
   */
  async visit<Result>(actor: string, ceiling: Role, work: (visitor: Doer) => Promise<Result>): Promise<Result> {
    return this.#occupied(async () => {
      const { access } = this.#ports.storage
      await this.#access.hold(actor, ceiling, () => access.standing(this.id, actor))
      try {
        // Nobody's connection: what is told to all others is told to everybody.
        return await work({ id: '', actor })
      } finally {
        this.#access.release(actor)
      }
    })
  }

  /** Resolves after the document is in its owner's trash; everybody in the room is told. */
  async delete(member: Doer): Promise<SimpleAnswer> {
    return this.#occupied(async () => {
      await this.#log.recovered()
      const permitted = this.#log.authorize(member, 'delete')
      if (!permitted.ok) return refuse(permitted.code)
      const { clock, storage } = this.#ports
      if (!(await storage.documents.trash(this.id, member.actor, clock.now()))) return refuse('not-found')
      // Or nobody would know what is in the trash.
      this.foldIfWorthwhile()
      this.close('deleted')
      return { ok: true }
    })
  }

  /** Leaving twice is safe. */
  leave(member: Member): void {
    member.gone = true
    if (this.#members.get(member.id) !== member) return
    this.#members.delete(member.id)
    this.#access.release(member.actor)
    // A newer connection may have taken the clientID over, and moved.
    if (this.#moved.get(member.clientId) === member.id) this.#moved.delete(member.clientId)
    this.#ports.channel.exit(member.id, this.id)
    this.#tellOthers(member, this.#presence.leave(member.clientId, member.id))
    this.#ifIdle()
  }

  /** It is idle, and its document may be opened in another room: from now on this one says nothing any more. */
  forget(): void {
    this.#isClosed = true
  }

  /** Ends the room for everybody in it, saying why. What waits is refused with the same code. */
  close(code: ErrorCode): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#cancelMoved?.()
    this.#log.end(code)
    this.#ports.channel.broadcast(this.id, 'closed', { document: this.id, code }, [])
    for (const member of this.#members.values()) {
      member.gone = true
      this.#ports.channel.exit(member.id, this.id)
    }
    this.#members.clear()
    this.#access.close()
    this.#events.onClosed(this)
  }

  /** Some may do more or less than before, or are no longer let in. */
  #tellRoles(roles: ReadonlyMap<string, Role | null>): void {
    const { channel } = this.#ports
    for (const member of this.#members.values()) {
      const role = roles.get(member.actor)
      if (role === undefined) continue
      if (role !== null) {
        channel.send(member.id, 'role', { document: this.id, role })
        if (!can(role, 'edit')) this.#tellOthers(member, this.#presence.endTalk(member.clientId, member.id))
      } else {
        channel.send(member.id, 'closed', { document: this.id, code: 'access-ended' })
        channel.shutOut(member.id, this.id, member.user.id)
        this.leave(member)
      }
    }
  }

  #tellOthers(member: Member, awareness: Uint8Array | null): void {
    if (awareness === null) return
    this.#ports.channel.broadcast(this.id, 'awareness', { document: this.id, update: awareness }, [member.id])
  }

  async #occupied<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#busy++
    try {
      return await work()
    } finally {
      this.#busy--
      this.#ifIdle()
    }
  }

  #ifIdle(): void {
    if (this.idle && !this.#isClosed) this.#events.onIdle(this)
  }
}

function bytesOf({ snapshot, updates }: LogTail): number {
  return updates.reduce((bytes, update) => bytes + update.byteLength, snapshot?.bytes.byteLength ?? 0)
}
