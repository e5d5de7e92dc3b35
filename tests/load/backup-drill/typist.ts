import type { UpdateAnswer } from '../../../shared/protocol/schemas.ts'
import { RawClient, RawWriter } from '../../support/raw-client.ts'

/** What the machine was at when an edit was acknowledged. */
export type Phase = 'quiet' | 'backup' | 'restore'

/** How far one writer's edits were acknowledged at some moment. */
export interface Place {
  readonly document: string
  readonly name: string
  readonly acknowledged: number
}

export interface Acknowledged {
  readonly phase: Phase
  readonly ms: number
}

/**
 * A writer who puts numbered words, `<name.1>`, `<name.2>` and so on, now before and now behind what is there, one at a
 * time: the next once the last was acknowledged.
 */
export class Typist {
  readonly name: string
  readonly document: string
  readonly delays: Acknowledged[] = []
  readonly #writer: RawWriter
  #typed = 0
  #acknowledged = 0
  #stopping = false

  private constructor(name: string, document: string, writer: RawWriter) {
    this.name = name
    this.document = document
    this.#writer = writer
  }

  static async join(url: string, name: string, document: { document: string; key: string }): Promise<Typist> {
    const writer = new RawWriter(await RawClient.connect(url), document)
    const joined = await writer.join()
    if (!joined.ok) throw new Error(`not joined: ${joined.code}`)
    return new Typist(name, document.document, writer)
  }

  get place(): Place {
    return { document: this.document, name: this.name, acknowledged: this.#acknowledged }
  }

  /** Types until `stop`, about every `pauseMs`. */
  async type(pauseMs: number, phase: () => Phase): Promise<void> {
    while (!this.#stopping) {
      const number = ++this.#typed
      const at = number % 2 === 0 ? 0 : this.#writer.text.length
      const update = this.#writer.type(`<${this.name}.${number}>`, at)
      const sentAt = performance.now()
      await this.#send(update)
      this.#acknowledged = number
      this.delays.push({ phase: phase(), ms: performance.now() - sentAt })
      await pause(pauseMs)
    }
    this.#writer.client.close()
  }

  stop(): void {
    this.#stopping = true
  }

  async #send(update: Uint8Array): Promise<void> {
    for (;;) {
      const answer: UpdateAnswer = await this.#writer.client.update(this.document, update)
      if (answer.ok) return
      if (answer.code !== 'slow') throw new Error(`${this.name}: an edit was refused: ${answer.code}`)
      await pause(answer.retryAfterMs ?? 100)
    }
  }
}

export interface Ledger {
  readonly lost: number
  readonly duplicated: number
}

/**
 * Compares a text with how far a writer had come at least: each word up to there must be in it, later ones only without a
 * gap (the text is one the document really had), and each word once.
 */
export function compare(text: string, { name, acknowledged }: Place): Ledger {
  const numbers = [...text.matchAll(new RegExp(`<${name}\\.(\\d+)>`, 'g'))].map((match) => Number(match[1]))
  const seen = new Set(numbers)
  const last = Math.max(acknowledged, ...numbers)
  let lost = 0
  for (let number = 1; number <= last; number++) if (!seen.has(number)) lost++
  return { lost, duplicated: numbers.length - seen.size }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
