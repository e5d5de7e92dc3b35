import { parseArgs } from 'node:util'
import type { Browser } from 'playwright-core'
import { launchChromium } from '../support/chromium.ts'
import { Random } from '../support/random.ts'
import { withStoredCopy } from '../support/stored-copy.ts'
import { type ServerProcess, startServerProcess } from '../support/test-server.ts'
import { Writer } from '../support/writer.ts'
import { Ledger } from './endurance/ledger.ts'
import { EnduringWriter } from './endurance/enduring-writer.ts'

/**
 * `npm run endurance`: two people in two real browsers write one document for a while, the server is killed three times and
 * each of them goes offline once. What a killed server leaves on the disk must hold everything that was shown as saved; at the
 * end every page must hold the same text, and in it the same. The last line is one JSON object; the exit status 0 only when everything was as it must be.
 */

const KILLS = 3
const OFFLINE_SPELLS = 2
const PROGRESS_MS = 15_000
const SETTLE_LIMIT_MS = 60_000

const USAGE = 'Usage: npm run endurance -- [--minutes N (default: 30)] [--seed S (default: of the clock)]'

const say = (line: string): void => console.error(line)
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

interface Disturbance {
  readonly atMs: number
  readonly name: 'kill' | 'offline'
}

/** In the middle of so many equal parts of the time, in any order. */
function schedule(random: Random, totalMs: number): Disturbance[] {
  const names = [...Array<'kill'>(KILLS).fill('kill'), ...Array<'offline'>(OFFLINE_SPELLS).fill('offline')]
  return random
    .shuffled(names)
    .map((name, index) => ({ name, atMs: (totalMs / names.length) * (index + 0.1 + 0.5 * random.next()) }))
}

class Endurance {
  readonly #random: Random
  readonly #server: ServerProcess
  readonly #browser: Browser
  readonly #ledger = new Ledger()
  readonly #writers: EnduringWriter[] = []
  readonly #problems: string[] = []
  readonly #started = performance.now()
  #link = ''
  #missing = 0
  #resurrected = 0
  #kills = 0
  #offlineSpells = 0

  constructor(random: Random, server: ServerProcess, browser: Browser) {
    this.#random = random
    this.#server = server
    this.#browser = browser
  }

  async run(minutes: number): Promise<Record<string, unknown>> {
    const totalMs = minutes * 60_000
    const disturbances = schedule(this.#random, totalMs)
    await this.#openBoth()
    const progress = setInterval(() => this.#sayProgress(), PROGRESS_MS)
    try {
      await Promise.all([
        ...this.#writers.map((writer) => writer.write(this.#started + totalMs)),
        this.#disturb(disturbances),
      ])
      await this.#compare().catch((error: unknown) => this.#problems.push(String(error).slice(0, 2000)))
    } finally {
      clearInterval(progress)
    }
    this.#judge('at the end', await this.#writers[0]!.text())
    return {
      ok: this.#problems.length === 0,
      minutes,
      kills: this.#kills,
      offlineSpells: this.#offlineSpells,
      typed: this.#ledger.typed,
      savedMoments: this.#ledger.savedMoments,
      saved: this.#ledger.saved,
      missing: this.#missing,
      resurrected: this.#resurrected,
      ...(this.#problems.length > 0 && { problems: this.#problems }),
    }
  }

  async #openBoth(): Promise<void> {
    const [ada, ben] = [await this.#newWindow(this.#server.url), await this.#newWindow()]
    await ada.type('Endurance\n')
    await ada.saved()
    this.#link = await ada.link()
    await ben.page.goto(this.#link)
    await ben.saved('Endurance\n')
    for (const [index, writer] of [ada, ben].entries())
      this.#writers.push(
        await EnduringWriter.start(writer, this.#ledger, new Random(this.#random.below(2 ** 32) + index)),
      )
  }

  async #newWindow(url?: string): Promise<Writer> {
    const context = await this.#browser.newContext({ viewport: { width: 1000, height: 700 } })
    return url === undefined ? Writer.blank(context) : Writer.open(context, url)
  }

  async #disturb(disturbances: readonly Disturbance[]): Promise<void> {
    for (const { atMs, name } of disturbances) {
      await wait(Math.max(0, this.#started + atMs - performance.now()))
      if (name === 'kill') await this.#killServer()
      else await this.#goOffline(this.#writers[this.#offlineSpells % 2]!)
    }
  }

  async #killServer(): Promise<void> {
    await this.#server.kill()
    await this.#judgeWhatIsStored()
    const downMs = 200 + this.#random.below(4800)
    say(`the server was killed, and its folder looked at; it is started again in ${downMs} ms`)
    await wait(downMs)
    await this.#server.restart()
    this.#kills += 1
  }

  /** Only of what is on the disk: the pages would send again what a server lost. */
  async #judgeWhatIsStored(): Promise<void> {
    const text = await withStoredCopy(this.#server, async (url) => {
      const fresh = await this.#newWindow(this.#link.replace(this.#server.url, url))
      const { text } = await fresh.saved(undefined, SETTLE_LIMIT_MS)
      await fresh.page.context().close()
      return text
    })
    this.#judge(`after kill ${this.#kills + 1}, on the disk`, text)
  }

  #judge(when: string, text: string): void {
    const { missing, resurrected } = this.#ledger.judge(text)
    this.#missing += missing.length
    this.#resurrected += resurrected.length
    if (missing.length > 0) this.#problems.push(`${when}: shown as saved, and missing: ${missing.join(' ')}`)
    if (resurrected.length > 0) this.#problems.push(`${when}: deleted for good, and there: ${resurrected.join(' ')}`)
  }

  async #goOffline(writer: EnduringWriter): Promise<void> {
    const awayMs = 5000 + this.#random.below(15_000)
    say(`writer ${this.#writers.indexOf(writer) + 1} is offline for ${awayMs} ms`)
    await writer.setOffline(true)
    await wait(awayMs)
    await writer.setOffline(false)
    this.#offlineSpells += 1
  }

  /** Both pages, a page that opens the link now, and one that does so after another SIGKILL. */
  async #compare(): Promise<void> {
    say('nobody types any more: comparing')
    const [ada, ben] = this.#writers.map(({ writer }) => writer)
    await ada!.saved(undefined, SETTLE_LIMIT_MS)
    await ben!.saved(undefined, SETTLE_LIMIT_MS)
    const text = await ada!.text()
    await ben!.saved(text, SETTLE_LIMIT_MS)
    await this.#expectFresh('a fresh page', text)
    await this.#server.kill()
    await this.#server.restart()
    await this.#expectFresh('a fresh page after another SIGKILL', text)
    await ada!.saved(text, SETTLE_LIMIT_MS)
    await ben!.saved(text, SETTLE_LIMIT_MS)
    for (const { writer } of this.#writers) {
      this.#problems.push(...writer.complaints)
      if ((await writer.page.getByRole('region', { name: 'Edits set aside' }).count()) > 0)
        this.#problems.push('edits were set aside')
    }
    if (!/^\P{Surrogate}*$/u.test(text)) this.#problems.push('the text has half a surrogate pair')
  }

  async #expectFresh(name: string, text: string): Promise<void> {
    const fresh = await this.#newWindow(this.#link)
    try {
      await fresh.saved(text, SETTLE_LIMIT_MS)
    } catch (error) {
      this.#problems.push(`${name} holds another text: ${String(error).slice(0, 2000)}`)
    }
    await fresh.page.context().close()
  }

  #sayProgress(): void {
    const minutes = ((performance.now() - this.#started) / 60_000).toFixed(1)
    const { typed, saved, savedMoments } = this.#ledger
    say(`${minutes} min: ${typed} words typed, ${saved} of them saved and not deleted, ${savedMoments} saved moments`)
  }
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { minutes: { type: 'string', default: '30' }, seed: { type: 'string' } } })
  const minutes = Number(values.minutes)
  const seed = values.seed === undefined ? Date.now() % 2 ** 32 : Number(values.seed)
  if (!(minutes > 0) || !Number.isInteger(seed)) {
    say(USAGE)
    return 2
  }
  say(`seed ${seed}`)
  const server = await startServerProcess()
  const browser = await launchChromium()
  try {
    const result = await new Endurance(new Random(seed), server, browser).run(minutes)
    console.log(JSON.stringify({ ...result, seed }))
    return result['ok'] === true ? 0 : 1
  } catch (error) {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error))
    console.log(JSON.stringify({ ok: false, error: String(error), seed }))
    return 1
  } finally {
    await browser.close()
    await server.remove()
  }
}

process.exit(await main())
