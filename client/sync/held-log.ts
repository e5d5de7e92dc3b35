/** A place in a document's log: everything of `epoch` up to `sequence`. */
export interface LogPlace {
  /** 0 while the server has not said it. */
  readonly epoch: number
  readonly sequence: number
  /** The log's mark there, which tells it from a log that went another way; null when it is not known. */
  readonly mark: number | null
}

/** What this page holds of a document's log. */
export class HeldLog {
  /** False when something of it is damaged here, or is not in the server's log: the server has to be asked for everything. */
  isWhole = true
  /** The server was put back to an earlier state: what is held here is not what it holds, though it may be as long. */
  isOvertaken = false
  #place: LogPlace = { epoch: 0, sequence: 0, mark: null }

  get place(): LogPlace {
    return this.#place
  }

  get epoch(): number {
    return this.#place.epoch
  }

  get sequence(): number {
    return this.#place.sequence
  }

  /** What the server may continue from, as a join tells it; null when it has to send everything. */
  get continuable(): { readonly epoch: number; readonly sequence: number; readonly mark?: number } | null {
    const { mark, ...place } = this.#place
    if (!this.isWhole || place.epoch === 0) return null
    return mark === null ? place : { ...place, mark }
  }

  stand({ epoch, sequence, mark }: LogPlace): void {
    this.#place = { epoch, sequence, mark }
  }

  /** The server's log went another way before the place that is held. */
  overtake(): void {
    this.isWhole = false
    this.isOvertaken = true
  }

  /** Everything the server has is held now. */
  complete(place: LogPlace): void {
    this.stand(place)
    this.isWhole = true
    this.isOvertaken = false
  }

  /**
   * The server has stored an own update at or before `sequence`. One is on its way at a time, and frames go before their
   * acknowledgements: so this is at most one past what is held. False when it is more: a frame was missed.
   */
  acknowledge(sequence: number, mark: number): boolean {
    if (sequence > this.sequence + 1) return false
    if (sequence > this.sequence) this.#place = { ...this.#place, sequence, mark }
    return true
  }
}
