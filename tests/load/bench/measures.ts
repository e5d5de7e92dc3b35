import { Histogram } from './histogram.ts'

/** What happened during the stretch of time that counts. Times are those of `performance.now()`. */
export class Measures {
  readonly relay = new Histogram()
  readonly acknowledgement = new Histogram()
  /** Times between an update's turn and its being sent: of a load that cannot keep up, not of the server. */
  readonly lateness = new Histogram()
  /** Of all time. */
  duplicated = 0
  echoes = 0
  allSent = 0
  allDelivered = 0
  allAcknowledged = 0
  /** Within the stretch. */
  sentInside = 0
  deliveredInside = 0
  #from = Number.POSITIVE_INFINITY
  #to = Number.POSITIVE_INFINITY

  open(at: number): void {
    this.#from = at
  }

  close(at: number): void {
    this.#to = at
  }

  sent(at: number): void {
    this.allSent++
    if (this.#isInside(at)) this.sentInside++
  }

  /** Deliveries count when they arrive inside; how long they took, when they were sent inside, however late they arrive. */
  delivered(sentAt: number, at: number): void {
    this.allDelivered++
    if (this.#isInside(at)) this.deliveredInside++
    if (this.#isInside(sentAt)) this.relay.record(at - sentAt)
  }

  acknowledged(sentAt: number, at: number): void {
    this.allAcknowledged++
    if (this.#isInside(sentAt)) this.acknowledgement.record(at - sentAt)
  }

  #isInside(at: number): boolean {
    return at >= this.#from && at < this.#to
  }
}
