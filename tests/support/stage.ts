import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest'
import { findChromium, launchChromium } from './chromium.ts'
import { type ServerProcess, startServerProcess } from './test-server.ts'
import { Writer } from './writer.ts'

/** For suites that need a browser; skipped, with a word about it, where there is none. */
export const describeInBrowser = describe.skipIf(findChromium() === null)

/** A page that answers nothing, as one that asks whether to leave, is told of without what it shows. */
const SCENE_LIMIT_MS = 2000

/** The built server as a process, and Chromium. Each test brings its own guests, and none may leave a complaint behind. */
export class Stage {
  #server: ServerProcess | null = null
  #browser: Browser | null = null
  readonly #contexts: BrowserContext[] = []
  readonly #writers: Writer[] = []

  get server(): ServerProcess {
    if (this.#server === null) throw new Error('the server has not started')
    return this.#server
  }

  /** The address of a blank page. */
  get url(): string {
    return `${this.server.url}/`
  }

  /**
   * Another person: a browser of its own, without cookies or stored documents. It keeps no program unless told to
   * (`serviceWorkers: 'allow'`): what a worker answers, a test that meddles with requests does not see.
   */
  async newGuest(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    if (this.#browser === null) throw new Error('the browser has not started')
    const usual = { viewport: { width: 1200, height: 800 }, serviceWorkers: 'block' } as const
    const context = await this.#browser.newContext({ ...usual, ...options })
    this.#contexts.push(context)
    return context
  }

  /** A window with a document, or a blank page without `url`; of a new guest, or of this one. */
  async open(url = this.url, guest?: BrowserContext): Promise<Writer> {
    const writer = await Writer.open(guest ?? (await this.newGuest()), url)
    this.#writers.push(writer)
    return writer
  }

  /** The same without waiting for an editor: for pages that have none. */
  async visit(url: string, guest?: BrowserContext): Promise<Writer> {
    const writer = await Writer.blank(guest ?? (await this.newGuest()))
    this.#writers.push(writer)
    await writer.page.goto(url)
    return writer
  }

  /** A saved document with this text, and a window with it. */
  async write(text: string, guest?: BrowserContext): Promise<{ writer: Writer; link: string }> {
    const writer = await this.open(this.url, guest)
    await writer.type(text)
    await writer.saved(text)
    return { writer, link: await writer.link() }
  }

  async start(env: Readonly<Record<string, string>>): Promise<void> {
    this.#server = await startServerProcess({ DOCUMENTS_PER_HOUR: '1000000', GUESTS_PER_HOUR: '1000000', ...env })
    this.#browser = await launchChromium()
  }

  /** Closes every window, and answers with what they complained about. A server that was left dead runs again. */
  async clear(): Promise<string[]> {
    if (this.server.exited) await this.server.restart()
    const complaints = this.#writers.splice(0).flatMap((writer) => writer.complaints)
    for (const context of this.#contexts.splice(0)) await context.close()
    return complaints
  }

  /** What each window shows to who listens, and where its focus is: a test that failed is told with it. */
  async scene(): Promise<string> {
    const scenes = this.#writers.map(async ({ page, complaints }) => {
      const limit = { timeout: SCENE_LIMIT_MS }
      const shown = await page.ariaSnapshot(limit).catch(String)
      const focused = await page
        .locator(':focus')
        .first()
        .evaluate(tagOf, undefined, limit)
        .catch(() => 'nothing')
      return [page.url(), ...complaints, shown, `The focus is on ${focused}`].join('\n')
    })
    return (await Promise.all(scenes)).join('\n\n')
  }

  async end(): Promise<void> {
    await this.#browser?.close()
    await this.#server?.remove()
  }
}

/** A stage for the suite that calls it: set up before its first test, cleared after each, gone after the last. */
export function useStage(env: Readonly<Record<string, string>> = {}): Stage {
  const stage = new Stage()
  beforeAll(() => stage.start(env))
  afterEach(async ({ task }) => {
    const error = task.result?.state === 'fail' ? task.result.errors?.at(-1) : undefined
    if (error !== undefined) error.message += `\n\n${await stage.scene()}\n`
    expect(await stage.clear()).toEqual([])
  })
  afterAll(() => stage.end())
  return stage
}

/** The element without what is in it; in the page. */
const tagOf = (element: Element): string => (element.cloneNode() as Element).outerHTML

/**
 * Nothing of Socket.IO comes through any more, for pages that this guest loads anew: one that had a websocket begins with one,
 * which passes. Resolves to the way back.
 */
export async function blockSockets(guest: BrowserContext): Promise<() => Promise<void>> {
  const address = '**/socket.io/**'
  await guest.route(address, (route) => route.abort('connectionrefused'))
  return async () => {
    await guest.unroute(address)
    // As the browser does when the network is back: nobody has to wait for the next attempt.
    for (const page of guest.pages()) await page.evaluate(() => window.dispatchEvent(new Event('online')))
  }
}

/** What the toast says, once there is one: it goes by itself, so ask before what is slow. */
export async function toastOf(page: Page): Promise<string> {
  return (await page.getByRole('status', { name: 'Notices' }).locator('p').textContent()) ?? ''
}
