import type { BrowserContext } from 'playwright-core'
import { newId } from '../../../client/lib/ids.ts'
import { Playback } from '../playback.ts'
import { readTrace } from '../trace.ts'
import { type BenchStage, framesOf, isSaved, newWatchedPage, settle } from './bench-stage.ts'
import { Profile } from './profile.ts'
import type { Figures } from './figures.ts'

/** In which the page does what it puts off: keeping the document, colours, what it fetches ahead. */
const SETTLE_MS = 6000

/** A document with a long history, as the server has it after it was restarted. Resolves to its link. */
export async function storeTrace(stage: BenchStage, path: string): Promise<string> {
  const trace = readTrace(path)
  const [document, key] = [newId(), newId()]
  const { server } = stage
  const playback = await Playback.open(trace, { url: server.url, document, key, watchers: 0, reverseIds: false })
  await playback.play(Number.POSITIVE_INFINITY)
  for (const client of playback.clients) client.close()
  await server.stop()
  await server.restart()
  return `${server.url}/d/${document}#k=${key}`
}

/** Opens the document where nothing of it is stored, and once more where it is. */
export async function openCase(stage: BenchStage, link: string): Promise<Figures> {
  const guest = await stage.newGuest()
  try {
    // The program itself is there already: what is looked at is the document.
    const blank = await guest.newPage()
    await blank.goto(`${stage.server.url}/`)
    await blank.getByRole('textbox', { name: 'Document text' }).waitFor()
    await settle(blank, 500)
    await blank.close()
    return { ...(await openOnce(stage, guest, link, 'cold')), ...(await openOnce(stage, guest, link, 'warm')) }
  } finally {
    await guest.close()
  }
}

async function openOnce(stage: BenchStage, guest: BrowserContext, link: string, name: string): Promise<Figures> {
  const page = await newWatchedPage(guest)
  const profile = await Profile.start(stage.browser, page)
  await page.goto(link)
  await isSaved(page)
  await settle(page, SETTLE_MS)
  const { longestGapMs, readableMs } = await framesOf(page)
  const { tasks, shownMs, cpuMs } = await profile.stop(page)
  // To read and start the program takes what it takes, whatever it is to show.
  const ofProgram = tasks.filter(({ atMs }) => atMs < shownMs)
  const ofDocument = tasks.filter(({ atMs }) => atMs >= shownMs)
  await page.close()
  return {
    [`${name}ProgramLongestTaskCpuMs`]: Math.max(...ofProgram.map((task) => task.cpuMs)),
    [`${name}LongestTaskCpuMs`]: Math.max(...ofDocument.map((task) => task.cpuMs)),
    [`${name}LongestTaskWallMs`]: Math.max(...ofDocument.map((task) => task.wallMs)),
    [`${name}LongestGapWallMs`]: longestGapMs,
    [`${name}ReadableWallMs`]: readableMs ?? Number.NaN,
    [`${name}CpuMs`]: cpuMs,
  }
}
