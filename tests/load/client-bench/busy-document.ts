import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { BrowserContext, Page } from 'playwright-core'
import { newId } from '../../../client/lib/ids.ts'
import { isSaved, settle } from './bench-stage.ts'
import { giveWay } from './low-priority.ts'
import type { FromOthers, ToOthers } from './others.ts'

const OTHERS = fileURLToPath(new URL('others.ts', import.meta.url))
/** How every section's first paragraph begins. */
const PARAGRAPH = 'This is paragraph '

/** A stored document, and others who type in it by script: in a process of their own, as they would be elsewhere. */
export class BusyDocument {
  readonly #link: string
  readonly #others: ChildProcess

  private constructor(link: string, others: ChildProcess) {
    this.#link = link
    this.#others = others
  }

  /** Written in so many pieces. */
  static async store(url: string, text: string, pieces: number, people: number): Promise<BusyDocument> {
    const [document, key] = [newId(), newId()]
    const others = fork(OTHERS, { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    const busy = new BusyDocument(`${url}/d/${document}#k=${key}`, others)
    try {
      await busy.#ask({ type: 'store', url, document, key, text, pieces, people })
    } catch (error) {
      busy.close()
      throw error
    }
    if (others.pid !== undefined) giveWay(others.pid)
    return busy
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

  /**
   * Lets all others type: the first above the paragraph that begins so, the rest in places of their own. The answer ends it, and resolves to
   * how many keys they have written by then in all.
   */
  async type(near: string): Promise<() => Promise<number>> {
    await this.#ask({ type: 'type', near })
    return () => this.#ask({ type: 'stop' })
  }

  close(): void {
    this.#others.disconnect()
  }

  async #ask(message: ToOthers): Promise<number> {
    const ended = new AbortController()
    const gone = once(this.#others, 'exit', { signal: ended.signal }).then(() => [
      { fault: 'the other people are gone' },
    ])
    const answered = once(this.#others, 'message', { signal: ended.signal })
    this.#others.send(message)
    const [answer] = (await Promise.race([answered, gone])) as [FromOthers]
    ended.abort()
    await Promise.allSettled([answered, gone])
    if ('fault' in answer) throw new Error(answer.fault)
    return answer.keys
  }
}
