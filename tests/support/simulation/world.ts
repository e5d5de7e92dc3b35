import { setImmediate as turn } from 'node:timers/promises'
import { MemoryCache } from '../../../client/sync/memory-cache.ts'
import { FakeClock } from '../fake-clock.ts'
import { Random } from '../random.ts'
import { Auditor } from './auditor.ts'
import { Link } from './link.ts'
import { LogMirror } from './log-mirror.ts'
import { Marks } from './marks.ts'
import { SimulatedDisk } from './simulated-disk.ts'
import { SimulatedServer } from './simulated-server.ts'
import { SimulatedWire } from './simulated-wire.ts'
import { SkewedClock } from './skewed-clock.ts'
import { Tab } from './tab.ts'

/** Far more than can be under way at a time. */
const MAX_DELIVERIES = 20_000

export const DOCUMENT = 'd'.repeat(22)
const KEY = 'k'.repeat(22)

/** One person's browser: a guest token and a cache, shared by its tabs. */
export interface Browser {
  readonly name: string
  readonly kept: MemoryCache
  readonly clock: SkewedClock
  tabs: readonly Tab[]
}

/**
 * A server, its disk, some browsers and the network between them, in one thread: production code at both ends, and nothing
 * happens between them, in time or on any disk unless a method of this says so.
 */
export class World {
  readonly random: Random
  readonly clock = new FakeClock()
  /** The server's machine's. */
  readonly serverClock = new SkewedClock(this.clock)
  readonly disk = new SimulatedDisk()
  readonly mirror = new LogMirror(this.disk.database, DOCUMENT)
  readonly marks = new Marks()
  readonly browsers: Browser[] = []
  /** What happened, newest last. */
  readonly diary: string[] = []
  server: SimulatedServer | null = null
  /** So many requests will be put off: the server has enough to do. */
  putOffs = 0
  readonly #links = new Set<Link>()
  readonly #bugs: unknown[] = []
  readonly #auditor = new Auditor(this.mirror, (error) => this.bug(error))
  /** The server was put back to an earlier state at some time: an edit may build on what nobody has any more. */
  wasRestored = false
  #backup: (() => void) | null = null
  #tabs = 0
  #connections = 0

  readonly #isServerBusy: boolean

  constructor(seed: number) {
    this.#isServerBusy = seed % 4 === 1
    this.random = new Random(seed)
    this.disk.answersInOrder = this.random.chance(0.5)
    this.startServer()
  }

  readonly bug = (error: unknown): void => {
    this.#bugs.push(error)
  }

  /** Throws what went wrong since. */
  verify(): void {
    for (const tab of this.tabs) tab.check()
    if (this.#bugs.length > 0) throw this.#bugs[0]
  }

  get tabs(): Tab[] {
    return this.browsers.flatMap((browser) => browser.tabs)
  }

  get links(): Link[] {
    return [...this.#links]
  }

  /** Lets everything happen that follows from what was done. */
  async settle(): Promise<void> {
    for (let turns = 0; turns < 3; turns++) await turn()
  }

  async isCreated(): Promise<boolean> {
    return (await this.disk.database.documents.find(DOCUMENT)) !== null
  }

  storedTitle(): Promise<string | null> {
    return this.disk.database.documents.find(DOCUMENT).then((record) => record?.title ?? null)
  }

  addBrowser(): Browser {
    const name = String.fromCharCode(97 + this.browsers.length)
    const browser: Browser = { name, kept: new MemoryCache(), clock: new SkewedClock(this.clock), tabs: [] }
    this.browsers.push(browser)
    return browser
  }

  /** On a connection of its own, unless it is opened in place of another document on the same page. */
  openTab(browser: Browser, kind: Tab['kind'], wire = this.#connect(browser)): Tab {
    const tab = new Tab({
      name: `${browser.name}${(this.#tabs += 1)}`,
      document: DOCUMENT,
      key: KEY,
      kind,
      kept: browser.kept,
      owner: browser.name,
      wire,
      clock: browser.clock,
      random: this.random,
      mirror: this.mirror,
      marks: this.marks,
      isUninformed: this.wasRestored,
      bug: this.bug,
    })
    browser.tabs = [...browser.tabs, tab]
    return tab
  }

  /** Resolves when the page is gone, with everything it had in hand on the browser's disk. */
  async closeTab(browser: Browser, tab: Tab): Promise<void> {
    await this.leaveTab(browser, tab)
    tab.wire.abandon()
  }

  /** As `closeTab`, but the page goes on with something else: its connection stays. */
  async leaveTab(browser: Browser, tab: Tab): Promise<void> {
    tab.check()
    const closing = tab.session.close()
    tab.end()
    await this.flushCache(tab)
    await closing
    tab.assure()
    browser.tabs = browser.tabs.filter((other) => other !== tab)
  }

  /** Stores everything that the tab gave to its browser's disk. */
  async flushCache({ cache }: Tab): Promise<void> {
    await this.settle()
    while (!cache.isQuiet) {
      await cache.step(false)
      await this.settle()
    }
  }

  /** The page is gone at once, with whatever its browser's disk does not hold yet. */
  crashTab(browser: Browser, tab: Tab): void {
    tab.end()
    tab.wire.abandon()
    browser.tabs = browser.tabs.filter((other) => other !== tab)
  }

  startServer(): void {
    const { disk, serverClock: clock, bug } = this
    this.server = new SimulatedServer({ disk, clock, auditor: this.#auditor, bug, isBusy: this.#isServerBusy })
  }

  killServer(): void {
    this.server?.kill((link) => link.break(this.random))
    this.server = null
  }

  /** Takes a backup of the database, instead of the one before. */
  takeBackup(): void {
    this.#backup = this.disk.database.backup()
  }

  /**
   * The server is put back to the last backup, while all pages see that it is gone; others may bring back what it lacks.
   * False when there is no backup.
   */
  async restoreBackup(): Promise<boolean> {
    if (this.#backup === null) return false
    this.killServer()
    for (const link of this.links) {
      link.break(this.random)
      this.deliver(link, 'down', link.down.length)
    }
    await this.settle()
    this.verify()
    this.#backup()
    this.wasRestored = true
    for (const tab of this.tabs) tab.isUninformed()
    await this.disk.database.settings.setRelayUntil(Number.MAX_SAFE_INTEGER)
    await this.mirror.startAgain()
    this.marks.forget()
    return true
  }

  /** Delivers the first `count` of what is on its way, in one turn of the event loop. */
  deliver(link: Link, direction: 'up' | 'down', count: number): void {
    for (let left = count; left > 0 && link[direction].length > 0; left--) {
      if (direction === 'down') this.#deliverDown(link)
      else this.#deliverUp(link)
    }
    if (link.isOver) this.#links.delete(link)
  }

  get isStorageBusy(): boolean {
    const storage = this.server?.storage
    return storage !== undefined && storage.asked + storage.unanswered > 0
  }

  /** Executes or answers one call to the database. */
  async stepStorage(answersFirst: boolean): Promise<void> {
    const storage = this.server?.storage
    if (storage === undefined) return
    if (storage.asked === 0 || (answersFirst && storage.unanswered > 0)) return storage.answer(this.random)
    await storage.execute()
    await this.mirror.catchUp()
  }

  /** Delivers, stores and tells everything that is not held up, in an order of the seed's, until nothing is under way. */
  async flow(): Promise<void> {
    for (let left = MAX_DELIVERIES; left > 0; left--) {
      const links = this.links.filter(({ isFrozen }) => !isFrozen)
      const busy: (() => void | Promise<void>)[] = [
        ...links.flatMap((link) => (link.up.length > 0 ? [() => this.deliver(link, 'up', 1)] : [])),
        ...links.flatMap((link) => (link.down.length > 0 ? [() => this.deliver(link, 'down', 1)] : [])),
        ...this.tabs.flatMap(({ cache }) => (cache.isQuiet ? [] : [() => cache.step(true)])),
        ...this.tabs.flatMap((tab) => (tab.awaitsFrame ? [() => tab.drawFrame()] : [])),
        ...(this.isStorageBusy ? [() => this.stepStorage(this.random.chance(0.5))] : []),
      ]
      if (busy.length === 0) return
      await this.random.pick(busy)()
      await this.settle()
      this.verify()
    }
    throw new Error('what is under way never comes to an end')
  }

  #connect(browser: Browser): SimulatedWire {
    const wire = new SimulatedWire({
      dial: (page) => {
        const link = new Link(`connection-${(this.#connections += 1)}`, `token-${browser.name}`, page)
        link.up.push({ name: 'open' })
        this.#links.add(link)
        return link
      },
      clock: browser.clock,
      random: this.random,
      bug: this.bug,
    })
    wire.connect()
    return wire
  }

  #deliverUp(link: Link): void {
    const message = link.up.shift()
    if (message === undefined) return
    if (message.name === 'close') {
      const { server } = link
      link.server = null
      link.up.length = 0
      server?.end()
    } else if (message.name === 'open') {
      if (this.server === null) link.leaveServer()
      else this.server.accept(link)
    } else {
      const { id } = message
      const acknowledge = (answer: unknown): void => {
        if (link.server === null || id === null) return
        this.#auditor.answered(link, message.event, message.payload, answer)
        if (link.page !== null) link.down.push({ name: 'answer', id, answer: structuredClone(answer) })
      }
      this.#auditor.asked(link, message.event)
      if (this.#putsOff(id)) return acknowledge(this.#putOff())
      link.server?.emit(message.event, message.payload, id === null ? null : acknowledge)
    }
  }

  #putsOff(id: number | null): boolean {
    if (id === null || this.putOffs === 0) return false
    this.putOffs -= 1
    return true
  }

  #putOff(): unknown {
    return { ok: false, code: 'slow', retryAfterMs: this.random.below(3000) }
  }

  #deliverDown(link: Link): void {
    const message = link.down.shift()
    if (message === undefined) return
    link.page?.receive(message)
    if (message.name === 'close') link.page = null
  }
}
