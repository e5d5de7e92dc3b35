import type { Random } from '../random.ts'
import type { Link } from './link.ts'
import { ROOM_IDLE_MS } from './simulated-server.ts'
import type { Tab } from './tab.ts'
import type { Browser, World } from './world.ts'

/** Something that may happen in a world. */
interface Deed {
  /** How often, against the others, where it is turned on at all. */
  readonly weight: number
  /** Weather and mischief: each world has some of it and lacks some. */
  readonly isFault?: boolean
  /** What it did, for the diary; null when it could not be done. */
  readonly do: (world: World, limits: Limits) => Promise<string | null> | string | null
}

export interface Limits {
  readonly browsers: number
  readonly tabs: number
  /** Pastes reach up to so many characters. */
  readonly paste: number
}

const ONE_DAY_MS = 24 * 60 * 60 * 1000
const WAITS_MS = [1, 20, 60, 60, 400, 400, 1000, ROOM_IDLE_MS + 1, 6000]

export const DEEDS: Readonly<Record<string, Deed>> = {
  type: {
    weight: 20,
    do: (world) => byTab(world, (tab) => tab.type(world.random.chance(0.5) ? world.random.text(8) : '', world.random)),
  },
  paste: {
    weight: 1,
    isFault: true,
    do: (world, { paste }) => {
      const line = world.random.text(30)
      const text = `${line}\n`.repeat(Math.ceil(world.random.below(paste) / line.length))
      return byTab(world, (tab) => tab.type(text, world.random))
    },
  },
  delete: { weight: 6, do: (world) => byTab(world, (tab) => tab.delete(1 + world.random.below(15), world.random)) },
  undo: { weight: 5, do: (world) => byTab(world, (tab) => tab.undo()) },
  redo: { weight: 3, do: (world) => byTab(world, (tab) => tab.redo()) },
  pause: { weight: 8, do: (world) => byTab(world, (tab) => tab.pause()) },
  cursor: { weight: 3, do: (world) => byTab(world, (tab) => tab.moveCursor(world.random)) },
  rename: {
    weight: 2,
    do: (world) =>
      byTab(world, (tab) => tab.session.begun.peek() && tab.session.rename(`${tab.name} ${world.random.below(99)}`)),
  },

  up: { weight: 22, do: (world) => deliver(world, 'up') },
  down: { weight: 22, do: (world) => deliver(world, 'down') },
  storage: {
    weight: 22,
    do: async (world) => {
      const storage = world.server?.storage
      if (storage === undefined || storage.asked + storage.unanswered === 0) return null
      await world.stepStorage(world.random.chance(0.5))
      return 'the database goes on'
    },
  },
  cache: {
    weight: 30,
    do: async (world) => {
      const busy = world.tabs.filter((tab) => !tab.cache.isQuiet)
      if (busy.length === 0) return null
      const tab = world.random.pick(busy)
      await tab.cache.step(world.random.chance(0.5))
      return `${tab.name}'s disk goes on`
    },
  },
  frame: {
    weight: 12,
    do: (world) => {
      const waiting = world.tabs.filter(({ awaitsFrame }) => awaitsFrame)
      if (waiting.length === 0) return null
      const tab = world.random.pick(waiting)
      tab.drawFrame()
      return `${tab.name} draws a frame`
    },
  },
  flow: {
    weight: 6,
    do: async (world) => {
      await world.flow()
      return 'everything under way arrives'
    },
  },
  wait: {
    weight: 12,
    do: async (world) => {
      const durationMs = world.random.pick(WAITS_MS)
      // A page gives up on a disk after 3 s, and then says of a document that is only there, rightly, that there is none.
      if (!(await world.isCreated())) for (const tab of world.tabs) await world.flushCache(tab)
      world.clock.advance(durationMs)
      return `${durationMs} ms pass`
    },
  },

  open: { weight: 4, do: openTab },
  close: {
    weight: 1,
    do: async (world) => {
      const found = pickTab(world)
      if (found === null) return null
      await world.closeTab(found.browser, found.tab)
      return `${found.tab.name} is closed`
    },
  },
  reopen: {
    weight: 1,
    do: async (world) => {
      const found = pickTab(world)
      if (found === null || !found.tab.session.begun.peek()) return null
      await world.leaveTab(found.browser, found.tab)
      return `${found.tab.name} is left, and ${world.openTab(found.browser, 'open', found.tab.wire).name} opened in its place`
    },
  },
  crash: {
    weight: 1,
    isFault: true,
    do: (world) => {
      const found = pickTab(world)
      if (found === null) return null
      world.crashTab(found.browser, found.tab)
      return `${found.tab.name} crashes`
    },
  },

  break: {
    weight: 2,
    isFault: true,
    do: (world) =>
      byLink(world, (link) => {
        link.break(world.random)
        link.isFrozen = false
        return 'breaks'
      }),
  },
  freeze: {
    weight: 1,
    isFault: true,
    do: (world) =>
      byLink(world, (link) => {
        link.isFrozen = !link.isFrozen
        return link.isFrozen ? 'freezes' : 'thaws'
      }),
  },
  unplug: {
    weight: 2,
    isFault: true,
    do: (world) =>
      byTab(world, ({ wire }) => {
        if (wire.isUnplugged) wire.plug()
        else wire.unplug()
      }),
  },
  retry: { weight: 2, do: (world) => byTab(world, (tab) => tab.session.retryNow()) },

  kill: {
    weight: 1,
    isFault: true,
    do: (world) => {
      if (world.server === null) return null
      world.killServer()
      return 'the server is killed'
    },
  },
  drain: {
    weight: 1,
    isFault: true,
    do: (world) => {
      const { server } = world
      if (server === null || server.isDraining) return null
      void server.drain().then(() => {
        if (world.server === server) world.server = null
      })
      return 'the server is told to stop'
    },
  },
  start: {
    weight: 5,
    do: (world) => {
      if (world.server !== null) return null
      world.startServer()
      return 'the server starts'
    },
  },
  disk: {
    weight: 2,
    isFault: true,
    do: ({ disk, random }) => {
      disk.health = disk.health === 'good' ? random.pick(['full', 'dead'] as const) : 'good'
      return `the disk is ${disk.health}`
    },
  },
  backup: {
    weight: 1,
    do: async (world) => {
      if (!(await world.isCreated())) return null
      world.takeBackup()
      return 'a backup is taken'
    },
  },
  restore: {
    weight: 1,
    isFault: true,
    do: async (world) => ((await world.restoreBackup()) ? 'the server is put back to the last backup' : null),
  },
  hiccup: {
    weight: 2,
    isFault: true,
    do: ({ disk, random }) => {
      disk.hiccups = 1 + random.below(3)
      return `the next ${disk.hiccups} calls to the disk fail`
    },
  },
  slow: {
    weight: 2,
    isFault: true,
    do: (world) => {
      if (world.server === null) return null
      world.putOffs = 1 + world.random.below(5)
      return `the next ${world.putOffs} requests are put off`
    },
  },
  jump: {
    weight: 2,
    isFault: true,
    do: ({ serverClock, browsers, random }) => {
      const clock = random.pick([serverClock, ...browsers.map((browser) => browser.clock)])
      clock.skewMs = Math.round((random.next() * 2 - 1) * ONE_DAY_MS)
      return `${clock === serverClock ? 'the server' : 'a browser'}'s clock is off by ${clock.skewMs} ms`
    },
  },
  snapshot: {
    weight: 1,
    do: (world) => {
      const room = world.tabs[0]?.session.document
      if (world.server === null || room === undefined) return null
      world.server.snapshots.request(room)
      return 'a snapshot is asked for'
    },
  },
}

async function openTab(world: World, limits: Limits): Promise<string | null> {
  const { random, browsers } = world
  const isNew = browsers.length < limits.browsers && random.chance(0.4)
  if (isNew && !(await world.isCreated())) return null
  if (world.tabs.length >= limits.tabs) return null
  const browser = isNew ? world.addBrowser() : random.pick(browsers)
  if (!(await isKnown(world, browser))) return world.tabs.length > 0 ? null : world.openTab(browser, 'blank').name
  const tab = world.openTab(browser, browser.tabs.length === 0 && random.chance(0.1) ? 'waiting' : 'open')
  return `${tab.name} is opened${tab.kind === 'waiting' ? ' to send what waits' : ''}`
}

/** Before that the address leads nowhere, and the page would rightly say so. */
async function isKnown(world: World, browser: Browser): Promise<boolean> {
  return (await world.isCreated()) || (await browser.kept.list()).length > 0
}

function deliver(world: World, direction: 'up' | 'down'): string | null {
  const { random } = world
  const busy = world.links.filter((link) => !link.isFrozen && link[direction].length > 0)
  if (busy.length === 0) return null
  const link = random.pick(busy)
  const count = random.chance(0.3) ? link[direction].length : 1
  const names = link[direction].slice(0, count).map((message) => ('event' in message ? message.event : message.name))
  world.deliver(link, direction, count)
  return `${link.id} ${direction}: ${names.join(', ')}`
}

async function byTab(world: World, act: (tab: Tab) => unknown): Promise<string | null> {
  const tabs = world.tabs.filter((tab) => tab.kind !== 'waiting')
  if (tabs.length === 0) return null
  const tab = world.random.pick(tabs)
  act(tab)
  return tab.name
}

function byLink({ links, random }: World, act: (link: Link) => string): string | null {
  if (links.length === 0) return null
  const link = random.pick(links)
  return `${link.id} ${act(link)}`
}

function pickTab({ browsers, random }: World): { browser: Browser; tab: Tab } | null {
  const open = browsers.flatMap((browser) => browser.tabs.map((tab) => ({ browser, tab })))
  return open.length === 0 ? null : random.pick(open)
}

/** What may happen in this world: everything ordinary, and some of the faults, each as often as the seed says. */
export function chooseDeeds(random: Random): (() => string) & { readonly chosen: readonly string[] } {
  const rows = Object.entries(DEEDS)
    .filter(([, { isFault }]) => isFault !== true || random.chance(0.5))
    .map(([name, { weight }]) => ({ name, weight: weight * (0.3 + random.next() * 1.7) }))
  const total = rows.reduce((sum, { weight }) => sum + weight, 0)
  const pick = (): string => {
    let left = random.next() * total
    for (const { name, weight } of rows) if ((left -= weight) < 0) return name
    return 'wait'
  }
  return Object.assign(pick, { chosen: rows.map(({ name }) => name) })
}
