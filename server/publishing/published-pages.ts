import { createHash } from 'node:crypto'
import { descriptionFromText } from '../../shared/document/description.ts'
import { titleFromText } from '../../shared/document/title.ts'
import { MAX_PUBLISHED_LENGTH } from '../../shared/protocol/limits.ts'
import type { Clock } from '../lib/clock.ts'
import type { DocumentMaker } from '../rooms/document-maker.ts'
import type { PublishedDocument } from '../storage/publication-store.ts'
import { DamagedDocument, type Storage } from '../storage/storage.ts'
import { changeBetween, eventOf, type ShownText } from './page-news.ts'

/** How often is looked for what became of the pages that somebody reads: what is not published any more is gone within two seconds. */
const LOOK_EVERY_MS = 1000
/** A document's text is made anew this often at most, and no more than a tenth of the time: readers cost the writers nothing. */
const MIN_PACE_MS = 500
const PACE = 10

/** Enough that no reader is ever given the changes of another text. */
const VERSION_HASH_LENGTH = 16

/** Texts that are kept for whoever comes next, in UTF-16 code units. */
const MAX_KEPT_LENGTH = 32 * 1024 * 1024
/** Texts of pages that somebody reads, which have to be kept. Beyond: further pages are read without being told of changes. */
const MAX_FOLLOWED_LENGTH = 64 * 1024 * 1024

interface PublishedPagesOptions {
  readonly storage: Pick<Storage, 'publications' | 'log'>
  /** Not the one that those who write wait for. */
  readonly maker: Pick<DocumentMaker, 'text'>
  readonly clock: Clock
  readonly failed: (error: unknown) => void
}

/** A published page at a moment. */
export interface PublishedPage extends ShownText {
  readonly description: string
  /** Of the text. */
  readonly version: string
}

/** Somebody who reads a page. Gets events of an event stream; `isOver`: this is the last. */
export type Follower = (event: Uint8Array, isOver: boolean) => void

interface Kept {
  /** The place in the log that it was made at. */
  readonly place: string
  /** The place, and what stood there: a log that was put back goes on another way. */
  readonly version: string
  /** Of the page it was made for: what was shown before it was taken back is not shown once it is published again. */
  readonly publishedAt: number
  readonly text: string
  readonly isCut: boolean
  readonly madeAt: number
  readonly tookMs: number
}

/** What those who follow a page hold. */
interface Followed {
  readonly document: string
  readonly followers: Set<Follower>
  title: string
  kept: Kept
  isRefreshing: boolean
}

/**
 * Shows published documents as they are: their text, and nothing of its history, of who wrote it, or of what the document is known
 * by. A text is read from the log like a client's, made in a worker, and kept for the next reader.
 */
export class PublishedPages {
  readonly #options: PublishedPagesOptions
  /** By document, the longest unused first. */
  readonly #texts = new Map<string, Kept>()
  readonly #making = new Map<string, Promise<Kept | null>>()
  /** One text is made at a time: each needs its whole document in memory. */
  #turn: Promise<unknown> = Promise.resolve()
  /** By slug. */
  readonly #followed = new Map<string, Followed>()
  #cancelLook: (() => void) | null = null
  #isStopped = false

  constructor(options: PublishedPagesOptions) {
    this.#options = options
  }

  /** Null when nothing is published at this slug. Rejects with a `StorageError`. */
  async page(slug: string): Promise<PublishedPage | null> {
    const [found] = await this.#options.storage.publications.find([slug])
    const kept = found === undefined ? null : await this.#text(found)
    if (found === undefined || kept === null) return null
    const { text, isCut, version } = kept
    const description = found.description ?? descriptionFromText(text)
    return { title: titleOf(found, kept), description, text, isCut, version }
  }

  /** The document that is published at this slug, when what is shown of it names this file; else null. Rejects with a `StorageError`. */
  async documentShowing(slug: string, file: string): Promise<string | null> {
    const [found] = await this.#options.storage.publications.find([slug])
    const kept = found === undefined ? null : await this.#text(found)
    return found !== undefined && kept?.text.includes(`files/${file}`) === true ? found.document : null
  }

  /**
   * Tells a follower what becomes of the page, beginning with the whole text unless it holds the version that others hold by now. `gone`:
   * there is no such page; `full`: no more can be followed. The function that it resolves to ends it. Rejects with a `StorageError`.
   */
  async follow(slug: string, held: string | null, follower: Follower): Promise<(() => void) | 'gone' | 'full'> {
    const [found] = await this.#options.storage.publications.find([slug])
    const kept = found === undefined ? null : await this.#text(found)
    if (this.#isStopped) return 'full'
    if (found === undefined || kept === null) return 'gone'
    const { document } = found
    let followed = this.#followed.get(slug)
    if (followed === undefined || followed.document !== document) {
      if (this.#followedLength + kept.text.length > MAX_FOLLOWED_LENGTH) return 'full'
      if (followed !== undefined) this.#end(slug, followed)
      followed = { document, followers: new Set(), title: titleOf(found, kept), kept, isRefreshing: false }
      this.#followed.set(slug, followed)
    }
    const entered = followed
    entered.followers.add(follower)
    if (held !== entered.kept.version) {
      const { version, text, isCut } = entered.kept
      follower(eventOf({ kind: 'text', version, shown: { title: entered.title, text, isCut } }), false)
    }
    this.#cancelLook ??= this.#options.clock.after(LOOK_EVERY_MS, () => void this.#look())
    return () => {
      entered.followers.delete(follower)
      if (entered.followers.size === 0 && this.#followed.get(slug) === entered) this.#followed.delete(slug)
    }
  }

  /** Nobody is told anything any more. */
  stop(): void {
    this.#isStopped = true
    this.#cancelLook?.()
    this.#followed.clear()
  }

  get #followedLength(): number {
    let length = 0
    for (const { kept } of this.#followed.values()) length += kept.text.length
    return length
  }

  async #look(): Promise<void> {
    const { storage, clock, failed } = this.#options
    try {
      const found = await storage.publications.find([...this.#followed.keys()])
      const bySlug = new Map(found.map((each) => [each.slug, each]))
      for (const [slug, followed] of this.#followed) {
        const now = bySlug.get(slug)
        if (now === undefined || now.document !== followed.document) this.#end(slug, followed)
        else void this.#refresh(followed, now)
      }
    } catch (error) {
      failed(error)
    }
    const isWanted = this.#followed.size > 0 && !this.#isStopped
    this.#cancelLook = isWanted ? clock.after(LOOK_EVERY_MS, () => void this.#look()) : null
  }

  #end(slug: string, { followers }: Followed): void {
    this.#followed.delete(slug)
    for (const follower of followers) follower(eventOf({ kind: 'gone' }), true)
  }

  async #refresh(followed: Followed, now: PublishedDocument): Promise<void> {
    if (followed.isRefreshing) return
    followed.isRefreshing = true
    try {
      const kept = await this.#text(now)
      if (kept === null) return
      const title = titleOf(now, kept)
      if (kept.version === followed.kept.version && title === followed.title) return
      const { isCut, version } = kept
      const change = { ...changeBetween(followed.kept.text, kept.text), title, isCut }
      followed.kept = kept
      followed.title = title
      const event = eventOf({ kind: 'change', version, change })
      for (const follower of followed.followers) follower(event, false)
    } catch (error) {
      this.#options.failed(error)
    } finally {
      followed.isRefreshing = false
    }
  }

  /** The text of now, or of a moment ago when it is being made anew or was made too lately; null when the document is gone. */
  async #text(page: PublishedDocument): Promise<Kept | null> {
    const { document, epoch, sequence } = page
    const last = this.#texts.get(document)
    const kept = last?.publishedAt === page.at ? last : undefined
    if (kept !== undefined) {
      this.#texts.delete(document)
      this.#texts.set(document, kept)
      const isDue = this.#options.clock.now() - kept.madeAt >= Math.max(MIN_PACE_MS, PACE * kept.tookMs)
      if (kept.place === placeOf(epoch, sequence) || !isDue) return kept
    }
    const making = this.#making.get(document)
    if (making !== undefined) return kept ?? making
    const made = this.#turn.then(() => this.#make(page)).finally(() => this.#making.delete(document))
    this.#turn = made.catch(() => undefined)
    this.#making.set(document, made)
    return made
  }

  async #make({ document, at }: PublishedDocument): Promise<Kept | null> {
    const { storage, maker, clock } = this.#options
    const begunAt = clock.now()
    const tail = await storage.log.readAfter(document, 0)
    if (tail === null) return null
    const whole = await maker.text(tail.snapshot?.bytes ?? null, tail.updates)
    if (whole === null) throw new DamagedDocument(document, 'its text cannot be read')
    const madeAt = clock.now()
    const place = placeOf(tail.epoch, tail.sequence)
    // In HTML there is no such character.
    const text = whole.slice(0, MAX_PUBLISHED_LENGTH).replaceAll('\0', '\uFFFD')
    const kept = {
      place,
      version: `${place}.${createHash('sha256').update(text).digest('base64url').slice(0, VERSION_HASH_LENGTH)}`,
      publishedAt: at,
      text,
      isCut: whole.length > MAX_PUBLISHED_LENGTH,
      madeAt,
      tookMs: madeAt - begunAt,
    }
    this.#texts.set(document, kept)
    let length = 0
    for (const { text } of this.#texts.values()) length += text.length
    for (const [oldest, { text }] of this.#texts) {
      if (length <= MAX_KEPT_LENGTH || oldest === document) break
      this.#texts.delete(oldest)
      length -= text.length
    }
    return kept
  }
}

function titleOf({ title }: PublishedDocument, { text }: Kept): string {
  return title ?? titleFromText(text)
}

function placeOf(epoch: number, sequence: number): string {
  return `${epoch}.${sequence}`
}
