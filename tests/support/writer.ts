import type { BrowserContext, ConsoleMessage, FrameLocator, Locator, Page } from 'playwright-core'

/** What one glance at the page shows, all at the same instant. */
export interface Glance {
  /** `data-status` of the status bar: saved, saving, offline, ... ; '' when the page has no status bar. */
  readonly status: string
  readonly words: string
  /** How many changes it says are not stored yet. */
  readonly changes: number
  /** The whole text, also what is scrolled out of sight; '' when no document is open. */
  readonly text: string
}

const LIMIT_MS = 15_000
/** Between two glances: a test should not take the processor away from the page it waits for. */
const PAUSE_MS = 15

/** One window of the real page, and what a person does with it. Remembers everything the browser complains about. */
export class Writer {
  readonly page: Page
  /** Errors thrown in the page, errors on its console, and breaches of its content security policy. */
  readonly complaints: string[] = []

  private constructor(page: Page) {
    this.page = page
    page.on('pageerror', (error) => this.complaints.push(`thrown: ${error.message}`))
    page.on('console', (message) => {
      if (message.type() === 'error' && !isExpected(message)) this.complaints.push(`console: ${message.text()}`)
    })
  }

  /** A new window of this browser, which is the same guest in all its windows. */
  static async open(context: BrowserContext, url: string): Promise<Writer> {
    const writer = await Writer.blank(context)
    await writer.page.goto(url)
    await writer.editor.waitFor()
    // What comes after the editor: a test that cuts the connection means that of a page in use.
    await writer.page.locator('.header-actions').waitFor()
    await writer.page.locator('.toolbar:not(:empty), .frame:not(:has(.toolbar))').first().waitFor()
    return writer
  }

  /** A new window that has not opened any address yet. */
  static async blank(context: BrowserContext): Promise<Writer> {
    const page = await context.newPage()
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', ({ sourceFile, violatedDirective, blockedURI, target }) => {
        // Chromium's own: text typed over a selection of several lines gets a style that no script asked for.
        const isTyped = target === document || (target instanceof Element && target.closest('.cm-content') !== null)
        if (violatedDirective === 'style-src-attr' && sourceFile === '' && isTyped) return
        const place = target instanceof Element ? target.outerHTML.slice(0, 300) : sourceFile
        console.error(`policy: ${violatedDirective} ${blockedURI} at ${place}`)
      })
    })
    return new Writer(page)
  }

  get editor(): Locator {
    return this.page.getByRole('textbox', { name: 'Document text' })
  }

  /** What the page shows of the text when it is read. */
  get preview(): FrameLocator {
    return this.page.frameLocator('.preview-frame')
  }

  /** Chooses a view; with a preview, resolves once it shows the text. */
  async view(name: 'Write' | 'Split' | 'Read'): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).click()
    if (name !== 'Write') await this.page.locator('.preview-pane[data-state=shown]').waitFor()
  }

  /** Puts the text cursor at the end of the text and types, key by key. */
  async type(text: string): Promise<void> {
    await this.editor.focus()
    await this.page.keyboard.press('Control+End')
    await this.page.keyboard.type(text)
  }

  /** The text is taken from what the page would print, since the editor has only the lines in sight in it. */
  glance(): Promise<Glance> {
    return this.page.evaluate(() => {
      window.dispatchEvent(new Event('beforeprint'))
      const text = document.querySelector('.printed-text')?.textContent ?? ''
      window.dispatchEvent(new Event('afterprint'))
      const bar = document.querySelector<HTMLElement>('[data-status]')
      return {
        status: bar?.dataset['status'] ?? '',
        words: bar?.textContent ?? '',
        changes: Number(bar?.dataset['changes'] ?? 0),
        text,
      }
    })
  }

  async text(): Promise<string> {
    return (await this.glance()).text
  }

  /** Resolves once a glance is as expected; rejects with the last one. */
  async sees(expected: (glance: Glance) => boolean, limitMs = LIMIT_MS): Promise<Glance> {
    const end = Date.now() + limitMs
    let glance = await this.glance()
    while (!expected(glance)) {
      if (Date.now() > end)
        throw new Error(`never so: ${expected.toString()}; the page shows ${JSON.stringify(glance)}`)
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
      glance = await this.glance()
    }
    return glance
  }

  /** Resolves once the page shows *Saved* and, if given, exactly this text. */
  async saved(text?: string, limitMs = LIMIT_MS): Promise<Glance> {
    return this.sees((glance) => glance.status === 'saved' && (text === undefined || glance.text === text), limitMs)
  }

  /** Resolves once the page shows that all of what waits is kept on this device; the words may lag behind by a moment. */
  async kept(): Promise<Glance> {
    const words = (changes: number): string => (changes === 1 ? '1 change' : `${changes} changes`)
    return this.sees((glance) => {
      return glance.changes > 0 && glance.words === `Offline: kept on this device (${words(glance.changes)})`
    })
  }

  /** The network is away from all windows of this browser; resolves once this one has noticed: until then an edit may get out. */
  async loseNetwork(): Promise<void> {
    await this.page.context().setOffline(true)
    await this.sees(({ status }) => status === 'offline')
  }

  /** The document's link, once the page has one. */
  async link(): Promise<string> {
    await this.page.waitForURL(/\/d\/.+#k=/)
    return this.page.url()
  }
}

function isExpected(message: ConsoleMessage): boolean {
  // That the server cannot be reached, or ended a connection, is what many tests are about.
  if (/net::ERR_|WebSocket connection to/.test(message.text()) || message.location().url.includes('/socket.io/'))
    return true
  // That it refuses what is wrong is what the server answers a form with.
  if (message.location().url.includes('/api/')) return true
  // An image that is not stored any more has a note in its place.
  if (/\/p\/[\w-]+\/files\//.test(message.location().url)) return true
  // Of pages of others, on the way through a provider: Weft's own name their icon.
  if (message.location().url.endsWith('/favicon.ico')) return true
  // Reported with its cause by the listener for breaches.
  return message.text().startsWith('Applying inline style violates')
}
