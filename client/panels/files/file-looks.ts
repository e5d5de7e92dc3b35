import { effect, type ReadonlySignal } from '@preact/signals-core'
import type { Clock } from '../../lib/clock.ts'

/** At least so much lies between two looks. */
export const LOOK_MS = 30_000

/** Of a browser's `document`. */
export type Sight = Pick<Document, 'hidden' | 'addEventListener' | 'removeEventListener'>

interface FileLooksOptions {
  readonly clock: Clock
  readonly online: ReadonlySignal<boolean>
  readonly sight: Sight
  /** Whether there is anything to look after. */
  readonly isWanted: () => boolean
  readonly look: () => Promise<void>
}

/**
 * When a page looks at what others have deleted: every now and then, and when it comes into sight or gets its connection back. One
 * for however many show the files; nothing runs while there is nothing to look after, nobody to see it, or nobody to ask.
 */
export class FileLooks {
  readonly #options: FileLooksOptions
  #users = 0
  #isLooking = false
  #lookedAt = -Infinity
  #cancel: (() => void) | null = null
  #stop: (() => void) | null = null

  constructor(options: FileLooksOptions) {
    this.#options = options
  }

  /** Somebody shows the files; the returned function ends that. */
  keep(): () => void {
    if (this.#users++ === 0) this.#begin()
    let isOver = false
    return () => {
      if (isOver) return
      isOver = true
      if (--this.#users > 0) return
      this.#stop?.()
      this.#rest()
    }
  }

  /** To be called when there is something new to look after: what came just now is looked at later. */
  wanted(): void {
    if (this.#cancel === null) this.#wait(LOOK_MS)
  }

  #begin(): void {
    const { online, sight } = this.#options
    sight.addEventListener('visibilitychange', this.#come)
    const unwatch = effect(() => {
      // Named here: what follows does not always ask.
      void online.value
      this.#come()
    })
    this.#stop = () => {
      unwatch()
      sight.removeEventListener('visibilitychange', this.#come)
    }
  }

  /** It may be possible again, or not any more. */
  readonly #come = (): void => {
    this.#rest()
    // Either way: a clock that is put back would otherwise keep it from looking for as long.
    const since = Math.abs(this.#options.clock.now() - this.#lookedAt)
    if (since < LOOK_MS) this.#wait(LOOK_MS - since)
    else void this.#look()
  }

  #wait(delayMs: number): void {
    if (this.#can) this.#cancel = this.#options.clock.after(delayMs, () => void this.#look())
  }

  async #look(): Promise<void> {
    this.#rest()
    if (!this.#can) return
    this.#isLooking = true
    try {
      await this.#options.look()
    } finally {
      this.#isLooking = false
      this.#lookedAt = this.#options.clock.now()
      this.#wait(LOOK_MS)
    }
  }

  #rest(): void {
    this.#cancel?.()
    this.#cancel = null
  }

  get #can(): boolean {
    const { online, sight, isWanted } = this.#options
    return this.#users > 0 && !this.#isLooking && !sight.hidden && online.peek() && isWanted()
  }
}
