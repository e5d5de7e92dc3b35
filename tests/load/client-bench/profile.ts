import type { Browser, Page } from 'playwright-core'

/** What Chromium tells of its threads: times in microseconds, `tdur` of the processor, `dur` on the wall. */
export interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  readonly ts: number
  readonly dur?: number
  readonly tdur?: number
  readonly args?: { readonly data?: { readonly type?: string } }
}

const CATEGORIES = ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'blink.user_timing']
const FROM = 'client-bench:from'
const TO = 'client-bench:to'
/** The page leaves this mark with the first frame in which it shows anything of itself. */
export const SHOWN = 'client-bench:shown'

/** The names under which Chromium tells what a task was busy with. Of events within each other, the outermost counts. */
const KINDS: Readonly<Record<string, 'script' | 'layout' | 'paint'>> = {
  EvaluateScript: 'script',
  FunctionCall: 'script',
  FireAnimationFrame: 'script',
  FireIdleCallback: 'script',
  TimerFire: 'script',
  EventDispatch: 'script',
  RunMicrotasks: 'script',
  UpdateLayoutTree: 'layout',
  Layout: 'layout',
  PrePaint: 'paint',
  Paint: 'paint',
  Layerize: 'paint',
  Commit: 'paint',
}

/** One task of the page's main thread, while which it answers to nobody. */
export interface Task {
  /** From the start of the profile. */
  readonly atMs: number
  /** Of the processor: what it would take where nobody else wants one. */
  readonly cpuMs: number
  readonly wallMs: number
}

/** What the main thread of one page did between two marks. */
export interface MainThread {
  readonly tasks: readonly Task[]
  /** When the page first showed anything of itself; 0 when that was before. */
  readonly shownMs: number
  readonly frames: number
  readonly cpuMs: number
  readonly scriptMs: number
  readonly layoutMs: number
  readonly paintMs: number
}

/** Watches everything that the browser does from now on; the time that is looked at begins and ends with a mark in the page. */
export class Profile {
  readonly #browser: Browser

  private constructor(browser: Browser) {
    this.#browser = browser
  }

  static async start(browser: Browser, page: Page): Promise<Profile> {
    await browser.startTracing(page, { categories: CATEGORIES })
    return new Profile(browser)
  }

  /** To be called in the page that is looked at; without it, everything since that page was asked for counts. */
  static from(page: Page): Promise<unknown> {
    return page.evaluate((name) => performance.mark(name), FROM)
  }

  async stop(page: Page): Promise<MainThread> {
    return mainThreadOf(await this.events(page))
  }

  /** All that the page's main thread did, by when it began. Ends the profile, as `stop` does. */
  async events(page: Page): Promise<readonly TraceEvent[]> {
    await page.evaluate((name) => performance.mark(name), TO)
    const bytes = await this.#browser.stopTracing()
    const { traceEvents } = JSON.parse(bytes.toString()) as { traceEvents: readonly TraceEvent[] }
    const end = traceEvents.find(({ name }) => name === TO)
    if (end === undefined) throw new Error('the page left no mark in the profile')
    return traceEvents
      .filter(({ pid, tid, ts }) => pid === end.pid && tid === end.tid && ts <= end.ts)
      .sort((a, b) => a.ts - b.ts)
  }
}

function mainThreadOf(own: readonly TraceEvent[]): MainThread {
  const from = own.find(({ name }) => name === FROM)?.ts ?? own[0]?.ts ?? 0
  const complete = own.filter(({ ph, ts }) => ph === 'X' && ts >= from)
  const tasks = complete
    .filter(({ name }) => name === 'RunTask')
    .map(({ ts, dur = 0, tdur = 0 }) => ({ atMs: (ts - from) / 1000, cpuMs: tdur / 1000, wallMs: dur / 1000 }))
  const shown = own.find(({ name }) => name === SHOWN)?.ts ?? from
  return {
    tasks,
    shownMs: Math.max(0, (shown - from) / 1000),
    frames: complete.filter(({ name }) => name === 'PrePaint').length,
    cpuMs: tasks.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
    ...kindsOf(complete),
  }
}

function kindsOf(events: readonly TraceEvent[]): Pick<MainThread, 'scriptMs' | 'layoutMs' | 'paintMs'> {
  const sums = { script: 0, layout: 0, paint: 0 }
  /** Within script, what lays out is told apart: it is no script. */
  let scriptEnd = 0
  let layoutEnd = 0
  for (const { name, ts, dur = 0, tdur = 0 } of events) {
    const kind = KINDS[name]
    if (kind === undefined) continue
    if (kind === 'script') {
      if (ts < scriptEnd) continue
      scriptEnd = ts + dur
    } else if (kind === 'layout') {
      if (ts < layoutEnd) continue
      layoutEnd = ts + dur
      if (ts < scriptEnd) sums.script -= tdur
    }
    sums[kind] += tdur
  }
  return { scriptMs: sums.script / 1000, layoutMs: sums.layout / 1000, paintMs: sums.paint / 1000 }
}
