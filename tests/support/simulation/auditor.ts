import * as Y from 'yjs'
import { splitFrames } from '../../../shared/protocol/frames.ts'
import { joinAnswer, updateAnswer, updateRequest, updatesMessage } from '../../../shared/protocol/schemas.ts'
import type { Link } from './link.ts'
import type { LogMirror } from './log-mirror.ts'

/** Reads along what the server says on each link, and reports what it must never say. */
export class Auditor {
  readonly #mirror: LogMirror
  readonly #bug: (error: unknown) => void
  /** The sequence up to which the page at the other end holds everything, once it has read what was sent. */
  readonly #held = new WeakMap<Link, number>()

  constructor(mirror: LogMirror, bug: (error: unknown) => void) {
    this.#mirror = mirror
    this.#bug = bug
  }

  asked(link: Link, event: string): void {
    // From here on answers to earlier requests are for a session that is gone.
    if (event === 'join' || event === 'leave') this.#held.delete(link)
  }

  answered(link: Link, event: string, payload: unknown, answer: unknown): void {
    if (event === 'update') this.#acknowledged(link, payload, answer)
    if (event === 'join') this.#joined(link, answer)
  }

  told(link: Link, event: string, payload: unknown): void {
    if (event !== 'updates') return
    const { updates, after, sequence } = updatesMessage.parse(payload)
    this.#expect(this.#isLogged(splitFrames(updates), sequence), 'a page was told what the log lacks')
    const held = this.#held.get(link) ?? Infinity
    this.#expect(after <= held, `a frame continues from ${after}, and the page holds only ${held}`)
    this.#held.set(link, Math.max(held, sequence))
  }

  #acknowledged(link: Link, payload: unknown, answer: unknown): void {
    const given = updateAnswer.parse(answer)
    if (!given.ok) return
    const { update } = updateRequest.parse(payload)
    this.#expect(this.#isLogged([update], given.sequence), 'an update was acknowledged that the log lacks')
    const held = this.#held.get(link)
    if (held === undefined) return
    // Only the update itself may be between the two: a page takes what is acknowledged for everything up to there.
    this.#expect(given.sequence <= held + 1, `${given.sequence} was acknowledged, and the page holds only ${held}`)
    this.#held.set(link, Math.max(held, given.sequence))
  }

  #joined(link: Link, answer: unknown): void {
    const given = joinAnswer.parse(answer)
    if (!given.ok) return
    const snapshot = given.snapshot === undefined ? [] : [Y.convertUpdateFormatV2ToV1(given.snapshot)]
    const updates = [...snapshot, ...splitFrames(given.updates)]
    this.#expect(this.#isLogged(updates, given.sequence), 'a join was answered with what the log lacks')
    this.#held.set(link, given.sequence)
  }

  #isLogged(updates: readonly Uint8Array[], sequence: number): boolean {
    return sequence <= this.#mirror.sequence && updates.every((update) => this.#mirror.contains(update))
  }

  #expect(isRight: boolean, wrong: string): void {
    if (!isRight) this.#bug(new Error(wrong))
  }
}
