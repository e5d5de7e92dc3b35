import { setTimeout as delay } from 'node:timers/promises'
import { Random } from '../../support/random.ts'
import type { ServerProcess } from '../../support/test-server.ts'
import { until } from '../../support/until.ts'
import { compareDocument } from './comparison.ts'
import type { LabDocument } from './lab-page.ts'
import type { Requirement } from './ledger.ts'
import { MODE, type ModeName } from './modes.ts'
import { Stage } from './stage.ts'
import type { Tally } from './tally.ts'
import { type StoredDocument, StoredFolder } from './stored-folder.ts'

/** After being ready, a server lives up to so long. */
const MAX_LIFE_MS = 400
/** In one of so many rounds it is killed once more while it starts, within the time that a start takes. */
const STARTING_SHARE = 0.1
const MAX_START_MS = 350
/** After a polite request to stop, a server lives up to so long. */
const MAX_STOPPING_MS = 60
/** In one of so many rounds everybody stops, and all are compared. */
const COMPARED_SHARE = 0.2
/** In which everybody notices that the server is gone. */
const NOTICED_LIMIT_MS = 20_000
/** Documents made long ago are looked at when a campaign ends. */
const RECENT_DOCUMENTS = 40

/** One server and one folder, some people, and a number of kills. */
export class Campaign {
  readonly #mode: ModeName
  readonly #random: Random
  readonly #server: ServerProcess
  readonly #tally: Tally
  readonly #stage: Stage
  readonly #folded = new Map<string, number>()

  constructor(mode: ModeName, seed: number, server: ServerProcess, tally: Tally) {
    this.#mode = mode
    this.#random = new Random(seed)
    this.#server = server
    this.#tally = tally
    this.#stage = new Stage(server.url, new Random(this.#random.below(2 ** 32)))
  }

  /** Resolves after so many kills (or one more), or after the first one that left something wrong. */
  async run(kills: number): Promise<void> {
    const stage = this.#stage
    MODE[this.#mode].cast(stage)
    try {
      const last = this.#tally.kills + kills
      while (this.#tally.kills < last && this.#tally.faults.length === 0) {
        await delay(this.#random.below(MAX_LIFE_MS))
        await this.#killOnce()
        const isLast = this.#tally.kills >= last
        if (isLast || this.#random.chance(COMPARED_SHARE)) await this.#compare(isLast)
        for (const problem of stage.problems.splice(0)) this.#tally.fault(problem)
      }
    } catch (error) {
      this.#tally.fault(error instanceof Error ? (error.stack ?? error.message) : String(error))
    } finally {
      await stage.end()
    }
    for (const line of unexpectedLines(this.#server.output)) this.#tally.fault(`the server logged: ${line}`)
    for (const { ledger } of stage.documents) this.#tally.acked += ledger.stored
    this.#tally.documents += stage.documents.length
  }

  /** The server dies, what it left is looked at, and it comes back. */
  async #killOnce(): Promise<void> {
    const stage = this.#stage
    stage.isUp = false
    if (this.#random.chance(MODE[this.#mode].stopShare)) {
      this.#server.signal('SIGTERM')
      await delay(this.#random.below(MAX_STOPPING_MS))
    }
    await this.#server.kill()
    this.#tally.kills += 1
    if (this.#random.chance(STARTING_SHARE)) await this.#killWhileStarting()
    // What arrived before the end counts too.
    const isAlone = (): boolean =>
      [...stage.pages].every((page) => !page.isOnline) && [...stage.raws].every((raw) => raw.isOver)
    await until(isAlone, NOTICED_LIMIT_MS)
    for (const person of [...stage.pages, ...stage.raws]) person.noteSeen()
    const required = stage.documents.slice(-RECENT_DOCUMENTS).map((document) => ({
      document,
      isCertain: document.isCertain,
      requirement: document.ledger.require(),
    }))
    const folder = await StoredFolder.copy(this.#server.dataDirectory)
    const restarted = this.#server.restart().then(() => (stage.isUp = true))
    // Its failure is told by the second await, whichever comes first.
    restarted.catch(() => {})
    try {
      for (const { document, isCertain, requirement } of required)
        this.#judgeStored(folder, document, isCertain, requirement)
    } finally {
      await folder.remove()
    }
    await restarted
  }

  async #killWhileStarting(): Promise<void> {
    const starting = this.#server.restart().catch(() => {})
    await delay(this.#random.below(MAX_START_MS))
    await this.#server.kill()
    await starting
    this.#tally.kills += 1
  }

  #judgeStored(
    folder: StoredFolder,
    { document, ledger }: LabDocument,
    isCertain: boolean,
    requirement: Requirement,
  ): void {
    let stored: StoredDocument | null
    try {
      stored = folder.read(document)
    } catch (error) {
      this.#tally.doesNotOpen(document, String(error))
      return
    }
    if (stored === null) {
      if (isCertain) this.#tally.doesNotOpen(document, 'it is not there')
      return
    }
    const { text, historyText, gaps, isIncomplete, folded } = stored
    if (isIncomplete) this.#tally.doesNotOpen(document, 'its log is incomplete')
    if (gaps > 0) this.#tally.fault(`${document}: ${gaps} gaps in the history`)
    if (historyText !== text) this.#tally.fault(`${document}: the history and the snapshot with what follows it differ`)
    if (folded > (this.#folded.get(document) ?? 0)) this.#tally.folds += 1
    this.#folded.set(document, folded)
    this.#tally.judge(document, 'on the disk', ledger.judge(text, requirement))
  }

  /** Everybody stops, and everything typed is saved; then all see one text, and so does somebody new. */
  async #compare(isLast: boolean): Promise<void> {
    const stage = this.#stage
    await stage.settle()
    const compared = isLast ? stage.documents : stage.documents.slice(-RECENT_DOCUMENTS)
    for (const document of compared) if (document.isCertain) await compareDocument(stage, document, this.#tally)
    stage.resume()
  }
}

/** Of a server's output: what is no log line, and what says that something is wrong. */
export function unexpectedLines(output: string): string[] {
  return output.split('\n').filter((line) => {
    if (line === '') return false
    try {
      const { level } = JSON.parse(line) as { level?: unknown }
      return level === 'error' || level === 'fatal'
    } catch {
      return true
    }
  })
}
