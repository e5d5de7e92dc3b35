import { Random } from '../../support/random.ts'
import { type BenchStage, isSaved, settle } from './bench-stage.ts'
import { BusyDocument } from './busy-document.ts'
import type { Figures } from './figures.ts'
import { keyFigures, timedKeys, watchKeys } from './key-times.ts'
import { longText } from './long-text.ts'
import { giveWay } from './low-priority.ts'

const TEXT_LENGTH = 5 * 1024 * 1024
/** Pasted, as such texts are, and worked on. */
const PIECES = 10_000
const KEYS_PER_PLACE = 60
const SETTLE_MS = 15_000
const WHEELS = 40
const WHEEL_PX = 400

/** Five megabytes of Markdown: how long it takes to open, to be shown as a page, to type in and to scroll. */
export async function largeCase(stage: BenchStage): Promise<Figures> {
  giveWay(stage.server.pid)
  const busy = await BusyDocument.store(stage.server.url, longText(TEXT_LENGTH, new Random(1)), PIECES, 1)
  const guest = await stage.newGuest()
  try {
    const began = performance.now()
    const page = await busy.open(guest)
    const openedMs = performance.now() - began
    const asked = performance.now()
    await page.getByRole('button', { name: 'Split', exact: true }).click()
    await page.locator('.preview-pane[data-state=shown]').waitFor({ timeout: 180_000 })
    const shownMs = performance.now() - asked
    await settle(page, SETTLE_MS)
    await watchKeys(page)
    const keys = []
    for (const share of [0, 0.5, 1]) {
      await busy.goTo(page, share)
      keys.push(...(await timedKeys(stage.browser, page, KEYS_PER_PLACE)))
    }
    await isSaved(page)
    const figures = await keyFigures(page, '', keys)
    await page.locator('.cm-scroller').evaluate((element) => (element.scrollTop = element.scrollHeight / 3))
    await settle(page, 1000)
    await page.locator('.cm-scroller').hover()
    const gaps = page.evaluate(
      (frames) =>
        new Promise<number[]>((resolve) => {
          const times = [performance.now()]
          const look = (now: number): void => {
            times.push(now)
            if (times.length > frames) resolve(times.slice(1).map((time, index) => time - (times[index] ?? time)))
            else requestAnimationFrame(look)
          }
          requestAnimationFrame(look)
        }),
      WHEELS * 3,
    )
    for (let wheel = 0; wheel < WHEELS; wheel++) {
      await page.mouse.wheel(0, WHEEL_PX)
      await settle(page, 30)
    }
    const frames = (await gaps).toSorted((a, b) => a - b)
    return {
      openedWallMs: openedMs,
      previewShownWallMs: shownMs,
      ...figures,
      scrollFrameP50WallMs: frames[Math.floor(frames.length / 2)] ?? Number.NaN,
      scrollFrameP95WallMs: frames[Math.floor(frames.length * 0.95)] ?? Number.NaN,
      scrollFrameMaxWallMs: frames.at(-1) ?? Number.NaN,
    }
  } finally {
    await guest.close()
    busy.close()
  }
}
