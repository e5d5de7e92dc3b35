import { effect, type ReadonlySignal, signal } from '@preact/signals'
import type { ErrorCode, Refusal } from '../../../shared/protocol/errors.ts'
import type { HistoryAnswer } from '../../../shared/protocol/schemas.ts'
import type { Clock } from '../../lib/clock.ts'
import type { SaveStatus, Session } from '../../sync/session.ts'

export type Version = Extract<HistoryAnswer, { ok: true }>['versions'][number]

/** The text of a version, or why it is not here. */
export type VersionText = { readonly text: string } | { readonly trouble: ErrorCode }

/** When the server does not say how long to wait. */
const SLOW_MS = 2000
/** Then the person decides. */
const MAX_SLOW_ANSWERS = 3

/** Of the texts that were looked at; each may be megabytes. */
const MAX_TEXTS = 5

/** What is said of a document while there is a connection, and the server knows that it is open here. */
const CONNECTED: readonly SaveStatus['name'][] = ['saved', 'saving', 'blank']

/** The server was not there, or is about to go: it is asked again once it is back. */
export function isLostConnection(code: ErrorCode): boolean {
  return code === 'not-joined' || code === 'draining'
}

/** The earlier versions of one document, as they are asked for, and the one that is looked at. */
export class VersionList {
  /** Newest first; null until the server told them. */
  readonly versions: ReadonlySignal<readonly Version[] | null>
  /** There are more. */
  readonly hasEarlier: ReadonlySignal<boolean>
  readonly isAsking: ReadonlySignal<boolean>
  /** Why the last question for versions had no answer; null when it had one, or has none yet. */
  readonly trouble: ReadonlySignal<ErrorCode | null>
  readonly chosen: ReadonlySignal<Version | null>
  /** Of the chosen one; null until the server told it. */
  readonly text: ReadonlySignal<VersionText | null>
  readonly #session: Session
  readonly #clock: Clock
  readonly #versions = signal<readonly Version[] | null>(null)
  readonly #isAsking = signal(false)
  readonly #trouble = signal<ErrorCode | null>(null)
  readonly #chosen = signal<Version | null>(null)
  readonly #text = signal<VersionText | null>(null)
  readonly #hasEarlier = signal(false)
  /** By sequence, the one looked at last at the end: a version never changes. */
  readonly #texts = new Map<number, string>()
  /** Those that the server is putting together, by sequence: that costs it much, and it is asked once. */
  readonly #reading = new Map<number, Promise<void>>()
  #before: number | null = null
  /** There was no connection since the last answer. */
  #wasAway = false
  readonly #release: () => void
  #isClosed = false

  constructor(session: Session, clock: Clock) {
    this.#session = session
    this.#clock = clock
    this.versions = this.#versions
    this.hasEarlier = this.#hasEarlier
    this.isAsking = this.#isAsking
    this.trouble = this.#trouble
    this.chosen = this.#chosen
    this.text = this.#text
    void this.more()
    this.#release = effect(() => {
      if (!CONNECTED.includes(session.status.value.name)) {
        this.#wasAway = true
        return
      }
      // Whatever a lost connection left without an answer. Texts are not asked for again: they cost the server too much.
      const trouble = this.#trouble.peek()
      if (this.#wasAway && trouble !== null && isLostConnection(trouble)) void this.more()
    })
  }

  /** Asks for the first versions, or for those before the last one. */
  async more(): Promise<void> {
    if (this.#isAsking.peek()) return
    this.#isAsking.value = true
    this.#trouble.value = null
    const before = this.#before
    const answer = await this.#patiently(
      () => this.#session.request('history', before === null ? {} : { before }),
      () => true,
    )
    if (answer === null) return
    this.#isAsking.value = false
    if (answer.ok || !isLostConnection(answer.code)) this.#wasAway = false
    if (!answer.ok) {
      this.#trouble.value = answer.code
      return
    }
    this.#versions.value = [...(this.#versions.peek() ?? []), ...answer.versions]
    this.#before = answer.earlier
    this.#hasEarlier.value = answer.earlier !== null
  }

  /** Looks at a version. Resolves once its text is here, or is not to come. */
  choose(version: Version): Promise<void> {
    const { sequence } = version
    const known = this.#texts.get(sequence)
    this.#chosen.value = version
    this.#text.value = known === undefined ? null : { text: known }
    if (known !== undefined) {
      this.#keep(sequence, known)
      return Promise.resolve()
    }
    const underWay = this.#reading.get(sequence)
    if (underWay !== undefined) return underWay
    const reading = this.#read(sequence)
    this.#reading.set(sequence, reading)
    return reading
  }

  async #read(sequence: number): Promise<void> {
    const isChosen = (): boolean => this.#chosen.peek()?.sequence === sequence
    const answer = await this.#patiently(() => this.#session.request('version', { sequence }), isChosen)
    this.#reading.delete(sequence)
    if (answer === null) return
    // The text is the document's: a mark at its beginning is a part of it.
    const shown: VersionText = answer.ok
      ? { text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(answer.text) }
      : { trouble: answer.code }
    if ('text' in shown) this.#keep(sequence, shown.text)
    if (isChosen()) this.#text.value = shown
  }

  #keep(sequence: number, text: string): void {
    this.#texts.delete(sequence)
    this.#texts.set(sequence, text)
    for (const oldest of this.#texts.keys()) {
      if (this.#texts.size <= MAX_TEXTS) return
      this.#texts.delete(oldest)
    }
  }

  close(): void {
    this.#isClosed = true
    this.#release()
  }

  /** Asks again, a few times, when the server wants it slower. Null when nobody waits for it any more. */
  async #patiently<Answer extends { readonly ok: true } | Refusal>(
    ask: () => Promise<Answer>,
    isWanted: () => boolean,
  ): Promise<Answer | null> {
    for (let slowAnswers = 0; ; slowAnswers++) {
      const answer = await ask()
      if (this.#isClosed) return null
      if (answer.ok || answer.code !== 'slow' || slowAnswers === MAX_SLOW_ANSWERS) return answer
      await new Promise<void>((resolve) => void this.#clock.after(answer.retryAfterMs ?? SLOW_MS, resolve))
      if (this.#isClosed || !isWanted()) return null
    }
  }
}
