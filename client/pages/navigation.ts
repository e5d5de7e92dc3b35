import { effect, signal, type ReadonlySignal } from '@preact/signals'
import { newId } from '../lib/ids.ts'
import type { Session } from '../sync/session.ts'
import { type DocumentAddress, documentLink, parseAddress } from './address.ts'

/** How one comes to a document. */
export interface Arrival {
  /** The address says that one will only read. */
  readonly reads: boolean
  /** An earlier session of the document is still storing what was written in it. */
  readonly after: Promise<void> | undefined
}

interface NavigationOptions {
  readonly window: Window
  /** With the path under which this Weft is served. */
  readonly base: string
  readonly open: (document: string, key: string, kind: 'blank' | 'open', from?: Arrival) => Session
  /** Asked before a document is left inside the page. False: stay. */
  readonly mayLeave: (session: Session) => Promise<boolean>
  /** A session let go of everything; its document may have edits that still wait. */
  readonly closed: () => void
}

/** What the page shows, in step with the address bar: one document at a time, the list of all, or neither. */
export class Navigation {
  readonly #options: NavigationOptions
  readonly #session = signal<Session | null>(null)
  readonly #isListing = signal(false)
  readonly #heading = signal('')
  /** Documents that were left and are not let go of yet. */
  readonly #closing = new Map<string, Promise<void>>()
  /** How often somebody wanted to go elsewhere: the last time counts. */
  #asked = 0
  /** The address that belongs to what is open. */
  #href = ''
  #stopFollowing: () => void = () => undefined

  constructor(options: NavigationOptions) {
    this.#options = options
    options.window.addEventListener('popstate', () => void this.#follow())
    this.#open(options.window.location.href)
  }

  get session(): ReadonlySignal<Session | null> {
    return this.#session
  }

  /** Whether the address is that of the list; there is no session then. */
  get isListing(): ReadonlySignal<boolean> {
    return this.#isListing
  }

  /** The heading that the address leads to, until somebody is there or it is not found; '' for none. */
  get heading(): ReadonlySignal<string> {
    return this.#heading
  }

  get base(): string {
    return this.#options.base
  }

  isOpen(document: string): boolean {
    return this.#session.peek()?.document === document
  }

  /** Opens what the address names, as if its link had been clicked. Resolves to false when the person chose to stay. */
  async go(href: string): Promise<boolean> {
    const asked = ++this.#asked
    if (!(await this.#mayLeave()) || asked !== this.#asked) return false
    this.#options.window.history.pushState(null, '', href)
    this.#open(href)
    return true
  }

  /** An empty page: the one that is open if nothing was written on it yet. Null when the person chose to stay. */
  async blank(): Promise<Session | null> {
    const open = this.#session.peek()
    if (open !== null && !open.begun.peek()) return open
    return (await this.go(this.base)) ? this.#session.peek() : null
  }

  /** Back, forward, or another key typed behind the `#`: the address bar has changed already. */
  async #follow(): Promise<void> {
    const { location, history } = this.#options.window
    const { href } = location
    if (href === this.#href) return
    if (this.#isSameDocument(href)) return this.#arrive(href)
    if (await this.#mayLeave()) this.#open(href)
    else history.pushState(null, '', this.#href)
  }

  /** The address bar shows the heading at which one is now, for whoever copies it from there; '' for none. */
  reach(heading: string): void {
    this.#heading.value = ''
    const session = this.#session.peek()
    if (session === null || !session.begun.peek()) return
    const before = parseAddress(this.#href, this.base)
    const role = before.name === 'document' && before.reads ? 'viewer' : null
    this.#href = documentLink(this.base, session.document, session.key, { role, heading })
    this.#options.window.history.replaceState(null, '', this.#href)
  }

  /** Only the heading differs: nothing is opened anew. */
  #isSameDocument(href: string): boolean {
    const [before, after] = [this.#href, href].map((each) => parseAddress(each, this.base))
    return (
      before?.name === 'document' &&
      after?.name === 'document' &&
      before.document === after.document &&
      before.key === after.key
    )
  }

  #arrive(href: string): void {
    const address = parseAddress(href, this.base)
    this.#href = href
    this.#heading.value = address.name === 'document' ? address.heading : ''
  }

  /** Opens what is open once more, as if the page was loaded again. */
  reopen(): void {
    this.#open(this.#href)
  }

  /** The link that one came by has another secret now, or opens nothing ('') : the bar shows what is true. */
  rekey(key: string): void {
    const session = this.#session.peek()
    if (session === null) return
    session.rekey(key)
    this.#href = documentLink(this.base, session.document, key)
    this.#options.window.history.replaceState(null, '', this.#href)
  }

  async #mayLeave(): Promise<boolean> {
    const session = this.#session.peek()
    return session === null || (await this.#options.mayLeave(session))
  }

  #open(href: string): void {
    this.#stopFollowing()
    this.#leave(this.#session.peek())
    const address = parseAddress(href, this.base)
    this.#href = href
    this.#isListing.value = address.name === 'documents'
    this.#heading.value = address.name === 'document' ? address.heading : ''
    if (address.name === 'unknown' || address.name === 'documents') this.#session.value = null
    else if (address.name === 'document') this.#session.value = this.#reopen(address)
    else {
      const session = this.#options.open(newId(), newId(), 'blank')
      this.#session.value = session
      this.#stopFollowing = effect(() => {
        if (session.begun.value) this.#begin(session)
      })
    }
  }

  #reopen({ document, key, reads }: DocumentAddress): Session {
    return this.#options.open(document, key, 'open', { reads, after: this.#closing.get(document) })
  }

  #leave(left: Session | null): void {
    if (left === null) return
    const { document } = left
    const closing = left.close().then(() => {
      if (this.#closing.get(document) === closing) this.#closing.delete(document)
      this.#options.closed()
    })
    this.#closing.set(document, closing)
  }

  /** The first edit gave a blank page an address: the bar shows it, and going back does not lead to the blank page again. */
  #begin(session: Session): void {
    this.#href = documentLink(this.base, session.document, session.key)
    this.#options.window.history.replaceState(null, '', this.#href)
  }
}
