import { type ReadonlySignal, signal } from '@preact/signals-core'
import * as Y from 'yjs'
import { ERRORS, type ErrorCode, type Refusal, refuse } from '../../shared/protocol/errors.ts'
import type { JoinAnswer, UpdatesMessage } from '../../shared/protocol/schemas.ts'
import { type Clock, Later } from '../lib/clock.ts'
import type { NextFrame } from '../lib/next-frame.ts'
import type { MessageEvent, MessageOf, Wire } from '../transport/wire.ts'
import { applyAnswer, applyFrames, type Branch, growBranch, isIncomplete, lackedBy } from './branch.ts'
import type { DocumentTitle } from './document-title.ts'
import { HeldLog } from './held-log.ts'
import { joinRequest } from './join-request.ts'
import type { LocalCopy, LocalEntry } from './local-copy.ts'
import { Membership } from './membership.ts'
import { type CachedDocument, newRecord, type OfflineCache } from './offline-cache.ts'
import type { OwnRole } from './own-role.ts'
import { Renewal } from './renewal.ts'
import { restore } from './restore.ts'
import type { SetAside } from './set-aside.ts'
import { WaitingRows } from './waiting-rows.ts'

const TIDY_MS = 5000

type Joined = Extract<JoinAnswer, { ok: true }>

export interface ReplicationOptions {
  readonly document: string
  readonly key: string
  readonly isVisit: boolean
  readonly wire: Wire
  readonly cache: OfflineCache
  readonly copy: LocalCopy
  readonly title: DocumentTitle
  readonly role: OwnRole
  readonly setAside: SetAside
  readonly clock: Clock
  readonly nextFrame: NextFrame
  readonly random: () => number
  /** The name to join under. */
  readonly name: () => string
  /** Something that the save status depends on may have changed. */
  readonly changed: () => void
}

/** Brings one document's Y.Doc, this device's copy and the server's log together, and keeps them so. */
export class Replication {
  readonly branch: ReadonlySignal<Branch | null>
  readonly begun: ReadonlySignal<boolean>
  /** How the others know this browser's actor here; null until the server said it. */
  readonly user: ReadonlySignal<Joined['user'] | null>
  readonly closed: ReadonlySignal<ErrorCode | null>
  /** This device has not answered in time whether it has the document. */
  readonly awaitsCopy: ReadonlySignal<boolean>
  readonly #options: ReplicationOptions
  readonly #membership: Membership
  readonly #tidy: Later
  readonly #branch = signal<Branch | null>(null)
  readonly #begun = signal(true)
  readonly #user = signal<Joined['user'] | null>(null)
  readonly #closed = signal<ErrorCode | null>(null)
  readonly #awaitsCopy = signal(false)
  /** The server may not know the document yet. */
  #isCreating = false
  #isJoined = false
  readonly #held = new HeldLog()
  readonly #renewal: Renewal
  readonly #waiting: WaitingRows
  #isStopped = false
  readonly #unsubscribe: (() => void)[] = []

  constructor(options: ReplicationOptions) {
    const { wire, clock, random, changed } = options
    this.#options = options
    this.#renewal = new Renewal(options.setAside)
    this.#waiting = new WaitingRows({
      ...options,
      held: this.#held,
      renewal: this.#renewal,
      branch: () => this.#branch.peek(),
      found: () => this.#membership.rejoin('resync'),
    })
    this.branch = this.#branch
    this.begun = this.#begun
    this.user = this.#user
    this.closed = this.#closed
    this.awaitsCopy = this.#awaitsCopy
    this.#tidy = new Later(clock, TIDY_MS, () => this.#tidyCopy())
    this.#membership = new Membership({
      wire,
      clock,
      random,
      changed,
      join: () => this.#join(),
      left: () => this.#leave(),
    })
    this.#listen('updates', (message) => this.#receive(message))
    this.#listen('awareness', ({ update }) => {
      if (this.#isJoined) this.#branch.peek()?.presence.receive(update)
    })
    this.#listen('closed', ({ code }) => this.#refused(code))
  }

  /** Why nothing can be saved at the moment, or ever; null when nothing is wrong. */
  get trouble(): ErrorCode | null {
    const outbox = this.#branch.peek()?.outbox
    const waiting = outbox !== undefined && outbox.size > 0 ? (outbox.trouble ?? this.#renewal.code) : null
    return this.#closed.peek() ?? waiting ?? this.#membership.trouble
  }

  get entries(): readonly LocalEntry[] {
    return this.#branch.peek()?.outbox.entries ?? []
  }

  get isJoined(): boolean {
    return this.#isJoined
  }

  /** A blank page: exists nowhere until its first edit. */
  startBlank(): void {
    this.#begun.value = false
    this.#branch.value = this.#grow(new Y.Doc())
  }

  /** A document by its address, from what this device holds of it. */
  startFrom(cached: CachedDocument | null): void {
    if (cached !== null) this.#restore(cached)
    if (!this.#isOver) this.#membership.start()
  }

  /** This device does not answer in time: the server may have the document. That it has none says nothing yet. */
  startBefore(arrival: Promise<CachedDocument | null>): void {
    this.#awaitsCopy.value = true
    this.#membership.start()
    void arrival.then((cached) => {
      this.#awaitsCopy.value = false
      if (this.#isOver) return
      if (this.#branch.peek() !== null) this.#waiting.take(cached?.pending ?? [])
      else if (cached !== null) this.#restore(cached)
      this.#membership.retryNow()
    })
  }

  retryNow(): void {
    this.#membership.retryNow()
    this.#branch.peek()?.outbox.retryNow()
  }

  /** The document cannot be had any more: the text stays readable. */
  shut(code: ErrorCode): void {
    this.#closed.value = code
    this.#membership.stop()
    this.#options.changed()
  }

  stop(): void {
    this.#isStopped = true
    for (const unsubscribe of this.#unsubscribe) unsubscribe()
    this.#membership.stop()
    this.#tidy.cancel()
    this.#branch.peek()?.release()
  }

  /** Nothing may be sent for this document any more. */
  get #isOver(): boolean {
    return this.#isStopped || this.#closed.peek() !== null
  }

  #listen<Event extends MessageEvent>(event: Event, handle: (message: MessageOf<Event>) => void): void {
    const { wire, document } = this.#options
    const unsubscribe = wire.on(event, (message) => {
      if (message.document === document) handle(message)
    })
    this.#unsubscribe.push(unsubscribe)
  }

  #restore(cached: CachedDocument): void {
    const { copy, setAside, clock, isVisit } = this.#options
    const { doc, isWhole, confirmed, pending, broken } = restore(cached)
    this.#isCreating = cached.record.creating
    this.#renewal.know(cached.record.clientIds)
    this.#held.stand(cached.record)
    this.#held.isWhole = isWhole && cached.rows.length > 0
    copy.opened(cached)
    if (copy.isUntidy && isWhole) copy.replace({ ...this.#held.place, state: confirmed, isRestored: false })
    if (isVisit) void copy.patch({ openedAt: clock.now() })
    setAside.addRows(broken, clock.now())
    // What was never loaded is not shown as an empty text.
    if (cached.rows.length === 0 && pending.length === 0 && !cached.record.creating) return
    const branch = this.#grow(doc)
    for (const row of pending) branch.outbox.add({ ...row, row: row.id })
    this.#branch.value = branch
  }

  #grow(doc: Y.Doc): Branch {
    const { wire, document, title, clock, nextFrame, random, changed } = this.#options
    const branch: Branch = growBranch(doc, {
      clock,
      nextFrame,
      random,
      changed,
      send: (update, answered) => void wire.request('update', { document, epoch: this.#held.epoch, update }, answered),
      sendAwareness: (update) => wire.send('awareness', { document, update }),
      acknowledged: (entries, { sequence, mark }) => this.#acknowledge(entries, sequence, mark),
      refused: (code) => this.#refused(code),
      begun: () => this.#begin(),
      made: (update, clientId) => this.#edit(branch, update, clientId),
      textChanged: () => title.textChanged(),
    })
    return branch
  }

  #edit({ outbox }: Branch, update: Uint8Array, clientId: number): void {
    const entry: LocalEntry = { update, clientId, epoch: this.#held.epoch, row: null }
    this.#options.copy.keep(entry)
    outbox.add(entry)
  }

  /** Something is edited: the page is blank no more. */
  #begin(): void {
    this.#isCreating ||= !this.#begun.peek()
    this.#record()
    this.#options.changed()
    if (this.#begun.peek()) return
    this.#begun.value = true
    this.#options.title.keep()
    this.#membership.start()
  }

  /** From the first edit, or the first answer, on this device knows the document. */
  #record(): void {
    const { document, key, title, copy, clock } = this.#options
    const { pending: pendingTitle, firstLine } = title
    const facts = { creating: this.#isCreating, epoch: this.#held.epoch, openedAt: clock.now() }
    copy.begin(newRecord({ document, key, pendingTitle, firstLine, ...facts }))
  }

  async #join(): Promise<Refusal | null> {
    const { wire, document, key, name, isVisit } = this.#options
    if (this.#isJoined) this.#leave()
    if (this.#renewal.code === null) await this.#waiting.pickUp()
    if (this.#isCreating) {
      const created = await wire.request('create', { document, key })
      if (!created.ok) {
        if (ERRORS[created.code].reaction === 'stop') this.shut(created.code)
        return created
      }
    }
    if (this.#isOver) return refuse('not-joined')
    const current = this.#branch.peek()
    current?.burst.flush()
    if (current !== null) this.#renewal.meet(current)
    const branch = this.#renewal.code === null ? current : null
    const doc = branch?.doc ?? new Y.Doc()
    const told = { document, key, name: isVisit ? name() : undefined }
    const request = joinRequest({ ...told, doc, branch, held: this.#held, renewal: this.#renewal })
    // What stands when the answer could not be taken in.
    let outcome: ErrorCode | null = 'internal'
    const answer = await wire.request('join', request, (answered) => {
      // At once: frames that continue from this answer may be right behind it.
      if (!answered.ok) return
      if (this.#isOver) outcome = null
      // This device answered after all, while the server did.
      else if (this.#branch.peek() !== current) outcome = 'not-joined'
      else outcome = this.#enter(answered, doc, request.held !== undefined)
    })
    if (!answer.ok) return this.#joinRefused(answer)
    if (isVisit && name() !== request.name) void wire.request('introduce', { document, name: name() })
    return outcome && refuse(outcome)
  }

  #joinRefused(refusal: Refusal): Refusal {
    const { code } = refusal
    const { reaction } = ERRORS[code]
    // It may forget a document without edits at any time: then it is created once more.
    if (code === 'not-found' && this.#isCreating) return refuse('internal')
    if (code === 'resync') this.#held.overtake()
    else if (code === 'foreign-client') this.#renewal.need(code)
    else if ((reaction === 'stop' || reaction === 'set-aside') && !this.#awaitsCopy.peek()) this.shut(code)
    return refusal
  }

  /** The answer to a join, in `doc`; null when the document is joined now, else why it has to be tried again. */
  #enter(answer: Joined, doc: Y.Doc, isHeld: boolean): ErrorCode | null {
    const { copy, key, title, role, isVisit } = this.#options
    const held = this.#held
    const old = this.#branch.peek()
    old?.burst.flush()
    const isFresh = doc !== old?.doc
    if (!isFresh && held.epoch > 0 && answer.epoch !== held.epoch) {
      this.#renewal.need('wrong-epoch')
      return 'wrong-epoch'
    }
    const isFull = !isHeld || answer.snapshot !== undefined
    if (!applyAnswer(doc, answer)) {
      if (!isFresh) this.#renewal.need('malformed-update')
      return 'internal'
    }
    // Less than is held here: the server was restored from a backup.
    if (isHeld && (answer.sequence < held.sequence || isIncomplete(doc))) {
      held.overtake()
      return 'resync'
    }
    if (!isFresh && isIncomplete(doc)) {
      this.#renewal.incomplete()
      return 'resync'
    }
    const after = held.sequence
    const isRestored = held.isOvertaken || (answer.epoch === held.epoch && answer.sequence < after)
    const lacking = !held.isWhole && !isFresh ? lackedBy(answer, doc) : null
    held.complete(answer)
    const branch = isFresh ? this.#grow(doc) : old

    this.#record()
    copy.provedKey(key)
    if (isFull) copy.replace({ ...held.place, state: Y.encodeStateAsUpdate(doc), isRestored })
    else copy.receive(answer.updates, { ...held.place, after })
    this.#isJoined = true
    role.receive(answer.role)
    this.#user.value = answer.user
    if (isFresh) this.#replaceBranch(old, branch)
    title.receive(answer.title)
    title.join()
    // What a server that was restored from a backup once acknowledged is not saved any more.
    if (lacking !== null) this.#edit(branch, lacking, doc.clientID)
    if (isVisit) branch.presence.join(answer.awareness)
    branch.outbox.start()
    this.#waiting.watch()
    this.#options.changed()
    return null
  }

  /** Gives the page a fresh Y.Doc, and what can go on of the old one. */
  #replaceBranch(old: Branch | null, fresh: Branch): void {
    const { title, clock } = this.#options
    old?.release()
    const carried = old && this.#renewal.replace(old, fresh.doc, clock.now())
    if (old !== null && carried !== null) this.#edit(fresh, carried, old.doc.clientID)
    this.#renewal.done()
    this.#branch.value = fresh
    title.readText()
  }

  #leave(): void {
    this.#isJoined = false
    this.#waiting.stop()
    this.#options.title.leave()
    const branch = this.#branch.peek()
    branch?.outbox.stop()
    branch?.presence.leave()
    this.#options.changed()
  }

  #receive({ epoch, after, sequence, mark, updates }: UpdatesMessage): void {
    const held = this.#held
    const branch = this.#branch.peek()
    if (!this.#isJoined || branch === null || (epoch === held.epoch && sequence <= held.sequence)) return
    if (epoch !== held.epoch || after > held.sequence) {
      this.#membership.rejoin(epoch === held.epoch ? 'resync' : 'wrong-epoch')
      return
    }
    if (!applyFrames(branch.doc, updates)) {
      this.#renewal.need('malformed-update')
      this.#membership.rejoin('malformed-update')
      return
    }
    held.stand({ epoch, sequence, mark })
    this.#options.copy.receive(updates, { ...held.place, after })
    this.#membership.succeeded()
    this.#tidy.schedule()
  }

  #acknowledge(entries: readonly LocalEntry[], sequence: number, mark: number): void {
    const after = this.#held.sequence
    const isNext = this.#held.acknowledge(sequence, mark)
    this.#isCreating = false
    this.#options.copy.confirm(entries, { ...this.#held.place, after })
    this.#tidy.schedule()
    if (isNext) this.#membership.succeeded()
    else this.#membership.rejoin('resync')
  }

  #refused(code: ErrorCode): void {
    const { reaction } = ERRORS[code]
    if (reaction === 'stop') return this.shut(code)
    if (reaction === 'set-aside') this.#renewal.refused(code)
    this.#membership.rejoin(code)
  }

  /** When nothing waits, the Y.Doc is what the server has: the copy can be one row of it again. */
  #tidyCopy(): void {
    const { copy } = this.#options
    const branch = this.#branch.peek()
    branch?.burst.flush()
    if (branch === null || branch.outbox.size > 0 || !this.#isJoined || !copy.isUntidy) return
    const state = Y.encodeStateAsUpdate(branch.doc)
    copy.replace({ ...this.#held.place, state, isRestored: false })
  }
}
