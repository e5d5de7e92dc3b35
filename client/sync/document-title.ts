import { computed, type ReadonlySignal, signal } from '@preact/signals-core'
import { titleFromText } from '../../shared/document/title.ts'
import type { ErrorCode } from '../../shared/protocol/errors.ts'
import { reactionOf } from '../../shared/protocol/reactions.ts'
import { MAX_TITLE_LENGTH } from '../../shared/protocol/limits.ts'
import { type Clock, Later } from '../lib/clock.ts'
import { oneLine } from '../lib/one-line.ts'
import type { Wire } from '../transport/wire.ts'
import type { LocalCopy } from './local-copy.ts'
import type { DocumentRecord } from './offline-cache.ts'
import { shownLine, UNTITLED } from './untitled.ts'

const FIRST_LINE_MS = 400
const RETRY_MS = 5000

/** A title as the protocol allows it: one line, trimmed, cut at a code point. */
export function cleanTitle(title: string): string {
  const line = oneLine(title)
  return line.length <= MAX_TITLE_LENGTH ? line : line.slice(0, MAX_TITLE_LENGTH).replace(/[\uD800-\uDBFF]$/, '')
}

export interface DocumentTitleOptions {
  readonly document: string
  readonly wire: Wire
  readonly copy: LocalCopy
  readonly clock: Clock
  /** The whole text of now. */
  text(): string
  /** The server will never take this title. */
  refused(title: string, code: ErrorCode): void
  changed(): void
}

/** What a document is called: by somebody, on this device or elsewhere, or by its first line. */
export class DocumentTitle {
  readonly title: ReadonlySignal<string | null>
  readonly displayTitle: ReadonlySignal<string>
  readonly #options: DocumentTitleOptions
  readonly #named = signal<string | null>(null)
  readonly #pending = signal<string | null>(null)
  readonly #firstLine = signal(UNTITLED)
  readonly #readFirstLine: Later
  #cancelRetry: () => void = () => {}
  #isKept = true
  #isJoined = false
  #isSending = false

  constructor(options: DocumentTitleOptions) {
    this.#options = options
    this.title = computed(() => (this.#pending.value ?? this.#named.value) || null)
    this.displayTitle = computed(() => this.title.value ?? shownLine(this.#firstLine.value))
    this.#readFirstLine = new Later(options.clock, FIRST_LINE_MS, () => this.readText())
  }

  /** A title given here that the server has not acknowledged. */
  get pending(): string | null {
    return this.#pending.peek()
  }

  get isKept(): boolean {
    return this.#isKept
  }

  get firstLine(): string {
    return this.#firstLine.peek()
  }

  restore({ title, pendingTitle, firstLine }: DocumentRecord): void {
    this.#named.value = title
    this.#pending.value = pendingTitle
    this.#firstLine.value = firstLine
  }

  /** Kept on this device at once, and sent as soon as the document is joined. */
  rename(title: string): void {
    this.#pending.value = cleanTitle(title)
    this.keep()
    this.#send()
  }

  /** Keeps a pending title on this device: again, when there was no document yet that it could be kept with. */
  keep(): void {
    const pendingTitle = this.#pending.peek()
    if (pendingTitle === null) return
    this.#isKept = false
    void this.#options.copy.patch({ pendingTitle }).then((isKept) => {
      this.#isKept = isKept
      this.#options.changed()
    })
    this.#options.changed()
  }

  /** The server says what the document is called. */
  receive(title: string | null): void {
    if (title === this.#named.peek()) return
    this.#named.value = title
    void this.#options.copy.patch({ title })
  }

  join(): void {
    this.#isJoined = true
    this.#isSending = false
    this.#send()
  }

  leave(): void {
    this.#isJoined = false
    this.#cancelRetry()
  }

  textChanged(): void {
    this.#readFirstLine.schedule()
  }

  /** Reads the first line now. */
  readText(): void {
    this.#readFirstLine.cancel()
    const firstLine = titleFromText(this.#options.text())
    if (firstLine === this.#firstLine.peek()) return
    this.#firstLine.value = firstLine
    void this.#options.copy.patch({ firstLine })
  }

  #send(): void {
    const title = this.#pending.peek()
    if (title === null || !this.#isJoined || this.#isSending) return
    this.#isSending = true
    const { wire, document, copy, clock } = this.#options
    // While the answer arrives: somebody else's title may be right behind it.
    void wire.request('rename', { document, title }, (answer) => {
      this.#isSending = false
      const reaction = answer.ok ? null : reactionOf(answer.code)
      if (!answer.ok && reaction === 'retry')
        this.#cancelRetry = clock.after(Math.max(RETRY_MS, answer.retryAfterMs ?? 0), () => this.#send())
      if (reaction === 'retry' || reaction === 'rejoin') return
      if (answer.ok) this.#named.value = title === '' ? null : title
      else this.#options.refused(title, answer.code)
      if (this.#pending.peek() === title) {
        this.#pending.value = null
        void copy.patch({ title: this.#named.peek(), pendingTitle: null })
      }
      this.#options.changed()
      this.#send()
    })
  }
}
