import { setTimeout as delay } from 'node:timers/promises'
import type { Random } from '../../support/random.ts'
import type { LabDocument } from '../crashlab/lab-page.ts'
import type { RawTypist } from '../crashlab/raw-typist.ts'
import type { Stage } from '../crashlab/stage.ts'

const PEOPLE = 10
const RAW_PEOPLE = 2
/** Written in at a time; each is left for a new one after a while. */
const DOCUMENTS = 8
const RENEWAL_MS = 15_000
const PATIENCE_MS = 1000
/** Lines that one person leaves standing, so that texts stay about as long as they are. */
const MAX_LINES = 40

/** People who come and go: they open documents, type, paste, delete, lose their connection, and leave; all of it for ever. */
export class Churn {
  readonly #stage: Stage
  readonly #current: LabDocument[] = []
  /** Changes made by somebody: lines typed, and deletions. */
  edits = 0

  constructor(stage: Stage) {
    this.#stage = stage
    for (let index = 0; index < DOCUMENTS; index++) this.#begin()
    stage.enact(RENEWAL_MS, () => {
      this.#current.shift()
      this.#begin()
    })
    for (let person = 0; person < PEOPLE; person++) stage.enact(500, (random) => this.#visit(random))
    for (let person = 0; person < RAW_PEOPLE; person++) this.#burst()
  }

  #begin(): void {
    const document = this.#stage.addDocument()
    const page = this.#stage.openPage(document, undefined, 'blank')
    page.type(20)
    this.#current.push(document)
    void this.#stage.leaveWhenSaved(page)
  }

  #choose(random: Random): LabDocument | null {
    const certain = this.#current.filter(({ isCertain }) => isCertain)
    return certain.length === 0 ? null : random.pick(certain)
  }

  /** One person's visit to one document, from opening it to leaving. */
  async #visit(random: Random): Promise<void> {
    const document = this.#choose(random)
    if (document === null) return
    const page = this.#stage.openPage(document)
    await page.loadedWithin(PATIENCE_MS)
    for (let steps = 10 + random.below(60); steps > 0; steps--) {
      await delay(random.below(120))
      const what = random.next()
      const count = what < 0.02 ? 50 + random.below(150) : 1
      if (what > 0.98) page.reconnect()
      else if ((page.typist?.lines ?? 0) > MAX_LINES) page.delete(page.typist?.lines ?? 0)
      else if (what > 0.85) page.delete(1)
      else page.type(random.below(count > 1 ? 500 : 40), count)
      this.edits += count
    }
    page.delete(page.typist?.lines ?? 0)
    await this.#stage.leaveWhenSaved(page)
  }

  /** Somebody who sends many small messages behind each other, which is what makes logs grow. */
  #burst(): void {
    let raw: RawTypist | null = null
    this.#stage.enact(150, async (random) => {
      if (raw !== null && (raw.isOver || random.chance(0.05))) {
        this.#stage.closeRaw(raw)
        raw = null
      }
      const document = raw?.document ?? this.#choose(random)
      if (document === null) return
      raw ??= await this.#stage.joinRaw(document)
      if (raw === null) return
      const messages = 1 + random.below(20)
      await raw.type(random.below(40), 1, messages)
      this.edits += messages
      if (raw.typist.lines > MAX_LINES) await raw.delete(raw.typist.lines)
    })
  }
}
