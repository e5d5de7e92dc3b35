import { setTimeout as pause } from 'node:timers/promises'
import type { Browser, Page } from 'playwright-core'
import type { Figures } from './figures.ts'
import { Profile, type TraceEvent } from './profile.ts'

/** As fast as people type who are good at it. */
const KEYS_PER_SECOND = 8
/** In which the browser begins to watch itself: the first key would wait for that. */
const WATCHED_MS = 1000
/** A sign that nothing else has, for each time that it is looked when it is on the page. */
const FIRST_SIGN = 0x2460
/** After so many keys, one sign. */
const KEYS_PER_SIGN = 20

interface Times {
  /** For each key, how long it waited until the page looked at it: from the event, as the browser stamps it. */
  readonly waitMs: number[]
  /** Tasks over 50 ms. */
  readonly longTaskMs: number[]
  /** When each sign was typed. */
  readonly typed: Record<string, number>
}

/** What became of one key. */
interface KeyTime {
  /** From the event to the end of the frame that shows it: all that the page has to do with it is done, and it is handed over to be drawn. */
  readonly paintMs: number
  /** Of the processor: the task of the key, and that of the frame. */
  readonly cpuMs: number
}

declare global {
  interface Window {
    benchTimes?: Times
    benchSeen?: Record<string, number>
  }
}

/** Looks at each key that is pressed in `field` from now on, and at the preview where there is one. */
export async function watchKeys(page: Page, field = '.cm-content'): Promise<void> {
  await page.evaluate((selector) => {
    const times: Times = { waitMs: [], longTaskMs: [], typed: {} }
    window.benchTimes = times
    const content = document.querySelector(selector)
    content?.addEventListener('keydown', ({ timeStamp }) => times.waitMs.push(performance.now() - timeStamp), {
      capture: true,
    })
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
  }, field)
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

/** Types where the cursor is, and tells of each key what became of it. */
export async function timedKeys(browser: Browser, page: Page, keys: number): Promise<readonly KeyTime[]> {
  const before = await page.evaluate(() => window.benchTimes?.waitMs.length ?? 0)
  const profile = await Profile.start(browser, page)
  await Profile.from(page)
  await pause(WATCHED_MS)
  await typeKeys(page, keys)
  const done = keyTasks(await profile.events(page))
  const waits = await page.evaluate((from) => window.benchTimes?.waitMs.slice(from) ?? [], before)
  if (done.length !== keys || waits.length !== keys)
    throw new Error(`of ${keys} keys ${waits.length} reached the editor, and ${done.length} are in the profile`)
  return done.map(({ paintMs, cpuMs }, key) => ({ paintMs: paintMs + (waits[key] ?? Number.NaN), cpuMs }))
}

/**
 * A page that wants to know itself when a frame is painted is told too late: Chromium puts off what is not urgent until a key's
 * frame is on the screen.
 */
function keyTasks(events: readonly TraceEvent[]): readonly KeyTime[] {
  const complete = events.filter(({ ph }) => ph === 'X')
  const tasks = complete.filter(({ name }) => name === 'RunTask')
  const commits = complete.filter(({ name }) => name === 'Commit')
  const taskOf = ({ ts }: TraceEvent): TraceEvent | undefined =>
    tasks.find((task) => task.ts <= ts && task.ts + (task.dur ?? 0) > ts)
  return complete.flatMap((key) => {
    if (key.name !== 'EventDispatch' || key.args?.data?.type !== 'keydown') return []
    const commit = commits.find(({ ts }) => ts > key.ts)
    if (commit === undefined) return []
    const both = new Set([taskOf(key), taskOf(commit)])
    const cpuMs = [...both].reduce((sum, task) => sum + (task?.tdur ?? Number.NaN), 0) / 1000
    return [{ paintMs: (commit.ts + (commit.dur ?? 0) - key.ts) / 1000, cpuMs }]
  })
}

/** Between two keys the page is asked for nothing: that would be a task of its own beside the frame. */
async function typeKeys(page: Page, keys: number): Promise<void> {
  for (let count = 0; count < keys; count++) {
    await page.keyboard.press('abcdefgh '.charAt(count % 9))
    await pause(1000 / KEYS_PER_SECOND)
    if (count % KEYS_PER_SIGN !== KEYS_PER_SIGN - 1) continue
    const number = await page.evaluate(() => Object.keys(window.benchTimes?.typed ?? {}).length)
    await page.keyboard.insertText(String.fromCodePoint(FIRST_SIGN + number))
    await pause(1000 / KEYS_PER_SECOND)
  }
}

/** Of `keys`, and of everything since `watchKeys`; each name beginning with `name`. */
export async function keyFigures(page: Page, name: string, keys: readonly KeyTime[]): Promise<Figures> {
  const times = await page.evaluate(() => window.benchTimes)
  if (times === undefined) throw new Error('nobody watched the keys')
  const seen = (await previewOf(page)?.evaluate(() => window.benchSeen)) ?? {}
  const paintMs = keys.map((key) => key.paintMs)
  const cpuMs = keys.map((key) => key.cpuMs)
  const lags = Object.entries(times.typed).flatMap(([sign, at]) => (seen[sign] ? [seen[sign] - at] : []))
  return {
    [`${name}KeyToPaintP50WallMs`]: at(paintMs, 0.5),
    [`${name}KeyToPaintP95WallMs`]: at(paintMs, 0.95),
    [`${name}KeyToPaintP99WallMs`]: at(paintMs, 0.99),
    [`${name}KeyToPaintMaxWallMs`]: at(paintMs, 1),
    [`${name}KeyP50CpuMs`]: at(cpuMs, 0.5),
    [`${name}KeyP95CpuMs`]: at(cpuMs, 0.95),
    [`${name}LongTasks`]: times.longTaskMs.length,
    [`${name}LongestTaskWallMs`]: Math.max(0, ...times.longTaskMs),
    ...(lags.length > 0 && {
      [`${name}PreviewLagP50WallMs`]: at(lags, 0.5),
      [`${name}PreviewLagMaxWallMs`]: at(lags, 1),
    }),
  }
}

function at(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
