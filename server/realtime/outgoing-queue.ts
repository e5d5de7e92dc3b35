import { MAX_OUTGOING_BYTES, PACKET_OVERHEAD_BYTES } from '../../shared/protocol/limits.ts'

/**
 * How much one connection has not taken of what was sent to it: what waits in Engine.IO, and what was handed to the network
 * and is not written yet. Counted as it comes and goes, for looking through a queue at each packet would cost more than the
 * packet.
 */
export class OutgoingQueue {
  readonly #overflow: () => void
  #waiting = 0
  #handedOver = 0
  /** What joins were answered with: a document may be larger than the queue. */
  #allowance = 0
  #overflowed = false

  /** `overflow` is called once, in the midst of sending. */
  constructor(overflow: () => void) {
    this.#overflow = overflow
  }

  get bytes(): number {
    return this.#waiting + this.#handedOver
  }

  /** More waits than would be let in without an allowance: no further one should be asked for. */
  get isFull(): boolean {
    return this.bytes > MAX_OUTGOING_BYTES
  }

  /** So much more may wait, until it is written. */
  allow(bytes: number): void {
    this.#allowance += bytes
  }

  /** A packet waits to be sent. */
  add(data: unknown): void {
    this.#waiting += sizeOf(data) + PACKET_OVERHEAD_BYTES
    if (this.bytes <= MAX_OUTGOING_BYTES + this.#allowance || this.#overflowed) return
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
    this.#allowance = Math.min(this.#allowance, this.#waiting)
  }
}

function sizeOf(data: unknown): number {
  if (typeof data === 'string') return data.length
  return ArrayBuffer.isView(data) || data instanceof ArrayBuffer ? data.byteLength : 0
}
