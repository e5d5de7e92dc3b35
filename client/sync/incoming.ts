import type { ErrorCode } from '../../shared/protocol/errors.ts'
import { inSlices, type Pace } from '../lib/slices.ts'
import type { MessageEvent, MessageOf, Wire } from '../transport/wire.ts'

export interface IncomingOptions extends Pace {
  readonly document: string
  readonly wire: Wire
}

/**
 * What the server says of one document, in the order in which it says it: while the answer to a join is taken in, slice by
 * slice, everything behind it waits.
 */
export class Incoming {
  readonly #options: IncomingOptions
  readonly #unsubscribe: (() => void)[] = []
  #behind: (() => void)[] | null = null
  #giveUp: () => void = () => {}

  constructor(options: IncomingOptions) {
    this.#options = options
  }

  on<Event extends MessageEvent>(event: Event, handle: (message: MessageOf<Event>) => void): void {
    const { document, wire } = this.#options
    const unsubscribe = wire.on(event, (message) => {
      if (message.document !== document) return
      if (this.#behind === null) handle(message)
      else this.#behind.push(() => handle(message))
    })
    this.#unsubscribe.push(unsubscribe)
  }

  /**
   * Calls `done` with what `work` comes to, at once when that does not take long; with null when it is given up. Resolves to
   * what `done` answers; to `internal` when it throws, which is somebody's bug.
   */
  take<Value>(
    work: Iterator<unknown, Value>,
    done: (value: Value | null) => ErrorCode | null,
  ): Promise<ErrorCode | null> {
    const behind: (() => void)[] = []
    this.#behind = behind
    return new Promise((resolve) => {
      const end = (value: Value | null): void => {
        this.#behind = null
        let outcome: ErrorCode | null = 'internal'
        try {
          outcome = done(value)
        } finally {
          resolve(outcome)
        }
      }
      const cancel = inSlices(work, this.#options, (value) => {
        end(value)
        for (const handle of behind) handle()
      })
      this.#giveUp = () => {
        cancel()
        end(null)
      }
    })
  }

  /** The connection is gone, and what it brought with it. */
  giveUp(): void {
    if (this.#behind !== null) this.#giveUp()
  }

  stop(): void {
    for (const unsubscribe of this.#unsubscribe) unsubscribe()
  }
}
