import { newId } from '../../../client/lib/ids.ts'
import { Random } from '../../support/random.ts'
import { type BenchStage, isSaved, newWatchedPage, settle } from './bench-stage.ts'
import { CrowdServer } from './crowd-server.ts'
import type { Figures } from './figures.ts'
import { type MainThread, Profile } from './profile.ts'

const PEOPLE = 200
const MOVES_PER_SECOND = 5
const SECONDS = 8
/** What a frame is, where a screen draws as many as most do. */
const FRAMES_PER_SECOND = 60
/** A server that gathers what it tells of cursors. */
const GATHER_MS = 50

/** As many lines as are in sight at once: everybody is in sight. And a long text, in which they are everywhere. */
const LINES = { inSight: 24, spread: 2000 } as const

/** 200 people whose cursors move 5 times a second each, against the same page when nobody moves. */
export async function cursorsCase(stage: BenchStage): Promise<Figures> {
  return {
    ...(await crowd(stage, 'inSight', LINES.inSight, null)),
    ...(await crowd(stage, 'spread', LINES.spread, null)),
    ...(await crowd(stage, 'gathered', LINES.inSight, GATHER_MS)),
  }
}

async function crowd(stage: BenchStage, name: string, lines: number, gatherMs: number | null): Promise<Figures> {
  const text = Array.from({ length: lines }, (_, line) => `Line ${line}: all of them look at what the others write.`)
  const server = new CrowdServer(stage.server.url, text.join('\n'), PEOPLE, new Random(1))
  const guest = await stage.newGuest()
  try {
    const url = await server.listen()
    const page = await newWatchedPage(guest)
    await page.goto(`${url}/d/${newId()}#k=${newId()}`)
    await isSaved(page)
    await settle(page, 3000)
    const measure = async (): Promise<MainThread> => {
      const profile = await Profile.start(stage.browser, page)
      await Profile.from(page)
      await settle(page, SECONDS * 1000)
      return profile.stop(page)
    }
    const still = await measure()
    server.move(MOVES_PER_SECOND, gatherMs)
    await settle(page, 2000)
    const moving = await measure()
    const perFrame = (kind: 'cpuMs' | 'scriptMs' | 'layoutMs' | 'paintMs'): number =>
      (moving[kind] - still[kind]) / (SECONDS * FRAMES_PER_SECOND)
    return {
      [`${name}CpuMsPerFrame`]: perFrame('cpuMs'),
      [`${name}ScriptMsPerFrame`]: perFrame('scriptMs'),
      [`${name}LayoutMsPerFrame`]: perFrame('layoutMs'),
      [`${name}PaintMsPerFrame`]: perFrame('paintMs'),
      [`${name}LongestTaskCpuMs`]: Math.max(...moving.tasks.map((task) => task.cpuMs)),
      [`${name}FramesPerSecond`]: moving.frames / SECONDS,
    }
  } finally {
    await guest.close()
    await server.close()
  }
}
