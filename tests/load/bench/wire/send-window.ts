/** How many updates of one client may be under way at once. */
export class SendWindow {
  readonly #limit: number
  #underWay = 0
  #error: Error | null = null
  #wake: () => void = () => {}

  constructor(limit: number) {
    this.#limit = limit
  }

  /** One more is under way. Resolves when there is room for another one; rejects when one has failed. */
  async take(): Promise<void> {
    this.#underWay++
    await this.#below(this.#limit)
  }

  /** One has arrived. */
  answered(): void {
    this.#underWay--
    this.#wake()
  }

  failed(error: Error): void {
    this.#error ??= error
    this.#wake()
  }

  /** Resolves when nothing is under way. */
  empty(): Promise<void> {
    return this.#below(1)
  }

  async #below(limit: number): Promise<void> {
    while (this.#underWay >= limit && this.#error === null) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    if (this.#error !== null) throw this.#error
  }
}
