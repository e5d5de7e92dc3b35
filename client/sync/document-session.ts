import { computed, effect, type ReadonlySignal, signal } from '@preact/signals-core'
import type { Role } from '../../shared/access/roles.ts'
import { TITLE_SPAN } from '../../shared/document/title.ts'
import type { ErrorCode, Refusal } from '../../shared/protocol/errors.ts'
import { type Clock, systemClock, withinTime } from '../lib/clock.ts'
import { nextFrame, type NextFrame } from '../lib/next-frame.ts'
import { SLICE_MS } from '../lib/slices.ts'
import type { AnswerOf, MessageOf, PayloadOf, Wire } from '../transport/wire.ts'
import { DocumentTitle } from './document-title.ts'
import { LocalCopy } from './local-copy.ts'
import { CACHE_LIMIT_MS, type OfflineCache } from './offline-cache.ts'
import { peopleOf } from './presence.ts'
import { Replication } from './replication.ts'
import { OwnLink } from './own-link.ts'
import { OwnRole } from './own-role.ts'
import type { AccessMessage, Person, Replica, SaveStatus, Session, SessionRequest, SetAsideBranch } from './session.ts'
import { SetAside } from './set-aside.ts'
import { saveStatus } from './sync-status.ts'
import { textBeginning } from './text-beginning.ts'

export interface DocumentSessionOptions {
  readonly document: string
  /** Of the link in the address; '' without one. */
  readonly key: string
  /**
   * - `blank`    a new page: exists nowhere until its first edit
   * - `open`     a document by its address
   * - `waiting`  a document nobody looks at, opened to send what waits: no visit, and unseen by the others
   */
  readonly kind: 'blank' | 'open' | 'waiting'
  readonly connection: Wire
  readonly cache: OfflineCache
  /** One's own name. */
  readonly name: string
  /** What the address says that one will be here. */
  readonly expectedRole?: Role | undefined
  /** Another session of this page that is still storing what was written in the document: it comes first. */
  readonly after?: Promise<void> | undefined
  readonly clock?: Clock
  readonly nextFrame?: NextFrame
  readonly sliceMs?: number
  readonly random?: () => number
}

/** One open document: what the page shows of it, and what it may ask for. */
export class DocumentSession implements Session {
  readonly document: string
  readonly link: Session['link']
  readonly replica: ReadonlySignal<Replica | null>
  readonly status: ReadonlySignal<SaveStatus>
  readonly begun: ReadonlySignal<boolean>
  readonly title: ReadonlySignal<string | null>
  readonly displayTitle: ReadonlySignal<string>
  readonly role: ReadonlySignal<Role | null>
  readonly lastKnownRole: ReadonlySignal<Role | null>
  readonly online: ReadonlySignal<boolean>
  readonly people: ReadonlySignal<readonly Person[]>
  readonly closed: ReadonlySignal<ErrorCode | null>
  readonly awaitsDevice: ReadonlySignal<boolean>
  readonly refusedTitle: Session['refusedTitle']
  readonly setAside: ReadonlySignal<readonly SetAsideBranch[]>
  readonly #wire: Wire
  readonly #cache: OfflineCache
  readonly #clock: Clock
  readonly #copy: LocalCopy
  readonly #title: DocumentTitle
  readonly #link: OwnLink
  readonly #role: OwnRole
  readonly #setAside: SetAside
  readonly #replication: Replication
  readonly #name: ReturnType<typeof signal<string>>
  /** Raised whenever something outside the signals changed that the status depends on. */
  readonly #facts = signal(0)
  readonly #release: (() => void)[]
  #isClosed = false

  constructor(options: DocumentSessionOptions) {
    const { document, key, kind, connection, cache, name } = options
    const clock = options.clock ?? systemClock
    const random = options.random ?? Math.random
    const changed = (): void => {
      this.#facts.value = this.#facts.peek() + 1
    }
    this.document = document
    this.#wire = connection
    this.#cache = cache
    this.#clock = clock
    this.#name = signal(name)
    this.#copy = new LocalCopy(cache, document, clock, changed)
    this.#setAside = new SetAside(cache, this.#copy, document, clock)
    const beginning = (): string => {
      const replica = this.replica.peek()
      return replica === null ? '' : textBeginning(replica.text, TITLE_SPAN)
    }
    const refusedTitle = signal<Session['refusedTitle']['value']>(null)
    this.refusedTitle = refusedTitle
    const refused = (title: string, code: ErrorCode): void => void (refusedTitle.value = { title, code })
    this.#title = new DocumentTitle({
      document,
      wire: connection,
      copy: this.#copy,
      clock,
      beginning,
      changed,
      refused,
    })
    this.#role = new OwnRole(this.#copy, options.expectedRole ?? null)
    this.#link = new OwnLink(key, this.#copy)
    this.#replication = new Replication({
      document,
      isVisit: kind !== 'waiting',
      wire: connection,
      cache,
      copy: this.#copy,
      title: this.#title,
      link: this.#link,
      role: this.#role,
      setAside: this.#setAside,
      clock,
      nextFrame: options.nextFrame ?? nextFrame,
      sliceMs: options.sliceMs ?? SLICE_MS,
      random,
      name: () => this.#name.peek() ?? '',
      changed,
    })

    this.replica = this.#replication.branch
    this.begun = this.#replication.begun
    this.role = this.#role.role
    this.link = this.#link.link
    this.lastKnownRole = this.#role.lastKnown
    this.closed = this.#replication.closed
    this.awaitsDevice = this.#replication.awaitsCopy
    this.setAside = this.#setAside.branches
    this.title = this.#title.title
    this.displayTitle = this.#title.displayTitle
    this.status = computed(() => this.#status())
    this.online = computed(() => connection.state.value.name === 'online')
    this.people = computed(() => this.#people())

    this.#release = [
      effect(() => {
        const state = connection.state.value
        if (state.name === 'refused') this.#replication.shut(state.code)
      }),
      // Another tab may have set something aside, or discarded it.
      cache.subscribe(() => void this.#setAside.load()),
    ]
    if (kind === 'blank') this.#replication.startBlank()
    else void this.#load(options.after)
  }

  get key(): string {
    return this.#link.address.value
  }

  rekey(key: string): void {
    this.#link.rekey(key)
  }

  flush(): void {
    this.#replication.branch.peek()?.burst.flush()
  }

  refreshTitle(): void {
    if (this.#replication.begun.peek() && this.replica.peek() !== null) this.#title.readText()
  }

  rename(title: string): void {
    this.#title.rename(title)
  }

  introduce(name: string): void {
    this.#name.value = name
    if (this.#replication.isJoined) void this.#wire.request('introduce', { document: this.document, name })
  }

  async delete(): Promise<{ readonly ok: true } | Refusal> {
    const answer = await this.#wire.request('delete', { document: this.document })
    if (answer.ok) this.#replication.shut('deleted')
    return answer
  }

  request<Event extends SessionRequest>(
    event: Event,
    fields: Omit<PayloadOf<Event>, 'document'>,
  ): Promise<AnswerOf<Event>> {
    return this.#wire.request(event, { document: this.document, ...fields })
  }

  on<Event extends AccessMessage>(event: Event, listener: (message: MessageOf<Event>) => void): () => void {
    return this.#wire.on(event, (message) => {
      if (message.document === this.document) listener(message)
    })
  }

  discardSetAside(branch: SetAsideBranch): Promise<void> {
    // What was inserted of it comes first.
    this.flush()
    return this.#setAside.discard(branch)
  }

  retryNow(): void {
    this.#wire.retryNow()
    this.#replication.retryNow()
  }

  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    for (const release of this.#release) release()
    this.flush()
    this.refreshTitle()
    // Also a join on its way is given up by that, before this page can join again.
    if (this.#replication.begun.peek()) void this.#wire.request('leave', { document: this.document })
    this.#replication.stop()
    await withinTime(this.#clock, CACHE_LIMIT_MS, this.#copy.settled(), undefined)
    this.#copy.stop()
  }

  async #load(after: Promise<void> | undefined): Promise<void> {
    if (after !== undefined) await after
    const loading = this.#cache.load(this.document).then((cached) => {
      void this.#setAside.load()
      if (cached !== null && !this.#isClosed) {
        this.#title.restore(cached.record)
        this.#role.restore(cached.record.role)
      }
      return { cached }
    })
    const inTime = await withinTime(this.#clock, CACHE_LIMIT_MS, loading, null)
    if (this.#isClosed) return
    if (inTime === null) this.#replication.startBefore(loading.then(({ cached }) => cached))
    else this.#replication.startFrom(inTime.cached)
  }

  #status(): SaveStatus {
    void this.#facts.value
    const { entries, branch, isJoined, trouble } = this.#replication
    const isChanging = branch.peek()?.burst.isEmpty === false
    const hasTitle = this.#title.pending !== null
    return saveStatus({
      begun: this.begun.value,
      loaded: this.replica.value !== null,
      joined: isJoined,
      changes: entries.length + (isChanging ? 1 : 0) + (hasTitle ? 1 : 0),
      kept: !isChanging && entries.every((entry) => this.#copy.isKept(entry)) && (!hasTitle || this.#title.isKept),
      connection: this.#wire.state.value,
      trouble,
    })
  }

  #people(): Person[] {
    const branch = this.#replication.branch.value
    const user = this.#replication.user.value
    const self = {
      clientId: branch?.doc.clientID ?? 0,
      id: user?.id ?? 'self',
      name: this.#name.value ?? '',
      color: user?.color ?? 0,
    }
    return peopleOf(self, branch?.presence.others.value ?? [])
  }
}
