import { type ReadonlySignal, signal } from '@preact/signals'
import { ERRORS, type ErrorCode } from '../../../shared/protocol/errors.ts'
import type { ClientToServerEvents } from '../../../shared/protocol/messages.ts'
import type { SharingAnswer, SimpleAnswer } from '../../../shared/protocol/schemas.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Session } from '../../sync/session.ts'

/** It was sent, and whether it was done is not known. */
export interface Unanswered {
  readonly ok: false
  readonly code: 'unanswered'
}

/** Why something was not done, or may not have been. */
export type RefusalCode = ErrorCode | Unanswered['code']

/** What may be asked twice, with the same ids and secret: the second time changes nothing more. */
type RepeatableEvent = 'add-link' | 'revoke-link' | 'rotate-link' | 'set-role' | 'share-with' | 'publish' | 'unpublish'
type Fields<Event extends RepeatableEvent> = Omit<Parameters<ClientToServerEvents[Event]>[0], 'document'>

type Listed = Extract<SharingAnswer, { ok: true }>

/** Between one attempt and the next: joining again takes a moment. */
const REPEAT_MS = 1000

const UNANSWERED: Unanswered = { ok: false, code: 'unanswered' }

/**
 * Asks for changes of who has access. One whose answer was lost may have been made: it is asked for again, as it was, until
 * the server answers.
 */
export class RepeatedRequests {
  /** So many were sent, and may have been done or not. */
  readonly unanswered: ReadonlySignal<number>
  readonly #unanswered = signal(0)
  readonly #session: Session
  readonly #clock: Clock
  readonly #wakes = new Set<() => void>()
  #isClosed = false

  constructor(session: Session, clock: Clock) {
    this.unanswered = this.#unanswered
    this.#session = session
    this.#clock = clock
  }

  /**
   * Resolves to a refusal of the server's only when nothing was done. `isToDo` is for what must not be done twice: it looks at
   * the list before each repetition.
   */
  async ask<Event extends RepeatableEvent>(
    event: Event,
    fields: Fields<Event>,
    isToDo?: (listed: Listed) => boolean,
  ): Promise<SimpleAnswer | Unanswered> {
    const wasSent = this.#session.online.peek()
    const answer: SimpleAnswer = await this.#session.request(event, fields)
    if (answer.ok || answer.code !== 'not-joined' || !wasSent) return answer
    this.#unanswered.value += 1
    try {
      return await this.#repeat(event, fields, isToDo)
    } finally {
      this.#unanswered.value -= 1
    }
  }

  /** What waits is given up. */
  close(): void {
    this.#isClosed = true
    for (const wake of this.#wakes) wake()
  }

  async #repeat<Event extends RepeatableEvent>(
    event: Event,
    fields: Fields<Event>,
    isToDo?: (listed: Listed) => boolean,
  ): Promise<SimpleAnswer | Unanswered> {
    let waitMs = REPEAT_MS
    for (;;) {
      await this.#pause(waitMs)
      waitMs = REPEAT_MS
      if (this.#isClosed || this.#session.closed.peek() !== null) return UNANSWERED
      if (!this.#session.online.peek()) continue
      let answer: SharingAnswer | SimpleAnswer | null = null
      if (isToDo !== undefined) {
        const listed = await this.#session.request('sharing', {})
        if (!listed.ok) answer = listed
        else if (!isToDo(listed)) return UNANSWERED
      }
      answer ??= (await this.#session.request(event, fields)) as SimpleAnswer
      if (answer.ok) return { ok: true }
      // Refused this time, it may have been done the first time.
      const { reaction } = ERRORS[answer.code]
      if (reaction !== 'retry' && reaction !== 'rejoin') return UNANSWERED
      waitMs = Math.max(REPEAT_MS, answer.retryAfterMs ?? 0)
    }
  }

  async #pause(ms: number): Promise<void> {
    if (this.#isClosed) return
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        cancel()
        this.#wakes.delete(wake)
        resolve()
      }
      const cancel = this.#clock.after(ms, wake)
      this.#wakes.add(wake)
    })
  }
}
