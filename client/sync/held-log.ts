/** A place in a document's log: everything of `epoch` up to `sequence`. */
export interface LogPlace {
  /** 0 while the server has not said it. */
  readonly epoch: number
  readonly sequence: number
}

/** What this page holds of a document's log. */
export class HeldLog {
  /** False when something of it is damaged here: the server has to be asked for everything. */
  isWhole = true
  #place: LogPlace = { epoch: 0, sequence: 0 }

  get place(): LogPlace {
    return this.#place
  }

  get epoch(): number {
    return this.#place.epoch
  }

  get sequence(): number {
    return this.#place.sequence
  }

  /** What the server may continue from; null when it has to send everything. */
  get continuable(): LogPlace | null {
    return this.isWhole && this.epoch > 0 ? this.#place : null
  }

  stand({ epoch, sequence }: LogPlace): void {
    this.#place = { epoch, sequence }
  }

  /**
   * The server has stored an own update at or before `sequence`. One is on its way at a time, and frames go before their
   * acknowledgements: so this is at most one past what is held. False when it is more: a frame was missed.
   */
  acknowledge(sequence: number): boolean {
    if (sequence > this.sequence + 1) return false
    if (sequence > this.sequence) this.#place = { ...this.#place, sequence }
    return true
  }
}
