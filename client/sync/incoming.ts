import type { ErrorCode } from '../../shared/protocol/errors.ts'
import { Later } from '../lib/clock.ts'
import { inSlices, type Pace } from '../lib/slices.ts'
import type { MessageEvent, MessageOf, Wire } from '../transport/wire.ts'

export interface IncomingOptions extends Pace {
  readonly document: string
  readonly wire: Wire
}

/** So long after a key others may follow. */
const TYPING_MS = 300
/** What others write waits for no longer than that. */
const HELD_MS = 150

/**
 * What the server says of one document, in the order in which it says it: while the answer to a join is taken in, slice by
 * slice, everything behind it waits. While somebody types here, what others write is shown along with the acknowledgement of a key, which
 * is just behind that key's frame: if each had a frame of its own, a key would often come just behind one, and wait for the next.
 */
export class Incoming {
  readonly #options: IncomingOptions
  readonly #unsubscribe: (() => void)[] = []
  #behind: (() => void)[] | null = null
  #giveUp: () => void = () => {}
  #typingUntil = -Infinity
  /** In their order. */
  #held: (() => void)[] = []
  readonly #late: Later

  constructor(options: IncomingOptions) {
    this.#options = options
    this.#late = new Later(options.clock, HELD_MS, () => this.catchUp())
  }

  /**
   * @param join Of what waits for keys that are typed here: one message that says what two do, one behind the other, or null when each
   * is to be told by itself. Without it all is told at once, and what waits before it.
   */
  on<Event extends MessageEvent>(
    event: Event,
    handle: (message: MessageOf<Event>) => void,
    join?: (one: MessageOf<Event>, next: MessageOf<Event>) => MessageOf<Event> | null,
  ): void {
    const { document, wire, clock } = this.#options
    let last: { message: MessageOf<Event>; readonly of: (() => void)[] } | null = null
    const unsubscribe = wire.on(event, (message) => {
      if (message.document !== document) return
      if (this.#behind !== null) {
        this.#behind.push(() => handle(message))
      } else if (join !== undefined && clock.now() < this.#typingUntil) {
        const joined = last?.of === this.#held ? join(last.message, message) : null
        if (last !== null && joined !== null) {
          last.message = joined
          return
        }
        const waiting = { message, of: this.#held }
        last = waiting
        this.#held.push(() => handle(waiting.message))
        this.#late.schedule()
      } else {
        this.catchUp()
        handle(message)
      }
    })
    this.#unsubscribe.push(unsubscribe)
  }

  /** Something was written here: more may follow. */
  typed(): void {
    this.#typingUntil = this.#options.clock.now() + TYPING_MS
  }

  /** Handles what waits, before anything that the server said later. */
  catchUp(): void {
    const held = this.#held
    this.#drop()
    for (const handle of held) handle()
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

  /** The connection is gone, and what it brought with it. What the server may still say is for nobody, and must not wait for the next one. */
  giveUp(): void {
    this.#drop()
    this.#typingUntil = -Infinity
    if (this.#behind !== null) this.#giveUp()
  }

  #drop(): void {
    this.#held = []
    this.#late.cancel()
  }

  stop(): void {
    this.#drop()
    for (const unsubscribe of this.#unsubscribe) unsubscribe()
  }
}
