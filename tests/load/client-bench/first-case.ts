import { type BenchStage, framesOf, isSaved, newWatchedPage } from './bench-stage.ts'
import type { Figures } from './figures.ts'

/** As it is for who comes for the first time: nothing of the program is stored, none of it compiled. */
export async function firstCase(stage: BenchStage): Promise<Figures> {
  const blank = await firstVisit(stage, `${stage.server.url}/`, true)
  const invited = await firstVisit(stage, blank.link, false)
  return { blankFirstKeyShownWallMs: blank.shownMs, linkReadableWallMs: invited.shownMs }
}

/**
 * Opens `url`, and types as soon as there is somewhere to type if `types`. `shownMs`: from when the page was asked for until the first sign was
 * drawn, the time in which this process notices that it can type included.
 */
async function firstVisit(stage: BenchStage, url: string, types: boolean): Promise<{ shownMs: number; link: string }> {
  const guest = await stage.newGuest()
  try {
    const page = await newWatchedPage(guest)
    await page.goto(url, { waitUntil: 'commit' })
    const editor = page.getByRole('textbox', { name: 'Document text' })
    if (types) await editor.press('x')
    await page.locator('.cm-line', { hasText: 'x' }).waitFor()
    const { readableMs } = await framesOf(page)
    await isSaved(page)
    return { shownMs: readableMs ?? Number.NaN, link: page.url() }
  } finally {
    await guest.close()
  }
}
