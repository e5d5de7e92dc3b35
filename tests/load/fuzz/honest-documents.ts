import { createHash } from 'node:crypto'
import type { Wire } from '../../../client/transport/wire.ts'
import { readPresenceState } from '../../../shared/document/presence.ts'
import { newId } from '../../../client/lib/ids.ts'
import { Awareness, applyAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { HeadlessPage } from '../../support/headless-page.ts'
import type { Random } from '../../support/random.ts'
import { until } from '../../support/until.ts'
import type { DocumentAddress } from './event-frames.ts'

const SETTLE_LIMIT_MS = 60_000
/** How long pages may differ by what is on its way. */
const ALIKE_LIMIT_MS = 10_000
const PAGES = 2

/** A document with honest people in it. */
export class HonestDocument implements DocumentAddress {
  readonly document = newId()
  readonly key = newId()
  /** Whether attackers have its key. */
  readonly isAttacked: boolean
  readonly #url: string
  readonly #report: (finding: string) => void
  readonly #pages: HeadlessPage[] = []
  /** What was typed, of each Y.Doc that typed: its clientID, and where its clock must be at least. */
  readonly #typed = new Map<Y.Doc, number>()
  #characters = 0
  /** The hash of what each page showed in the end. */
  #texts: readonly string[] = []
  /** Attackers made it read differently to different pages, which the server must mend when it looks at it next. */
  differed = false

  constructor(url: string, isAttacked: boolean, report: (finding: string) => void) {
    this.#url = url
    this.isAttacked = isAttacked
    this.#report = report
  }

  /** Resolves when the document exists and everybody is in it. */
  async open(): Promise<void> {
    const first = this.#page('blank')
    this.#pages.push(first)
    first.type('begin\n')
    await until(() => first.isSaved, SETTLE_LIMIT_MS)
    for (let i = 1; i < PAGES; i++) this.#pages.push(this.#page('open'))
    await until(() => this.#pages.every((page) => page.isSaved), SETTLE_LIMIT_MS)
  }

  /** The document as the first page has it now. */
  get doc(): Y.Doc {
    const doc = this.#pages[0]?.replica?.doc
    if (doc === undefined) throw new Error('the page shows no document any more')
    return doc
  }

  /** Somebody types a few characters somewhere, or deletes some in a document that attackers change too. */
  type(random: Random): void {
    const page = random.pick(this.#pages)
    const { replica } = page
    if (replica === null) return this.#report(`a page shows nothing: ${JSON.stringify(page.session.status.peek())}`)
    const { doc, text } = replica
    if (this.isAttacked && text.length > 3 && random.chance(0.1)) text.delete(random.below(text.length - 2), 2)
    const typed = random.text(8)
    page.type(typed, random.below(text.length + 1))
    this.#characters += typed.length
    this.#typed.set(doc, Y.getState(doc.store, doc.clientID))
  }

  /** Everybody stops typing: all that was typed must be stored, and a fresh page must open. Pages that differ are told. */
  async settle(): Promise<void> {
    await this.#until('not everything is saved', () => this.#pages.every((page) => page.isSaved))
    const fresh = this.#page('open')
    await this.#until('a fresh page does not open', () => fresh.isSaved)
    this.#pages.push(fresh)
    const isAlike = (): boolean => this.#pages.every((page) => page.text === fresh.text)
    // What others typed last may be on its way.
    this.differed = await until(isAlike, ALIKE_LIMIT_MS).then(
      () => false,
      () => true,
    )
    if (this.differed && !this.isAttacked) this.#report(`${this.document}: pages differ, and no attacker has its key`)
    this.#compare(fresh)
  }

  /**
   * Opens it again with several pages, when nobody has been in it for a while: they must see the same, and what was seen
   * before unless the server has found the document forged and mended it.
   */
  async reopen(isMended: () => boolean): Promise<void> {
    const before = this.#texts
    this.#pages.length = 0
    for (let i = 0; i < PAGES; i++) this.#pages.push(this.#page('open'))
    await this.#until('a fresh page does not open at the end', () => this.#pages.every((page) => page.isSaved))
    await this.#until('fresh pages differ at the end', () => this.#pages.every(({ text }) => text === this.text))
    const isAsBefore = before.every((text) => text === hash(this.text))
    // The log tells of it when the new epoch is there already.
    if (!isAsBefore) await this.#until('the text is another one at the end, and nothing was mended', isMended)
    await this.close()
  }

  get text(): string {
    return this.#pages[0]?.text ?? ''
  }

  async close(): Promise<void> {
    this.#texts = this.#pages.map((page) => hash(page.text))
    await Promise.all(this.#pages.map((page) => page.close()))
  }

  #compare(fresh: HeadlessPage): void {
    const { document } = this
    const store = fresh.replica?.doc.store
    for (const [doc, clock] of this.#typed) {
      const isHere = this.#pages.some((page) => page.replica?.doc === doc)
      if (isHere && store !== undefined && Y.getState(store, doc.clientID) < clock)
        this.#report(`${document}: typed characters are gone`)
    }
    for (const page of this.#pages) {
      // A document that was mended goes on in a new epoch; what was on its way then is kept beside it.
      for (const { code } of page.session.setAside.peek())
        if (!this.isAttacked || code !== 'wrong-epoch') this.#report(`${document}: edits were set aside: ${code}`)
      const people = page.session.closed.peek()
      if (people !== null) this.#report(`${document}: closed to a page: ${people}`)
    }
    const isSound = store !== undefined && store.pendingStructs === null && store.pendingDs === null
    if (!isSound) this.#report(`${document}: a fresh page waits for something that is not in the log`)
    const expected = 'begin\n'.length + this.#characters
    if (!this.isAttacked && fresh.text.length !== expected) {
      this.#report(`${document}: ${fresh.text.length} characters instead of ${expected}, and no attacker has its key`)
    }
  }

  async #until(failure: string, condition: () => boolean): Promise<void> {
    await until(condition, SETTLE_LIMIT_MS).catch(() => {
      const states = this.#pages.map((page) => `${page.session.status.peek().name} ${page.text.length}`)
      this.#report(`${this.document}: ${failure} (${states.join(', ')})`)
    })
  }

  #page(kind: 'blank' | 'open'): HeadlessPage {
    const { document, key } = this
    const between = (wire: Wire): Wire => this.#decoding(wire)
    return new HeadlessPage({ url: this.#url, document, key, kind, transports: ['websocket'], between })
  }

  /** Presence is decoded once more, where nothing catches what the page would: it must be well-formed, whoever sent it. */
  #decoding(wire: Wire): Wire {
    const awareness = new Awareness(new Y.Doc())
    // oxlint-disable-next-line no-underscore-dangle -- Awareness has no other way to be still
    clearInterval(awareness._checkInterval as ReturnType<typeof setInterval>)
    wire.on('awareness', ({ update }) => {
      try {
        applyAwarenessUpdate(awareness, update, 'server')
      } catch (error) {
        this.#report(`presence cannot be decoded: ${String(error)} (${Buffer.from(update).toString('base64')})`)
      }
      for (const [client, state] of awareness.getStates()) {
        if (client !== awareness.clientID && readPresenceState(state) === null)
          this.#report(`presence of another shape: ${JSON.stringify(state).slice(0, 300)}`)
      }
    })
    return wire
  }
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
