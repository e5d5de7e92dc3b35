import { effect, type ReadonlySignal, signal } from '@preact/signals'
import type { ErrorCode, Refusal } from '../../../shared/protocol/errors.ts'
import type { HistoryAnswer } from '../../../shared/protocol/schemas.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Session } from '../../sync/session.ts'

export type Version = Extract<HistoryAnswer, { ok: true }>['versions'][number]

/** The text of a version, or why it is not here. */
export type VersionText = { readonly text: string } | { readonly trouble: ErrorCode }

/** When the server does not say how long to wait. */
const SLOW_MS = 2000

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
  /** By sequence: a version never changes. */
  readonly #texts = new Map<number, string>()
  #before: number | null = null
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
      if (session.status.value.name === 'offline') return
      // Whatever a lost connection left without an answer.
      if (this.#trouble.peek() === 'not-joined') void this.more()
      const [chosen, text] = [this.#chosen.peek(), this.#text.peek()]
      if (chosen !== null && text !== null && 'trouble' in text && text.trouble === 'not-joined')
        void this.choose(chosen)
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
    if (!answer.ok) {
      this.#trouble.value = answer.code
      return
    }
    this.#versions.value = [...(this.#versions.peek() ?? []), ...answer.versions]
    this.#before = answer.earlier
    this.#hasEarlier.value = answer.earlier !== null
  }

  /** Looks at a version. */
  async choose(version: Version): Promise<void> {
    const { sequence } = version
    const known = this.#texts.get(sequence)
    this.#chosen.value = version
    this.#text.value = known === undefined ? null : { text: known }
    if (known !== undefined) return
    const isChosen = (): boolean => this.#chosen.peek()?.sequence === sequence
    const answer = await this.#patiently(() => this.#session.request('version', { sequence }), isChosen)
    if (answer === null) return
    if (answer.ok) this.#texts.set(sequence, answer.text)
    if (isChosen()) this.#text.value = answer.ok ? { text: answer.text } : { trouble: answer.code }
  }

  close(): void {
    this.#isClosed = true
    this.#release()
  }

  /** Asks again for as long as the server wants it slower. Null when nobody waits for it any more. */
  async #patiently<Answer extends { readonly ok: true } | Refusal>(
    ask: () => Promise<Answer>,
    isWanted: () => boolean,
  ): Promise<Answer | null> {
    for (;;) {
      const answer = await ask()
      if (this.#isClosed) return null
      if (answer.ok || answer.code !== 'slow') return answer
      await new Promise<void>((resolve) => void this.#clock.after(answer.retryAfterMs ?? SLOW_MS, resolve))
      if (this.#isClosed || !isWanted()) return null
    }
  }
}
