import { Random } from '../../support/random.ts'
import { type BenchStage, isSaved, settle } from './bench-stage.ts'
import { BusyDocument } from './busy-document.ts'
import type { Figures } from './figures.ts'
import { keyFigures, timedKeys, watchKeys } from './key-times.ts'
import { longText } from './long-text.ts'
import { giveWay } from './low-priority.ts'

const LENGTHS = { small: 1024, large: 1024 * 1024 } as const
const OTHERS = 3
/** What is written in one go, in code units: a sentence or two are written, and later some words put in. */
const PIECE_LENGTH = 26
/** At the beginning, in the middle and at the end. */
const KEYS_PER_PLACE = 100
/** In which the page parses, renders and keeps the document, before anybody types. */
const SETTLE_MS = 8000

/**
 * A kilobyte and a megabyte of Markdown beside their previews, three others typing, one of them in the next paragraph: how long each
 * key takes until it is painted, and until the preview shows it. And an empty page with a text field: what the machine takes for that.
 */
export async function keysCase(stage: BenchStage): Promise<Figures> {
  giveWay(stage.server.pid)
  return { ...(await bareKeys(stage)), ...(await keysIn(stage, 'small')), ...(await keysIn(stage, 'large')) }
}

async function bareKeys(stage: BenchStage): Promise<Figures> {
  const guest = await stage.newGuest()
  try {
    const page = await guest.newPage()
    await page.setContent('<textarea></textarea>')
    await page.locator('textarea').focus()
    await watchKeys(page, 'textarea')
    return await keyFigures(page, 'bare', await timedKeys(stage.browser, page, KEYS_PER_PLACE))
  } finally {
    await guest.close()
  }
}

async function keysIn(stage: BenchStage, name: keyof typeof LENGTHS): Promise<Figures> {
  const text = longText(LENGTHS[name], new Random(1))
  const busy = await BusyDocument.store(stage.server.url, text, Math.ceil(text.length / PIECE_LENGTH), OTHERS)
  const guest = await stage.newGuest()
  try {
    const page = await busy.open(guest)
    await page.getByRole('button', { name: 'Split', exact: true }).click()
    await page.locator('.preview-pane[data-state=shown]').waitFor({ timeout: 60_000 })
    await settle(page, SETTLE_MS)
    await watchKeys(page)
    const keys = []
    let others = 0
    for (const share of [0, 0.5, 1]) {
      const near = await busy.goTo(page, share)
      const stop = await busy.type(near)
      keys.push(...(await timedKeys(stage.browser, page, KEYS_PER_PLACE)))
      others = await stop()
    }
    await isSaved(page)
    return { ...(await keyFigures(page, name, keys)), [`${name}KeysOfOthers`]: others }
  } finally {
    await guest.close()
    busy.close()
  }
}
