import type { Browser, BrowserContext, Page } from 'playwright-core'
import { launchChromium } from '../../support/chromium.ts'
import { type ServerProcess, startServerProcess } from '../../support/test-server.ts'
import { SHOWN } from './profile.ts'

const LIMIT_MS = 60_000

/** What the page itself saw of its frames, in ms of the wall since it was asked for. */
export interface Frames {
  /** The longest time between two frames. */
  readonly longestGapMs: number
  /** When the first text of the document was drawn; null when none was. */
  readonly readableMs: number | null
}

declare global {
  interface Window {
    benchFrames?: { longestGapMs: number; readableMs: number | null }
  }
}

/** The built server as a process, and Chromium. */
export class BenchStage {
  readonly server: ServerProcess
  readonly browser: Browser

  private constructor(server: ServerProcess, browser: Browser) {
    this.server = server
    this.browser = browser
  }

  static async start(): Promise<BenchStage> {
    const server = await startServerProcess({ DOCUMENTS_PER_HOUR: '1000000', GUESTS_PER_HOUR: '1000000' })
    try {
      return new BenchStage(server, await launchChromium())
    } catch (error) {
      await server.remove()
      throw error
    }
  }

  /** A browser of its own, without anything stored. */
  newGuest(): Promise<BrowserContext> {
    return this.browser.newContext({ viewport: { width: 1200, height: 800 } })
  }

  async end(): Promise<void> {
    await this.browser.close()
    await this.server.remove()
  }
}

/** A window that watches its frames from the first moment on. */
export async function newWatchedPage(guest: BrowserContext): Promise<Page> {
  const page = await guest.newPage()
  // What tsx makes of a function with a name calls this.
  await page.addInitScript({ content: 'globalThis.__name = (value) => value' })
  await page.addInitScript((shown) => {
    const frames = {
      longestGapMs: 0,
      readableMs: null as number | null,
      last: performance.now(),
      isShown: false,
      look: () => {
        const now = performance.now()
        frames.longestGapMs = Math.max(frames.longestGapMs, now - frames.last)
        frames.last = now
        if (!frames.isShown && document.querySelector('#app')?.firstElementChild) {
          frames.isShown = true
          performance.mark(shown)
        }
        if (frames.readableMs === null && (document.querySelector('.cm-line')?.textContent ?? '') !== '')
          frames.readableMs = now
        requestAnimationFrame(frames.look)
      },
    }
    window.benchFrames = frames
    requestAnimationFrame(frames.look)
  }, SHOWN)
  return page
}

export function framesOf(page: Page): Promise<Frames> {
  return page.evaluate(() => window.benchFrames ?? { longestGapMs: 0, readableMs: null })
}

/** Resolves once the page says that everything is stored. */
export async function isSaved(page: Page): Promise<void> {
  await page.locator('[data-status=saved]').waitFor({ timeout: LIMIT_MS })
}

/** Lets the page come to rest: what it puts off until there is time is done. */
export async function settle(page: Page, ms: number): Promise<void> {
  await page.evaluate((delay) => new Promise((resolve) => setTimeout(resolve, delay)), ms)
}
