import type { Page } from 'playwright-core'
import { settle } from './bench-stage.ts'
import type { Figures } from './figures.ts'

/** As fast as people type who are good at it. */
const KEYS_PER_SECOND = 8
/** A sign that nothing else has, for each time that it is looked when it is on the page. */
const FIRST_SIGN = 0x2460
/** After so many keys, one sign. */
const KEYS_PER_SIGN = 20

interface Times {
  /** From the event of a key, as the browser stamps it, to the frame after which it is painted. */
  readonly paintMs: number[]
  /** The same without waiting: the task of the key, and the frame. */
  readonly workMs: number[]
  /** Tasks over 50 ms. */
  readonly longTaskMs: number[]
  /** When each sign was typed. */
  readonly typed: Record<string, number>
}

declare global {
  interface Window {
    benchTimes?: Times
    benchSeen?: Record<string, number>
  }
}

/** Looks at each key that is pressed in the text from now on, and at the preview where there is one. */
export async function watchKeys(page: Page): Promise<void> {
  await page.evaluate(() => {
    const times: Times = { paintMs: [], workMs: [], longTaskMs: [], typed: {} }
    window.benchTimes = times
    const soon = (work: () => void): void => {
      const { port1, port2 } = new MessageChannel()
      port1.addEventListener('message', work, { once: true })
      port1.start()
      port2.postMessage(null)
    }
    const content = document.querySelector('.cm-content')
    content?.addEventListener(
      'keydown',
      ({ timeStamp }) => {
        const began = performance.now()
        let handled = began
        // What is sent within a task arrives after it: once the key is worked through, and once the frame is painted.
        soon(() => (handled = performance.now()))
        requestAnimationFrame(() => {
          const frame = performance.now()
          soon(() => {
            const painted = performance.now()
            times.paintMs.push(painted - timeStamp)
            times.workMs.push(Math.min(handled, frame) - began + painted - frame)
          })
        })
      },
      { capture: true },
    )
    content?.addEventListener(
      'beforeinput',
      (event) => {
        if (event instanceof InputEvent && event.data !== null)
          times.typed[event.data] = performance.timeOrigin + performance.now()
      },
      { capture: true },
    )
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) times.longTaskMs.push(duration)
    }).observe({ type: 'longtask' })
  })
  await previewOf(page)?.evaluate(() => {
    const seen: Record<string, number> = {}
    window.benchSeen = seen
    const root = document.getElementById('document')
    if (root === null) return
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes)
        for (const node of addedNodes)
          for (const [sign] of (node.textContent ?? '').matchAll(/[\u2460-\u24FF]/g))
            if (!(sign in seen)) {
              seen[sign] = 0
              requestAnimationFrame(() => (seen[sign] = performance.timeOrigin + performance.now()))
            }
    }).observe(root, { childList: true, subtree: true })
  })
}

function previewOf(page: Page): ReturnType<Page['frames']>[number] | undefined {
  return page.frames().find((frame) => frame.url().includes('preview-frame'))
}

/** Types where the cursor is. Returns how many keys that were. */
export async function typeKeys(page: Page, keys: number): Promise<number> {
  for (let count = 0; count < keys; count++) {
    await page.keyboard.press('abcdefgh '.charAt(count % 9))
    await settle(page, 1000 / KEYS_PER_SECOND)
    if (count % KEYS_PER_SIGN !== KEYS_PER_SIGN - 1) continue
    const number = await page.evaluate(() => Object.keys(window.benchTimes?.typed ?? {}).length)
    await page.keyboard.insertText(String.fromCodePoint(FIRST_SIGN + number))
    await settle(page, 1000 / KEYS_PER_SECOND)
  }
  return keys
}

/** Of everything since `watchKeys`, each name beginning with `name`. Throws when keys did not reach the text. */
export async function keyFigures(page: Page, name: string, keys: number): Promise<Figures> {
  const times = await page.evaluate(() => window.benchTimes)
  const seen = (await previewOf(page)?.evaluate(() => window.benchSeen)) ?? {}
  if (times === undefined || times.paintMs.length < keys)
    throw new Error(`only ${times?.paintMs.length ?? 0} of ${keys} keys reached the editor`)
  const lags = Object.entries(times.typed).flatMap(([sign, at]) => (seen[sign] ? [seen[sign] - at] : []))
  return {
    [`${name}KeyToPaintP50WallMs`]: at(times.paintMs, 0.5),
    [`${name}KeyToPaintP95WallMs`]: at(times.paintMs, 0.95),
    [`${name}KeyToPaintP99WallMs`]: at(times.paintMs, 0.99),
    [`${name}KeyToPaintMaxWallMs`]: at(times.paintMs, 1),
    [`${name}KeyWorkP50WallMs`]: at(times.workMs, 0.5),
    [`${name}KeyWorkP95WallMs`]: at(times.workMs, 0.95),
    [`${name}KeyWorkP99WallMs`]: at(times.workMs, 0.99),
    [`${name}LongTasks`]: times.longTaskMs.length,
    [`${name}LongestTaskWallMs`]: Math.max(0, ...times.longTaskMs),
    [`${name}PreviewLagP50WallMs`]: at(lags, 0.5),
    [`${name}PreviewLagMaxWallMs`]: at(lags, 1),
  }
}

function at(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
