import { setMaxListeners } from 'node:events'
import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises'
import { newId } from '../../../client/lib/ids.ts'
import { Random } from '../../support/random.ts'
import { RawClient } from '../../support/raw-client.ts'
import { LabBrowser, type LabDocument, LabPage } from './lab-page.ts'
import { Ledger } from './ledger.ts'
import { RawTypist } from './raw-typist.ts'

/** One in so many pages begins with long polling. */
const POLLING_SHARE = 0.2
const PATIENCE_MS = 1000
const SETTLE_LIMIT_MS = 120_000

/** Everybody who takes part, and what they have in front of them. What each does follows from the seed; when, does not. */
export class Stage {
  readonly url: string
  readonly random: Random
  readonly documents: LabDocument[] = []
  readonly pages = new Set<LabPage>()
  readonly raws = new Set<RawTypist>()
  readonly browsers = new Set<LabBrowser>()
  /** What went wrong in somebody's step. */
  readonly problems: string[] = []
  readonly #left = new Set<LabPage>()
  #isUp = true
  #isCalm = false
  #isOver = false
  readonly #ending = new AbortController()
  #busy = 0
  readonly #loops: Promise<void>[] = []

  constructor(url: string, random: Random) {
    this.url = url
    this.random = random
    // Everybody waits for it.
    setMaxListeners(0, this.#ending.signal)
  }

  get isUp(): boolean {
    return this.#isUp
  }

  set isUp(isUp: boolean) {
    this.#isUp = isUp
    if (isUp) for (const page of this.pages) page.retryNow()
  }

  addDocument(): LabDocument {
    const document = { document: newId(), key: newId(), ledger: new Ledger(), isCertain: false }
    this.documents.push(document)
    return document
  }

  addBrowser(): LabBrowser {
    const browser = new LabBrowser()
    this.browsers.add(browser)
    return browser
  }

  openPage(document: LabDocument, browser = this.addBrowser(), kind: 'blank' | 'open' = 'open'): LabPage {
    const page = new LabPage({ url: this.url, document, browser, kind, polls: this.random.chance(POLLING_SHARE) })
    this.pages.add(page)
    return page
  }

  async closePage(page: LabPage): Promise<void> {
    this.pages.delete(page)
    page.noteSeen()
    await page.close()
  }

  /** Closes a page, and forgets its browser, once everything in it is saved; after a while the person goes on, and it is closed when all is calm. */
  async leaveWhenSaved(page: LabPage): Promise<void> {
    if (await page.savedWithin(PATIENCE_MS)) await this.#forget(page)
    else this.#left.add(page)
  }

  /** Null when there is no server at the moment. */
  async connect(): Promise<RawClient | null> {
    return this.#isUp ? RawClient.connect(this.url).catch(() => null) : null
  }

  /** Null when there is no server at the moment. */
  async joinRaw(document: LabDocument): Promise<RawTypist | null> {
    const client = await this.connect()
    const raw = client && (await RawTypist.join(client, document))
    if (raw !== null) this.raws.add(raw)
    return raw
  }

  closeRaw(raw: RawTypist): void {
    this.raws.delete(raw)
    raw.noteSeen()
    raw.close()
  }

  /** Somebody who does `step` again and again, with a pause of up to `pauseMs` in between, until the end. */
  enact(pauseMs: number, step: (random: Random) => Promise<void> | void): void {
    const random = new Random(this.random.below(2 ** 32))
    const live = async (): Promise<void> => {
      while (!this.#isOver) {
        await delay(random.below(pauseMs), undefined, { signal: this.#ending.signal }).catch(() => {})
        if (this.#isCalm || this.#isOver) continue
        this.#busy += 1
        try {
          await step(random)
        } catch (error) {
          this.problems.push(error instanceof Error ? (error.stack ?? error.message) : String(error))
        } finally {
          this.#busy -= 1
        }
      }
    }
    this.#loops.push(live())
  }

  /**
   * Nobody does anything any more until `resume`. Resolves when everybody is online and everything that was typed is saved;
   * rejects when that takes too long.
   */
  async settle(): Promise<void> {
    this.#isCalm = true
    while (this.#busy > 0) await turn()
    for (const page of this.pages) if (page.isAway) page.comeBack()
    await this.#eachSaved()
    for (const browser of this.browsers) await this.#sendKept(browser)
    await this.#eachSaved()
    for (const page of this.#left) await this.#forget(page)
    this.#left.clear()
  }

  async #forget(page: LabPage): Promise<void> {
    await this.closePage(page)
    this.browsers.delete(page.browser)
  }

  async #eachSaved(): Promise<void> {
    for (const page of this.pages) {
      if (page.isSaved || (await page.savedWithin(SETTLE_LIMIT_MS))) continue
      throw new Error(`not saved within ${SETTLE_LIMIT_MS} ms: ${JSON.stringify(page.session.status.peek())}`)
    }
  }

  /** What pages left on their browser when they were closed goes out with the next page, or the next join. */
  async #sendKept(from: LabBrowser): Promise<void> {
    for (const { document, unsaved } of await from.cache.list()) {
      if (!unsaved) continue
      const page = [...this.pages].find(({ browser, session }) => browser === from && session.document === document)
      const kept = this.documents.find((known) => known.document === document)
      if (page !== undefined) page.reconnect()
      else if (kept !== undefined) this.openPage(kept, from)
    }
  }

  resume(): void {
    this.#isCalm = false
  }

  async end(): Promise<void> {
    this.#isOver = true
    this.#ending.abort()
    await Promise.all(this.#loops)
    for (const raw of this.raws) this.closeRaw(raw)
    for (const page of this.pages) await this.closePage(page)
  }
}
