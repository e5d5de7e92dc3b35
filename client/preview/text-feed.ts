import type * as Y from 'yjs'
import { TextPlaces } from '../../shared/document/text-places.ts'
import { type Clock, Later } from '../lib/clock.ts'
import type { TextChange } from './messages.ts'
import { placeAfter } from './text-changes.ts'

/** Keys that follow each other faster than this are rendered together. */
const GATHER_MS = 40

interface TextFeedOptions {
  readonly text: Y.Text
  readonly clock: Clock
  /** Whoever is told of the changes up to `version` says `taken` when it can take more. */
  readonly send: (changes: readonly TextChange[], version: number) => void
}

/** What changes in a text, in messages: gathered for a moment, and for as long as the last one is being worked on. */
export class TextFeed {
  readonly #text: Y.Text
  readonly #send: TextFeedOptions['send']
  readonly #later: Later
  /** Changes since `#taken`, oldest first: those up to `#sent` are on their way. */
  #changes: TextChange[] = []
  #taken = 0
  #sent = 0

  constructor({ text, clock, send }: TextFeedOptions) {
    this.#text = text
    this.#send = send
    this.#later = new Later(clock, GATHER_MS, () => this.#flush())
    text.observe(this.#observe)
  }

  /** The number of changes so far: that of the text as it is now. */
  get version(): number {
    return this.#taken + this.#changes.length
  }

  /** The version that was sent last. */
  get sent(): number {
    return this.#sent
  }

  taken(version: number): void {
    this.#changes = this.#changes.slice(version - this.#taken)
    this.#taken = version
    if (this.#changes.length > 0) this.#later.schedule()
  }

  /** Where `at` in the text of `version` is now; null when what stood there is gone, or nobody knows any more. */
  now(at: number, version: number): number | null {
    if (version < this.#taken || version > this.version) return null
    return placeAfter(at, this.#changes.slice(version - this.#taken))
  }

  stop(): void {
    this.#later.cancel()
    this.#text.unobserve(this.#observe)
  }

  readonly #observe = (event: Y.YTextEvent): void => {
    let at = 0
    for (const { retain = 0, insert, delete: removed = 0 } of TextPlaces.of(this.#text).deltaOf(event)) {
      at += retain
      if (typeof insert === 'string') {
        this.#changes.push({ at, remove: 0, insert })
        at += insert.length
      } else if (removed > 0) {
        this.#changes.push({ at, remove: removed, insert: '' })
      }
    }
    if (this.#sent === this.#taken) this.#later.schedule()
  }

  #flush(): void {
    if (this.#sent > this.#taken || this.#changes.length === 0) return
    this.#sent = this.version
    this.#send(this.#changes, this.#sent)
  }
}
