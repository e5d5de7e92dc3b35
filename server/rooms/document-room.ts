import type { Action } from '../../shared/access/roles.ts'
import { COLOR_COUNT } from '../../shared/document/presence.ts'
import { type ErrorCode, refuse } from '../../shared/protocol/errors.ts'
import { joinFrames } from '../../shared/protocol/frames.ts'
import type { JoinAnswer, JoinRequest, SimpleAnswer, UpdateAnswer } from '../../shared/protocol/schemas.ts'
import { type Authorization, authorize } from '../access/authorize.ts'
import type { Clock } from '../lib/clock.ts'
import type {
  Append,
  AppendAnswer,
  DocumentRecord,
  LogHead,
  LogPlace,
  LogTail,
  NewUpdate,
  Storage,
} from '../storage/storage.ts'
import type { CommitLoop, Committer } from './commit-loop.ts'
import { type Commit, CommittedUpdates } from './committed-updates.ts'
import { judge } from './gate.ts'
import type { Member } from './member.ts'
import { RoomPresence } from './presence.ts'
import type { RoomChannel } from './room-channel.ts'
import { type RoomState, encodeClocks, roomState } from './room-state.ts'
import type { Snapshots, Tail } from './snapshots.ts'

export interface RoomPorts {
  readonly storage: Storage
  readonly channel: RoomChannel
  readonly commits: CommitLoop
  readonly snapshots: Snapshots
  readonly clock: Clock
}

/** What a room tells whoever keeps it. */
export interface RoomEvents {
  onIdle(room: DocumentRoom): void
  onClosed(room: DocumentRoom): void
}

/** An update that passed the gate and waits for its commit. `update` is null when the log holds all of it already. */
interface Waiting {
  readonly member: Member
  readonly update: NewUpdate | null
  readonly answer: (answer: UpdateAnswer) => void
}

type Phase =
  | { readonly name: 'live'; readonly state: RoomState }
  /** A commit failed: what was judged since is forgotten, and the log is asked again before the next update. */
  | { readonly name: 'ailing'; readonly document: DocumentRecord; reload: Promise<void> | null }
  | { readonly name: 'closed'; readonly code: ErrorCode }

/**
 * One live document: its log and known clocks, never its text. Judges every update against them, hands what passed to the
 * commit loop, and only after the commit sends it to the other members and acknowledges it to its sender.
 */
export class DocumentRoom implements Committer {
  readonly id: string
  readonly #ports: RoomPorts
  readonly #events: RoomEvents
  readonly #members = new Map<string, Member>()
  readonly #presence: RoomPresence
  readonly #committed = new CommittedUpdates()
  #phase: Phase
  #waiting: Waiting[] = []
  #inFlight: Waiting[] = []
  /** Resolves when the last rename asked for is done with. */
  #renaming: Promise<unknown> = Promise.resolve()
  /** Joins and other requests that are waiting for storage. */
  #busy = 0

  constructor(head: LogHead, ports: RoomPorts, events: RoomEvents) {
    this.id = head.document.id
    this.#ports = ports
    this.#presence = new RoomPresence(ports.clock)
    this.#phase = { name: 'live', state: roomState(head) }
    this.#events = events
  }

  /** Nobody is here and nothing waits: the room can be forgotten, and opened again from the log. */
  get idle(): boolean {
    return this.#members.size + this.#busy + this.#waiting.length + this.#inFlight.length === 0
  }

  /** What a joining client has to apply one by one, since the newest snapshot was asked for. */
  get tail(): Tail {
    return this.#live?.tail ?? { updates: 0, bytes: 0 }
  }

  /**
   * Lets a member in and tells it everything it lacks, unless it is no longer `wanted` by then. `answer` is called exactly
   * once; with `ok`, in the same turn as the membership begins, so that nothing is committed between the two.
   */
  async join(
    member: Member,
    request: JoinRequest,
    wanted: () => boolean,
    answer: (answer: JoinAnswer) => void,
  ): Promise<void> {
    await this.#occupied(async () => {
      await this.#recovered()
      const watch = this.#committed.watch()
      try {
        const permitted = this.#authorize(member, 'read')
        if (!permitted.ok) return answer(permitted)
        const { documents, log } = this.#ports.storage
        const foreign = await documents.bindClients(this.id, member.credentials.actor, [...member.owned])
        if (foreign.length > 0) return answer(refuse('foreign-client'))
        const held = request.held?.epoch === this.#epoch ? request.held : undefined
        const tail = await log.readAfter(this.id, held?.sequence ?? 0)
        if (tail === null) return answer(refuse('not-found'))
        // Present state, once more: the reads took a moment.
        const still = this.#authorize(member, 'read')
        if (!still.ok) return answer(still)
        if (!wanted()) return answer(refuse('not-joined'))
        if (tail.epoch !== this.#epoch) return answer(refuse('wrong-epoch'))
        // The log was put back to an earlier state, and has gone another way since.
        if (held?.mark !== undefined && held.mark !== tail.heldMark) return answer(refuse('resync'))
        this.#admit(member, tail, watch.after(tail.sequence), still.role, answer)
      } finally {
        watch.done()
      }
    })
  }

  #admit(
    member: Member,
    tail: LogTail,
    since: readonly Commit[],
    role: 'owner' | 'editor',
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
      title: this.#live?.document.title ?? null,
      user: { id: member.user.id, color },
    })
    if (member.isSeen) this.#tellOthers(member, this.#presence.enter(member.clientId, member.id, member.user))
  }

  /** Resolves after the commit that holds the update, or with the reason why there is none. */
  async submit(member: Member, epoch: number, update: Uint8Array): Promise<UpdateAnswer> {
    if (this.#phase.name === 'ailing') await this.#occupied(() => this.#recovered())
    // From here to the queue nothing waits: updates are judged in the order in which they came.
    return new Promise((answer) => this.#judge(member, epoch, update, answer))
  }

  #judge(member: Member, epoch: number, update: Uint8Array, answer: (answer: UpdateAnswer) => void): void {
    const permitted = this.#authorize(member, 'edit')
    if (!permitted.ok) return answer(permitted)
    const state = this.#live
    if (state === null) return answer(refuse('internal'))
    if (epoch !== state.document.epoch) return answer(refuse('wrong-epoch'))
    const verdict = judge(update, state.known, member.owned)
    if (!verdict.ok) {
      return answer(verdict.code === 'resync' ? { ...verdict, stateVector: encodeClocks(state.known) } : verdict)
    }
    for (const { client, clock } of verdict.advances) state.known.set(client, clock)
    const clientId = verdict.advances[0]?.client ?? member.clientId
    const stored = verdict.stores ? { actor: member.credentials.actor, clientId, update } : null
    this.#waiting.push({ member, update: stored, answer })
    this.#ports.commits.request(this)
  }

  takeBatch(): Append | null {
    if (this.#waiting.length === 0) return null
    this.#inFlight = this.#waiting
    this.#waiting = []
    const updates = this.#inFlight.flatMap(({ update }) => (update === null ? [] : [update]))
    if (updates.length > 0) return { document: this.id, epoch: this.#epoch, updates }
    // All of it is in the log already, committed before this batch was taken.
    this.#acknowledge()
    return null
  }

  settle(answer: AppendAnswer): void {
    if (!answer.ok) return this.close(answer.code === 'not-found' ? 'deleted' : answer.code)
    const state = this.#live
    if (state === null) return this.#refuseAll('storage-unavailable')
    const rows = this.#inFlight.flatMap(({ member, update }) =>
      update === null ? [] : [{ member, update: update.update }],
    )
    const after = state.last.sequence
    state.last = { sequence: answer.sequence, mark: answer.mark }
    this.#committed.add({ ...state.last, updates: rows.map(({ update }) => update) })
    // The frame goes before the acknowledgement: a client that knows its own sequence holds all before it.
    try {
      this.#relay(rows, after, state.last)
    } finally {
      // Stored is stored: who missed the frame sees by the next one that something is missing.
      this.#acknowledge()
    }
    this.#grow(state, rows)
  }

  fail(): void {
    const { document } = this.#live ?? {}
    if (document !== undefined) this.#phase = { name: 'ailing', document, reload: null }
    this.#refuseAll('storage-unavailable')
  }

  /** One frame for everybody who sent none of the rows; one each, without their own, for those who did. */
  #relay(rows: readonly { member: Member; update: Uint8Array }[], after: number, last: LogPlace): void {
    const { channel } = this.#ports
    const frame = (updates: readonly Uint8Array[]) => ({
      document: this.id,
      epoch: this.#epoch,
      after,
      ...last,
      updates: joinFrames(updates),
    })
    const senders = [...new Set(rows.map(({ member }) => member))].filter((sender) => !sender.gone)
    if (this.#members.size > senders.length) {
      const everything = frame(rows.map(({ update }) => update))
      channel.broadcast(
        this.id,
        'updates',
        everything,
        senders.map(({ id }) => id),
      )
    }
    for (const sender of senders) {
      const others = rows.filter(({ member }) => member !== sender)
      if (others.length > 0) channel.send(sender.id, 'updates', frame(others.map(({ update }) => update)))
    }
  }

  #acknowledge(): void {
    const last = this.#live?.last ?? { sequence: 0, mark: 0 }
    const settled = this.#inFlight
    this.#inFlight = []
    for (const { answer } of settled) answer({ ok: true, ...last })
    this.#ifIdle()
  }

  #refuseAll(code: ErrorCode): void {
    const refused = [...this.#inFlight, ...this.#waiting]
    this.#inFlight = []
    this.#waiting = []
    for (const { answer } of refused) answer(refuse(code))
    this.#ifIdle()
  }

  #grow({ tail }: RoomState, rows: readonly { update: Uint8Array }[]): void {
    tail.updates += rows.length
    for (const { update } of rows) tail.bytes += update.byteLength
    if (!this.#ports.snapshots.isDue(tail)) return
    tail.updates = 0
    tail.bytes = 0
    this.#ports.snapshots.request(this.id)
  }

  /** Takes a member's own awareness update; what is not well-formed or not its own is dropped. */
  moveCursor(member: Member, update: Uint8Array): void {
    if (!this.#mayShow(member).ok) return
    this.#tellOthers(member, this.#presence.move(member.clientId, member.id, update))
  }

  introduce(member: Member, name: string): SimpleAnswer {
    const permitted = this.#mayShow(member)
    if (!permitted.ok) return refuse(permitted.code)
    member.user = { ...member.user, name }
    this.#tellOthers(member, this.#presence.introduce(member.clientId, member.id, member.user))
    return { ok: true }
  }

  /** Resolves after the title is stored; the others are told then. An empty title takes the name away. */
  rename(member: Member, title: string): Promise<SimpleAnswer> {
    return this.#occupied(() => {
      // One after the other, so that everybody hears of them in the order in which they were stored.
      const renamed = this.#renaming.then(() => this.#rename(member, title))
      this.#renaming = renamed.catch(() => {})
      return renamed
    })
  }

  async #rename(member: Member, title: string): Promise<SimpleAnswer> {
    await this.#recovered()
    const permitted = this.#authorize(member, 'rename')
    if (!permitted.ok) return refuse(permitted.code)
    const stored = title === '' ? null : title
    if (!(await this.#ports.storage.documents.rename(this.id, stored))) return refuse('not-found')
    const state = this.#live
    if (state !== null) state.document = { ...state.document, title: stored }
    this.#ports.channel.broadcast(this.id, 'renamed', { document: this.id, title: stored }, [member.id])
    return { ok: true }
  }

  /** Resolves after the document is gone from storage; everybody in the room is told. */
  async delete(member: Member): Promise<SimpleAnswer> {
    return this.#occupied(async () => {
      await this.#recovered()
      const permitted = this.#authorize(member, 'delete')
      if (!permitted.ok) return refuse(permitted.code)
      const { clock, storage } = this.#ports
      if (!(await storage.documents.delete(this.id, clock.now()))) return refuse('not-found')
      this.close('deleted')
      return { ok: true }
    })
  }

  /** Leaving twice is safe. */
  leave(member: Member): void {
    member.gone = true
    if (this.#members.get(member.id) !== member) return
    this.#members.delete(member.id)
    this.#ports.channel.exit(member.id, this.id)
    this.#tellOthers(member, this.#presence.leave(member.clientId, member.id))
    this.#ifIdle()
  }

  /** Ends the room for everybody in it, saying why. What waits is refused with the same code. */
  close(code: ErrorCode): void {
    if (this.#phase.name === 'closed') return
    this.#phase = { name: 'closed', code }
    this.#refuseAll(code)
    this.#ports.channel.broadcast(this.id, 'closed', { document: this.id, code }, [])
    for (const member of this.#members.values()) {
      member.gone = true
      this.#ports.channel.exit(member.id, this.id)
    }
    this.#members.clear()
    this.#events.onClosed(this)
  }

  get #live(): RoomState | null {
    return this.#phase.name === 'live' ? this.#phase.state : null
  }

  get #epoch(): number {
    return this.#live?.document.epoch ?? 0
  }

  #authorize(member: Member, action: Action): Authorization | { readonly ok: false; readonly code: ErrorCode } {
    switch (this.#phase.name) {
      case 'live':
        return authorize(this.#phase.state.document, member.credentials, action)
      case 'ailing':
        return refuse('storage-unavailable')
      case 'closed':
        return refuse(this.#phase.code)
    }
  }

  /** Presence needs no storage: after a failed commit the log is in doubt, not the right to be here. */
  #mayShow(member: Member): Authorization | { readonly ok: false; readonly code: ErrorCode } {
    const phase = this.#phase
    if (phase.name !== 'ailing') return this.#authorize(member, 'read')
    return authorize(phase.document, member.credentials, 'read')
  }

  #tellOthers(member: Member, awareness: Uint8Array | null): void {
    if (awareness === null) return
    this.#ports.channel.broadcast(this.id, 'awareness', { document: this.id, update: awareness }, [member.id])
  }

  /** Resolves when the room knows its log again; rejects with a `StorageError` while storage cannot say. */
  async #recovered(): Promise<void> {
    const phase = this.#phase
    if (phase.name !== 'ailing') return
    phase.reload ??= this.#reload().finally(() => {
      phase.reload = null
    })
    await phase.reload
  }

  async #reload(): Promise<void> {
    const head = await this.#ports.storage.log.load(this.id)
    if (this.#phase.name !== 'ailing') return
    if (head === null) this.close('deleted')
    else this.#phase = { name: 'live', state: roomState(head) }
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
    if (this.idle && this.#phase.name !== 'closed') this.#events.onIdle(this)
  }
}
