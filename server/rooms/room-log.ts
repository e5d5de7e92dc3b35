import type { Action } from '../../shared/access/roles.ts'
import { type ErrorCode, type Refusal, refuse } from '../../shared/protocol/errors.ts'
import { MAX_OUTGOING_BYTES } from '../../shared/protocol/limits.ts'
import type { UpdateAnswer } from '../../shared/protocol/schemas.ts'
import { type Authorization, type DocumentAccess, authorize } from '../access/authorize.ts'
import type { Clock } from '../lib/clock.ts'
import {
  type Append,
  type AppendAnswer,
  DamagedDocument,
  type DocumentRecord,
  type LogHead,
  type LogPlace,
  type NewUpdate,
  type Storage,
} from '../storage/storage.ts'
import type { CommitLoop, Committer } from './commit-loop.ts'
import type { MadeSnapshot } from './document-maker.ts'
import { type Owned, judge } from './gate.ts'
import { MAX_UPDATE_STEPS } from './integration-steps.ts'
import type { Gathering } from './load.ts'
import type { Member } from './member.ts'
import {
  type Growth,
  type RoomState,
  beginFold,
  commit,
  encodeClocks,
  endFold,
  grow,
  roomState,
  worstSteps,
} from './room-state.ts'
import type { CheckedRoom, Snapshots } from './snapshots.ts'
import { Trials } from './trials.ts'

export interface RoomLogPorts {
  readonly storage: Storage
  readonly commits: CommitLoop
  readonly load: Gathering
  readonly snapshots: Snapshots
  readonly clock: Clock
  /** Snapshot and tail of a document. Insertions beyond: `document-full`. */
  readonly maxDocumentBytes: number
}

/** What becomes of the log, for the room around it. */
export interface RoomLogEvents {
  /** These updates are stored; `after` is the sequence before them. Their senders have not been answered yet. */
  onCommitted(rows: readonly Row[], after: number, last: LogPlace): void
  /** Nothing is on its way any more. */
  onSettled(): void
  /** The room has to end. */
  onEnd(code: ErrorCode): void
}

/** Who is told of an update once it is stored. */
export interface Audience {
  readonly size: number
}

export interface Row {
  readonly member: Member
  readonly update: Uint8Array
}

/** An update that passed the gate and waits for its commit. `stored` is null when the log holds all of it already. */
interface Waiting {
  readonly member: Member
  readonly stored: NewUpdate | null
  readonly growth: Growth
  readonly answer: (answer: UpdateAnswer) => void
}

/** Updates waiting for a commit in one room, and their bytes: what a storage that stands still may hold up. Beyond: `slow`. */
const MAX_WAITING = 4000
const MAX_WAITING_BYTES = 16 * 1024 * 1024
const SLOW_RETRY_MS = 1000
/** What one commit takes of one room: its members get that as one frame, which must fit well into what may wait for each. */
const MAX_BATCH_BYTES = MAX_OUTGOING_BYTES / 4

type Phase =
  | { readonly name: 'live'; readonly state: RoomState }
  /** A commit failed, or a bug came up: what was judged since is forgotten, and the log is asked again before the next update. */
  | { readonly name: 'ailing'; readonly document: DocumentRecord; reload: Promise<void> | null }
  | { readonly name: 'closed'; readonly code: ErrorCode }

const EVERYBODY: Owned = { has: () => true }

/**
 * One room's side of its document's log: knows its clocks and its size, never its text. Judges every update against them, hands
 * what passed to the commit loop, and acknowledges it after the commit.
 */
export class RoomLog implements Committer, CheckedRoom {
  readonly id: string
  readonly #ports: RoomLogPorts
  readonly #events: RoomLogEvents
  readonly #audience: Audience
  readonly #access: DocumentAccess
  #phase: Phase
  #waiting: Waiting[] = []
  #waitingBytes = 0
  #inFlight: Waiting[] = []
  /** Called when no commit is under way. */
  #whenStill: (() => void)[] = []
  #isHeld = false
  readonly #trials = new Trials()
  /** Until then, members may bring back structs of others that a restored backup lacks. */
  relayUntil = 0

  constructor(head: LogHead, ports: RoomLogPorts, audience: Audience, access: DocumentAccess, events: RoomLogEvents) {
    this.id = head.document.id
    this.#ports = ports
    this.#events = events
    this.#audience = audience
    this.#access = access
    this.#phase = { name: 'live', state: roomState(head) }
  }

  /** Null while the log is in doubt, and when the room has ended. */
  get state(): RoomState | null {
    return this.#phase.name === 'live' ? this.#phase.state : null
  }

  /** 0 when the room has ended. */
  get epoch(): number {
    const phase = this.#phase
    if (phase.name === 'closed') return 0
    return phase.name === 'live' ? phase.state.document.epoch : phase.document.epoch
  }

  /** Nothing waits for a commit or a trial. */
  get isSettled(): boolean {
    return this.#waiting.length + this.#inFlight.length === 0 && this.#trials.isEmpty
  }

  authorize({ actor }: Pick<Member, 'actor'>, action: Action): Authorization | Refusal {
    switch (this.#phase.name) {
      case 'live':
        return authorize(actor, this.#access, action)
      case 'ailing':
        return refuse('storage-unavailable')
      case 'closed':
        return refuse(this.#phase.code)
    }
  }

  /** Presence needs no storage: after a failed commit the log is in doubt, not the right to be here. */
  mayShow(member: Member, action: Action = 'read'): Authorization | Refusal {
    if (this.#phase.name !== 'ailing') return this.authorize(member, action)
    return authorize(member.actor, this.#access, action)
  }

  /** Resolves after the commit that holds the update, or with the reason why there is none. */
  submit(member: Member, epoch: number, update: Uint8Array): Promise<UpdateAnswer> {
    if (this.#phase.name === 'ailing') return this.recovered().then(() => this.#queue(member, epoch, update))
    return this.#queue(member, epoch, update)
  }

  /** Nothing waits on the way from here to the queue: updates are judged in the order in which they came. */
  #queue(member: Member, epoch: number, update: Uint8Array): Promise<UpdateAnswer> {
    return new Promise((answer, fail) => {
      const take = (): void => this.#guarded(() => this.#judge(member, epoch, update, answer, fail), fail)
      if (!this.#trials.inOrder(member, take)) answer({ ...refuse('slow'), retryAfterMs: SLOW_RETRY_MS })
    })
  }

  #judge(
    member: Member,
    epoch: number,
    update: Uint8Array,
    answer: (answer: UpdateAnswer) => void,
    fail: (error: unknown) => void,
    isTried = false,
  ): void {
    const permitted = this.authorize(member, 'edit')
    if (!permitted.ok) return answer(permitted)
    const state = this.state
    if (state === null) return answer(refuse('internal'))
    if (epoch !== state.document.epoch) return answer(refuse('wrong-epoch'))
    const { clock, commits, load, maxDocumentBytes } = this.#ports
    const verdict = judge(update, state.known, clock.now() < this.relayUntil ? EVERYBODY : member.owned)
    if (!verdict.ok) {
      return answer(verdict.code === 'resync' ? { ...verdict, stateVector: encodeClocks(state.known) } : verdict)
    }
    const { advances, adds, stores } = verdict
    const bytes = stores ? update.byteLength : 0
    if (this.#waiting.length >= MAX_WAITING || this.#waitingBytes + bytes > MAX_WAITING_BYTES) {
      return answer({ ...refuse('slow'), retryAfterMs: SLOW_RETRY_MS })
    }
    if (advances.length > 0 && state.size.bytes + bytes > maxDocumentBytes) return answer(refuse('document-full'))
    if (!isTried && this.#isDoubtful(member, worstSteps(adds, state.size))) {
      if (this.#trials.isFull) return answer({ ...refuse('slow'), retryAfterMs: SLOW_RETRY_MS })
      const then = (isSound: boolean): void => {
        if (isSound) this.#judge(member, epoch, update, answer, fail, true)
        else answer(refuse('malformed-update'))
      }
      void this.#try(member, update, then, fail)
      return
    }
    for (const { client, clock: reached } of advances) state.known.set(client, reached)
    const growth = { bytes, adds }
    grow(state, growth)
    const clientId = advances[0]?.client ?? member.clientId
    const stored = stores ? { actor: member.actor, clientId, update } : null
    this.#waiting.push({ member, stored, growth, answer })
    this.#waitingBytes += bytes
    // The answer, and a frame for each of the others.
    load.add(this.#audience.size)
    commits.request(this)
  }

  /** Whether an update could cost everybody who opens the document too much, or comes from somebody who did that before. */
  #isDoubtful(member: Member, steps: number): boolean {
    if (steps === 0) return false
    return steps > MAX_UPDATE_STEPS || this.#ports.snapshots.isSuspect(this.id, member.actor)
  }

  /** Tries an update on the document, as it is when the trial begins. */
  async #try(
    member: Member,
    update: Uint8Array,
    then: (isSound: boolean) => void,
    fail: (error: unknown) => void,
  ): Promise<void> {
    const judged = (): Uint8Array[] =>
      [...this.#inFlight, ...this.#waiting].flatMap(({ stored }) => (stored === null ? [] : [stored.update]))
    const trial = () => this.#ports.snapshots.trial(this.id, judged, update)
    const told = (isSound: boolean): void => this.#guarded(() => then(isSound), fail)
    await this.#trials.run(member, trial, {
      answered: (answer) => told(answer === 'sound'),
      failed: fail,
      hopeless: () => told(false),
    })
    this.#settled()
  }

  takeBatch(maxBytes: number): Append | null {
    if (this.#isHeld || this.#waiting.length === 0) return null
    let bytes = 0
    const taken = this.#waiting.findIndex((waiting, index) => {
      bytes += waiting.growth.bytes
      return index > 0 && bytes > Math.min(maxBytes, MAX_BATCH_BYTES)
    })
    this.#inFlight = this.#waiting.splice(0, taken === -1 ? this.#waiting.length : taken)
    for (const { growth } of this.#inFlight) this.#waitingBytes -= growth.bytes
    if (this.#waiting.length > 0) this.#ports.commits.request(this)
    const updates = this.#inFlight.flatMap(({ stored }) => (stored === null ? [] : [stored]))
    if (updates.length > 0) return { document: this.id, epoch: this.epoch, updates }
    // All of it is in the log already, committed before this batch was taken.
    this.#acknowledge(this.state?.last ?? { sequence: 0, mark: 0 })
    return null
  }

  settle(answer: AppendAnswer): void {
    if (!answer.ok) return this.#events.onEnd(answer.code === 'not-found' ? 'deleted' : answer.code)
    // A room that has ended refused what was in flight.
    if (this.#phase.name === 'closed') return
    const settled = this.#inFlight
    const rows = settled.flatMap(({ member, stored }) => (stored === null ? [] : [{ member, update: stored.update }]))
    const last = { sequence: answer.sequence, mark: answer.mark }
    // Null when a bug came up meanwhile: what is stored goes to everybody all the same.
    const { state } = this
    if (state !== null) state.last = last
    // The frame goes before the acknowledgement: a client that knows its own sequence holds all before it.
    try {
      this.#events.onCommitted(rows, last.sequence - rows.length, last)
    } finally {
      // Stored is stored: who missed the frame sees by the next one that something is missing.
      this.#acknowledge(last)
    }
    if (state === null) return
    for (const { stored, growth } of settled) if (stored !== null) commit(state, growth)
    this.checkIfDue()
  }

  fail(): void {
    this.#ail()
    this.#refuseAll('storage-unavailable')
  }

  /** Asks for a snapshot of a tail that is long, or that could be costly to open. */
  checkIfDue(): void {
    const { state } = this
    if (state === null) return
    const { snapshots, maxDocumentBytes } = this.#ports
    if (snapshots.isDue(state.tail, state.size, maxDocumentBytes - state.size.bytes)) this.#fold(state)
  }

  /** Asks for a snapshot of whatever tail is long enough for that. */
  foldIfWorthwhile(): void {
    const { state } = this
    if (state !== null && this.#ports.snapshots.isWorthwhile(state.tail, state.document)) this.#fold(state)
  }

  #fold(state: RoomState): void {
    beginFold(state)
    this.#ports.snapshots.request(this.id, this)
  }

  folded(made: MadeSnapshot): void {
    const { state } = this
    if (state === null) return
    endFold(state, made)
    state.document = { ...state.document, firstLine: made.firstLine }
  }

  async hold(): Promise<void> {
    this.#isHeld = true
    await this.#still()
  }

  resume(): void {
    this.#isHeld = false
    if (this.#waiting.length > 0) this.#ports.commits.request(this)
  }

  /** Ends the room. */
  close(code: ErrorCode): void {
    this.#events.onEnd(code)
  }

  /** From now on everything is refused with this code, what waits too. */
  end(code: ErrorCode): void {
    this.#phase = { name: 'closed', code }
    this.#refuseAll(code)
  }

  /** Resolves when the log is known again; rejects with a `StorageError` while storage cannot say. */
  async recovered(): Promise<void> {
    const phase = this.#phase
    if (phase.name !== 'ailing') return
    phase.reload ??= this.#reload().finally(() => {
      phase.reload = null
    })
    await phase.reload
  }

  async #reload(): Promise<void> {
    await this.#still()
    try {
      const head = await this.#ports.storage.log.load(this.id)
      if (this.#phase.name !== 'ailing') return
      if (head === null) this.#events.onEnd('deleted')
      else this.#phase = { name: 'live', state: roomState(head) }
    } catch (error) {
      if (error instanceof DamagedDocument) this.#events.onEnd('damaged')
      throw error
    }
  }

  /** Resolves when no commit is under way. */
  async #still(): Promise<void> {
    if (this.#inFlight.length > 0) await new Promise<void>((resolve) => this.#whenStill.push(resolve))
  }

  /** A bug must not leave the room with clocks that the log does not have: they are read again, and what waits is sent again. */
  #guarded(step: () => void, fail: (error: unknown) => void): void {
    try {
      step()
    } catch (error) {
      fail(error)
      this.#ail()
      const waiting = this.#waiting
      this.#waiting = []
      this.#waitingBytes = 0
      for (const { answer } of waiting) answer(refuse('internal'))
    }
  }

  #ail(): void {
    const { document } = this.state ?? {}
    if (document !== undefined) this.#phase = { name: 'ailing', document, reload: null }
  }

  #acknowledge(last: LogPlace): void {
    const settled = this.#inFlight
    this.#inFlight = []
    for (const { answer } of settled) answer({ ok: true, ...last })
    this.#settled()
  }

  #refuseAll(code: ErrorCode): void {
    const refused = [...this.#inFlight, ...this.#waiting]
    this.#inFlight = []
    this.#waiting = []
    this.#waitingBytes = 0
    for (const { answer } of refused) answer(refuse(code))
    this.#settled()
  }

  #settled(): void {
    if (this.#inFlight.length === 0) for (const still of this.#whenStill.splice(0)) still()
    if (this.isSettled) this.#events.onSettled()
  }
}
