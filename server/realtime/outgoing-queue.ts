import { MAX_OUTGOING_BYTES, PACKET_OVERHEAD_BYTES } from '../../shared/protocol/limits.ts'
import type { JoinAllowance } from './join-allowance.ts'

/**
 * How much one connection has not taken of what was sent to it: what waits in Engine.IO, and what was handed to the network
 * and is not written yet. Counted as it comes and goes, for looking through a queue at each packet would cost more than the
 * packet.
 */
export class OutgoingQueue {
  /** What joins were answered with: a document may be larger than the queue. */
  readonly #allowance: JoinAllowance
  readonly #overflow: () => void
  #waiting = 0
  #handedOver = 0
  #overflowed = false

  /** `overflow` is called once, in the midst of sending. */
  constructor(allowance: JoinAllowance, overflow: () => void) {
    this.#allowance = allowance
    this.#overflow = overflow
  }

  get bytes(): number {
    return this.#waiting + this.#handedOver
  }

  /** Whether a join may be answered with so many bytes: not while earlier answers wait, of this connection or of too many. */
  admits(bytes: number): boolean {
    return this.bytes <= MAX_OUTGOING_BYTES && this.#allowance.admits(bytes)
  }

  /** So much more may wait, until it is written. */
  allow(bytes: number): void {
    this.#allowance.add(bytes)
  }

  /** A packet waits to be sent. */
  add(data: unknown): void {
    this.#waiting += sizeOf(data) + PACKET_OVERHEAD_BYTES
    if (this.bytes <= MAX_OUTGOING_BYTES + this.#allowance.bytes || this.#overflowed) return
    this.#overflowed = true
    this.#overflow()
  }

  /** All that waited was handed to the network. */
  handOver(): void {
    this.#handedOver += this.#waiting
    this.#waiting = 0
  }

  /** All that was handed over is written. */
  written(): void {
    this.#handedOver = 0
    // Whatever the allowance was for is gone, or still in the part that waits.
    this.#allowance.reduceTo(this.#waiting)
  }

  /** The connection is gone; true when it had not taken what a join was answered with. */
  end(): boolean {
    const hadUnread = this.#allowance.bytes > 0
    this.#allowance.end()
    return hadUnread
  }
}

function sizeOf(data: unknown): number {
  if (typeof data === 'string') return data.length
  return ArrayBuffer.isView(data) || data instanceof ArrayBuffer ? data.byteLength : 0
}
