import { type ReadonlySignal, signal } from '@preact/signals-core'
import * as Y from 'yjs'
import type { ErrorCode, Refusal } from '../../shared/protocol/errors.ts'
import { reactionOf, refused } from '../../shared/protocol/reactions.ts'
import type { UpdatesMessage } from '../../shared/protocol/schemas.ts'
import { inSlices } from '../lib/slices.ts'
import {
  applyAnswer,
  applyFrames,
  type Branch,
  growBranch,
  isIncomplete,
  type Joined,
  lackedBy,
  takeAnswer,
} from './branch.ts'
import { HeldLog } from './held-log.ts'
import { Incoming } from './incoming.ts'
import { joinedUpdates } from './joined-updates.ts'
import { joinRequest } from './join-request.ts'
import type { LocalEntry } from './local-copy.ts'
import { Membership } from './membership.ts'
import { type CachedDocument, newRecord } from './offline-cache.ts'
import { Renewal } from './renewal.ts'
import type { ReplicationOptions } from './replication-options.ts'
import { restore, type Restored } from './restore.ts'
import { TidyCopy } from './tidy-copy.ts'
import { WaitingRows } from './waiting-rows.ts'

/** Brings one document's Y.Doc, this device's copy and the server's log together, and keeps them so. */
export class Replication {
  readonly #branch = signal<Branch | null>(null)
  readonly branch: ReadonlySignal<Branch | null> = this.#branch
  readonly #begun = signal(true)
  readonly begun: ReadonlySignal<boolean> = this.#begun
  readonly #user = signal<Joined['user'] | null>(null)
  /** How the others know this browser's actor here; null until the server said it. */
  readonly user: ReadonlySignal<Joined['user'] | null> = this.#user
  readonly #closed = signal<ErrorCode | null>(null)
  readonly closed: ReadonlySignal<ErrorCode | null> = this.#closed
  readonly #awaitsCopy = signal(false)
  /** This device has not answered in time whether it has the document. */
  readonly awaitsCopy: ReadonlySignal<boolean> = this.#awaitsCopy
  readonly #options: ReplicationOptions
  readonly #membership: Membership
  readonly #tidy: TidyCopy
  /** The server may not know the document yet. */
  #isCreating = false
  #isJoined = false
  readonly #held = new HeldLog()
  readonly #renewal: Renewal
  readonly #waiting: WaitingRows
  readonly #incoming: Incoming
  #stopRestoring: () => void = () => {}
  #isStopped = false

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
    const joined = (): Branch | null => (this.#isJoined ? this.#branch.peek() : null)
    this.#tidy = new TidyCopy({ ...options, held: this.#held, joined })
    const join = (): Promise<Refusal | null> => this.#join()
    this.#membership = new Membership({ wire, clock, random, changed, join, left: () => this.#leave() })
    this.#incoming = new Incoming(options)
    this.#incoming.on('updates', (message) => this.#receive(message), joinedUpdates)
    const present = (update: Uint8Array): void => void (this.#isJoined && this.#branch.peek()?.presence.receive(update))
    this.#incoming.on(
      'awareness',
      ({ update }) => present(update),
      () => null,
    )
    this.#incoming.on('renamed', ({ title }) => options.title.receive(title))
    this.#incoming.on('role', ({ role }) => options.role.receive(role))
    this.#incoming.on('closed', ({ code }) => this.#refused(code))
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

  /** A document by its address, from what this device holds of it, which is brought in slice by slice. */
  startFrom(cached: CachedDocument | null): void {
    const restored = (): void => {
      this.#awaitsCopy.value = false
      if (this.#isOver) return
      this.#membership.start()
      this.#membership.retryNow()
    }
    if (cached === null) return restored()
    this.#stopRestoring = inSlices(restore(cached), this.#options, (held) => {
      if (this.#branch.peek() === null) this.#resume(cached, held)
      // The server was faster. What waits is picked up at a join, which tells it whose it is.
      else if (cached.pending.length > 0) this.#membership.rejoin('resync')
      restored()
    })
  }

  /** This device does not answer in time: the server may have the document. That it has none says nothing yet. */
  startBefore(arrival: Promise<CachedDocument | null>): void {
    this.#awaitsCopy.value = true
    this.#membership.start()
    void arrival.then((cached) => this.#isOver || this.startFrom(cached))
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
    this.#incoming.stop()
    this.#stopRestoring()
    this.#membership.stop()
    this.#tidy.stop()
    this.#branch.peek()?.release()
  }

  /** Nothing may be sent for this document any more. */
  get #isOver(): boolean {
    return this.#isStopped || this.#closed.peek() !== null
  }

  #resume(cached: CachedDocument, { doc, isWhole, confirmed, pending, broken }: Restored): void {
    const { copy, setAside, title, clock, isVisit } = this.#options
    this.#isCreating = cached.record.creating
    this.#options.link.restore(cached.record.key)
    this.#renewal.know(cached.record.clientIds)
    this.#held.stand(cached.record)
    this.#held.isWhole = isWhole && cached.rows.length > 0
    copy.opened(cached)
    if (confirmed !== null && isWhole) copy.replace({ ...this.#held.place, state: confirmed, isRestored: false })
    if (isVisit) void copy.patch({ openedAt: clock.now() })
    setAside.addRows(broken, clock.now())
    // What was never loaded is not shown as an empty text.
    if (cached.rows.length === 0 && pending.length === 0 && !cached.record.creating) return
    const branch = this.#grow(doc)
    for (const row of pending) branch.outbox.add({ ...row, row: row.id })
    this.#branch.value = branch
    // The page may have been closed before its first line was stored.
    title.readText()
  }

  #grow(doc: Y.Doc): Branch {
    const { wire, document, title, clock, nextFrame, random, changed } = this.#options
    const branch: Branch = growBranch(doc, {
      clock,
      nextFrame,
      // Without the server this device has the only copy, and has it soon.
      canWait: () => this.#isJoined,
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
    if (this.#isJoined) this.#incoming.typed()
    this.#isCreating ||= !this.#begun.peek()
    this.#record(this.#isCreating)
    this.#options.changed()
    if (this.#begun.peek()) return
    this.#begun.value = true
    this.#options.title.keep()
    this.#membership.start()
  }

  /** From the first edit, or the first answer, on this device knows the document. */
  #record(isKeyRight: boolean): void {
    const { document, link, title, copy, clock } = this.#options
    const key = isKeyRight ? link.key : ''
    const { pending: pendingTitle, firstLine } = title
    const facts = { creating: this.#isCreating, epoch: this.#held.epoch, openedAt: clock.now() }
    copy.begin(newRecord({ document, key, pendingTitle, firstLine, ...facts }))
  }

  async #join(): Promise<Refusal | null> {
    const { wire, document, link, name, isVisit } = this.#options
    const { key } = link
    if (this.#isJoined) this.#leave()
    if (this.#renewal.code === null) await this.#waiting.pickUp()
    if (this.#isCreating) {
      const created = await wire.request('create', { document, key })
      if (!created.ok) {
        if (reactionOf(created.code) === 'stop') this.shut(created.code)
        return created
      }
    }
    if (this.#isOver) return refused('not-joined')
    const current = this.#branch.peek()
    current?.burst.flush()
    if (current !== null) this.#renewal.meet(current)
    const branch = this.#renewal.code === null ? current : null
    const doc = branch?.doc ?? new Y.Doc()
    const told = { document, key, name: isVisit ? name() : undefined }
    const request = joinRequest({ ...told, doc, branch, held: this.#held, renewal: this.#renewal })
    // What stands when the answer could not be taken in.
    let taken: Promise<ErrorCode | null> = Promise.resolve('internal')
    const answer = await wire.request('join', request, (answered) => {
      // At once: frames that continue from this answer may be right behind it.
      if (!answered.ok) return
      taken = this.#take(answered, doc, current, request.held !== undefined)
    })
    if (!answer.ok) return this.#joinRefused(answer)
    const code = await taken
    if (isVisit && name() !== request.name) void wire.request('introduce', { document, name: name() })
    return code && refused(code)
  }

  #joinRefused(refusal: Refusal): Refusal {
    const { code } = refusal
    const reaction = reactionOf(code)
    // It may forget a document without edits at any time: then it is created once more.
    if (code === 'not-found' && this.#isCreating) return refused('internal')
    if (code === 'resync') this.#held.overtake()
    else if (code === 'foreign-client') this.#renewal.need(code)
    else if ((reaction === 'stop' || reaction === 'set-aside') && !this.#awaitsCopy.peek()) this.shut(code)
    return refusal
  }

  /**
   * Brings the answer to a join into `doc`: in slices when that is not what is shown, `old`. Resolves to null when the document
   * is joined now, else to why it has to be tried again.
   */
  #take(answer: Joined, doc: Y.Doc, old: Branch | null, isHeld: boolean): Promise<ErrorCode | null> {
    const enter = (state: Uint8Array | null): ErrorCode | null => {
      if (this.#isOver) return null
      // This device answered after all, while the server did.
      if (this.#branch.peek() !== old) return 'not-joined'
      if (doc === old?.doc) return this.#enterShown(answer, doc, isHeld)
      return state === null ? 'internal' : this.#enter(answer, doc, isHeld, state)
    }
    if (doc === old?.doc) return Promise.resolve(enter(null))
    return this.#incoming.take<Uint8Array | null>(takeAnswer(doc, answer), enter)
  }

  #enterShown(answer: Joined, doc: Y.Doc, isHeld: boolean): ErrorCode | null {
    const { epoch } = this.#held
    this.#branch.peek()?.burst.flush()
    if (epoch > 0 && answer.epoch !== epoch) {
      this.#renewal.need('wrong-epoch')
      return 'wrong-epoch'
    }
    if (applyAnswer(doc, answer)) return this.#enter(answer, doc, isHeld, null)
    this.#renewal.need('malformed-update')
    return 'internal'
  }

  /** The answer is in `doc`, which was empty before unless `state` is null: all that it holds. */
  #enter(answer: Joined, doc: Y.Doc, isHeld: boolean, state: Uint8Array | null): ErrorCode | null {
    const { copy, link, title, role, isVisit } = this.#options
    const held = this.#held
    const old = this.#branch.peek()
    old?.burst.flush()
    const isFresh = doc !== old?.doc
    const isFull = !isHeld || answer.snapshot !== undefined
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

    this.#record(answer.link !== undefined)
    link.receive(answer)
    if (isFull) copy.replace({ ...held.place, state: state ?? Y.encodeStateAsUpdate(doc), isRestored })
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
    this.#incoming.giveUp()
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
    this.#incoming.catchUp()
    const after = this.#held.sequence
    const isNext = this.#held.acknowledge(sequence, mark)
    this.#isCreating = false
    this.#options.copy.confirm(entries, { ...this.#held.place, after })
    this.#tidy.schedule()
    if (isNext) this.#membership.succeeded()
    else this.#membership.rejoin('resync')
  }

  #refused(code: ErrorCode): void {
    const reaction = reactionOf(code)
    if (reaction === 'stop') return this.shut(code)
    if (reaction === 'set-aside') this.#renewal.refused(code)
    this.#membership.rejoin(code)
  }
}
