import {
  JOIN_READ_TIMEOUT_MS,
  MAX_OUTGOING_BYTES,
  MAX_UNREAD_JOIN_BYTES,
  MAX_UNREAD_JOIN_BYTES_PER_ADDRESS,
} from '../../shared/protocol/limits.ts'
import type { Clock } from '../lib/clock.ts'
import { Tally } from '../lib/tally.ts'

/** Bytes of answers to joins that are not written yet, by address, of all connections. */
export class UnreadJoins {
  readonly #bytes = new Tally()

  /** Whether an answer of so many bytes may wait for a client at this address. */
  admit(address: string, bytes: number): boolean {
    const before = this.#bytes.of(address)
    // A document larger than an address's share could else not be opened at all.
    const fitsAddress = before === 0 || before + bytes <= MAX_UNREAD_JOIN_BYTES_PER_ADDRESS
    // Those who hold the server's share must not keep others out of ordinary documents.
    const isModest = before === 0 && bytes <= MAX_OUTGOING_BYTES
    return fitsAddress && (isModest || this.#bytes.total + bytes <= MAX_UNREAD_JOIN_BYTES)
  }

  change(address: string, bytes: number): void {
    if (bytes > 0) this.#bytes.add(address, bytes)
    else if (bytes < 0) this.#bytes.remove(address, -bytes)
  }
}

/** How far one connection's queue may go beyond its bound, for the answers to joins that it has not taken, and for how long. */
export class JoinAllowance {
  readonly #joins: UnreadJoins
  readonly #address: string
  readonly #clock: Clock
  readonly #overdue: () => void
  #bytes = 0
  #isOver = false
  #cancel: () => void = () => {}

  constructor({
    joins,
    address,
    clock,
    overdue,
  }: {
    joins: UnreadJoins
    address: string
    clock: Clock
    /** Told when nothing of what waits was taken for too long. */
    overdue: () => void
  }) {
    this.#joins = joins
    this.#address = address
    this.#clock = clock
    this.#overdue = overdue
  }

  get bytes(): number {
    return this.#bytes
  }

  /** Whether `add` may be called with so many bytes. */
  admits(bytes: number): boolean {
    return this.#joins.admit(this.#address, bytes)
  }

  add(bytes: number): void {
    if (this.#isOver) return
    const isFirst = this.#bytes === 0
    this.#set(this.#bytes + bytes)
    if (isFirst) this.#wait()
  }

  /** What was sent is taken, and no more than so many bytes still wait. */
  reduceTo(bytes: number): void {
    if (this.#bytes === 0) return
    this.#set(Math.min(this.#bytes, bytes))
    this.#wait()
  }

  /** The connection is gone, with all that waited. */
  end(): void {
    this.#isOver = true
    this.reduceTo(0)
  }

  #set(bytes: number): void {
    this.#joins.change(this.#address, bytes - this.#bytes)
    this.#bytes = bytes
  }

  #wait(): void {
    this.#cancel()
    this.#cancel = this.#bytes === 0 ? () => {} : this.#clock.after(JOIN_READ_TIMEOUT_MS, this.#overdue)
  }
}
