import type { BrowserContext, Page } from 'playwright-core'
import { newId } from '../../../client/lib/ids.ts'
import { Random } from '../../support/random.ts'
import { ReplayClient } from '../replay-client.ts'
import { isSaved, settle } from './bench-stage.ts'
import { writeInPieces } from './written-text.ts'

/** As fast as people type who are good at it. */
const KEYS_PER_SECOND = 8
/** How every section's first paragraph begins. */
const PARAGRAPH = 'This is paragraph '

/** A stored document, and others who type in it by script. */
export class BusyDocument {
  readonly #link: string
  readonly #others: readonly ReplayClient[]

  private constructor(link: string, others: readonly ReplayClient[]) {
    this.#link = link
    this.#others = others
  }

  /** Written in so many pieces. */
  static async store(url: string, text: string, pieces: number, others: number): Promise<BusyDocument> {
    const [document, key] = [newId(), newId()]
    const open = (): Promise<ReplayClient> => ReplayClient.open({ url, document, key })
    const first = await open()
    writeInPieces(first.text, text, pieces, new Random(2))
    await first.flushed()
    const more = await Promise.all(Array.from({ length: others - 1 }, open))
    return new BusyDocument(`${url}/d/${document}#k=${key}`, [first, ...more])
  }

  /** Resolves once the page has the whole document. */
  async open(guest: BrowserContext): Promise<Page> {
    const page = await guest.newPage()
    // What tsx makes of a function with a name calls this.
    await page.addInitScript({ content: 'globalThis.__name = (value) => value' })
    await page.goto(this.#link)
    await page.getByRole('toolbar', { name: 'Formatting' }).getByRole('button').first().waitFor({ timeout: 60_000 })
    await isSaved(page)
    return page
  }

  /** Puts the cursor at the end of the first paragraph after this share of the text; resolves to that paragraph's beginning. */
  async goTo(page: Page, share: number): Promise<string> {
    const scroller = page.locator('.cm-scroller')
    await scroller.evaluate((element, part) => (element.scrollTop = element.scrollHeight * part), share)
    await settle(page, 1000)
    const paragraphs = page.locator('.cm-line', { hasText: PARAGRAPH })
    const line = share === 1 ? paragraphs.last() : paragraphs.first()
    const near = /This is paragraph \d+/.exec((await line.textContent()) ?? '')?.[0] ?? PARAGRAPH
    await line.click()
    await page.keyboard.press(share === 1 ? 'Control+End' : 'End')
    return near
  }

  /** Lets all others type: the first above the paragraph that begins so, the rest in places of their own. The answer ends it. */
  type(near: string): () => Promise<void> {
    const end = new AbortController()
    const typing = this.#others.map(async (other, index) => {
      const all = other.text.toString()
      const found = all.indexOf(near)
      let place =
        index === 0 && found > 1 ? found - 2 : Math.floor((index * all.length) / Math.max(1, this.#others.length))
      while (!end.signal.aborted) {
        place = Math.min(place, other.text.length)
        other.text.insert(place, 'words '.charAt(place % 6))
        place += 1
        await new Promise((resolve) => setTimeout(resolve, 1000 / KEYS_PER_SECOND))
      }
      await other.flushed()
    })
    return async () => {
      end.abort()
      await Promise.all(typing)
    }
  }

  close(): void {
    for (const other of this.#others) other.close()
  }
}
