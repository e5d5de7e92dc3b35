import { setTimeout as delay } from 'node:timers/promises'
import { Random } from '../../support/random.ts'
import type { ServerProcess } from '../../support/test-server.ts'
import { until } from '../../support/until.ts'
import type { LabDocument } from './lab-page.ts'
import type { Requirement, Verdict } from './ledger.ts'
import { MODE, type ModeName } from './modes.ts'
import { Stage } from './stage.ts'
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
const CONVERGE_LIMIT_MS = 15_000
/** Documents made long ago are looked at when a campaign ends. */
const RECENT_DOCUMENTS = 40

/** What a campaign has seen so far. */
export class Tally {
  kills = 0
  acked = 0
  documents = 0
  lost = 0
  duplicated = 0
  unopenable = 0
  /** Deleted for good, and there again. */
  resurrected = 0
  /** Out of the order in which their typist typed them. */
  disordered = 0
  /** Cut, or never typed. */
  broken = 0
  /** Documents of which two see different texts. */
  diverged = 0
  /** Snapshots found in the logs after kills. */
  folds = 0
  /** Everything that must not be, in words. */
  readonly faults: string[] = []
}

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
        for (const problem of stage.problems.splice(0)) this.#fault(problem)
      }
    } catch (error) {
      this.#fault(error instanceof Error ? (error.stack ?? error.message) : String(error))
    } finally {
      await stage.end()
    }
    for (const line of unexpectedLines(this.#server.output)) this.#fault(`the server logged: ${line}`)
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
      this.#unopenable(document, String(error))
      return
    }
    if (stored === null) {
      if (isCertain) this.#unopenable(document, 'it is not there')
      return
    }
    const { text, historyText, gaps, isIncomplete, folded } = stored
    if (isIncomplete) this.#unopenable(document, 'its log is incomplete')
    if (gaps > 0) this.#fault(`${document}: ${gaps} gaps in the history`)
    if (historyText !== text) this.#fault(`${document}: the history and the snapshot with what follows it differ`)
    if (folded > (this.#folded.get(document) ?? 0)) this.#tally.folds += 1
    this.#folded.set(document, folded)
    this.#judge(document, 'on the disk', ledger.judge(text, requirement))
  }

  /** Everybody stops, and everything typed is saved; then all see one text, and so does somebody new. */
  async #compare(isLast: boolean): Promise<void> {
    const stage = this.#stage
    await stage.settle()
    const compared = isLast ? stage.documents : stage.documents.slice(-RECENT_DOCUMENTS)
    for (const document of compared) if (document.isCertain) await this.#compareOne(document)
    stage.resume()
  }

  async #compareOne(document: LabDocument): Promise<void> {
    const { document: id, ledger } = document
    const raw = await this.#stage.joinRaw(document)
    if (raw === null) {
      this.#unopenable(id, 'a fresh client was refused')
      return
    }
    const { text } = raw
    this.#stage.closeRaw(raw)
    // Everything that was typed into a page is saved by now, and so part of what must be there.
    const requirement = ledger.require((typist) => typist.startsWith('p'))
    this.#judge(id, 'for a fresh client', ledger.judge(text, requirement))
    for (const page of this.#stage.pages) {
      if (page.document !== document) continue
      const { session } = page
      if (session.closed.peek() !== null) this.#unopenable(id, `a page was shut: ${session.closed.peek()}`)
      if (session.setAside.peek().length > 0) this.#fault(`${id}: a page set edits aside`)
      // What was sent before the newcomer joined may still be on its way to others.
      const isEqual = await until(() => page.text === text, CONVERGE_LIMIT_MS).then(
        () => true,
        () => false,
      )
      if (isEqual) continue
      this.#tally.diverged += 1
      this.#fault(`${id}: a page and a fresh client see different texts`)
    }
  }

  #judge(document: string, where: string, verdict: Verdict): void {
    for (const [kind, names] of Object.entries(verdict) as [keyof Verdict, string[]][]) {
      if (names.length === 0) continue
      this.#tally[kind] += names.length
      this.#fault(`${document} ${where}, ${kind}: ${names.slice(0, 5).join(' ')}${names.length > 5 ? ' …' : ''}`)
    }
  }

  #unopenable(document: string, why: string): void {
    this.#tally.unopenable += 1
    this.#fault(`${document} does not open: ${why}`)
  }

  #fault(what: string): void {
    this.#tally.faults.push(what)
  }
}

/** Of a server's output: what is no log line, and what says that something is wrong. */
function unexpectedLines(output: string): string[] {
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
