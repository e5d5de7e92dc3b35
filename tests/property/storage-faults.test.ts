import { describe, expect, it } from 'vitest'
import { Random } from '../support/random.ts'
import { heal } from '../support/simulation/healing.ts'
import { checkPromises } from '../support/simulation/promises.ts'
import { seedClientIds } from '../support/simulation/seeded-client-ids.ts'
import type { SimulatedDisk } from '../support/simulation/simulated-disk.ts'
import { ROOM_IDLE_MS } from '../support/simulation/simulated-server.ts'
import { DOCUMENT, World } from '../support/simulation/world.ts'

type Fault = NonNullable<SimulatedDisk['fault']>

/** How many steps of the life a fault lasts. */
const FAULTY_STEPS = 2

/** A step of the life: what a person does. Then everything arrives that can, and time passes. */
type Step = (world: World) => unknown

const write: (tab: number) => Step = (tab) => (world) => world.tabs[tab]?.type('words', world.random)

/** Two people and everything the server asks of storage for them, one thing after the other. */
const LIFE: readonly Step[] = [
  (world) => world.openTab(world.addBrowser(), 'blank').type('seed', world.random),
  write(0),
  (world) => world.openTab(world.addBrowser(), 'open'),
  (world) => [write(0)(world), write(1)(world)],
  (world) => world.tabs[0]?.session.rename('A title'),
  (world) => [world.tabs[1]?.wire.unplug(), write(0)(world), write(1)(world), world.tabs[1]?.delete(3, world.random)],
  (world) => world.tabs[1]?.wire.plug(),
  (world) => world.server?.snapshots.request(DOCUMENT),
  (world) => [write(0)(world), write(1)(world)],
  async (world) => {
    for (const browser of world.browsers) for (const tab of browser.tabs) await world.closeTab(browser, tab)
  },
  (world) => world.clock.advance(ROOM_IDLE_MS + 1),
  (world) => world.browsers.map((browser) => world.openTab(browser, 'open')),
  (world) => [write(1)(world), write(0)(world)],
]

/** Lives it with a fault from one call of storage on, and checks every promise. Resolves to how many calls there were. */
async function live(fault: Fault | null): Promise<number> {
  const world = new World(1)
  world.disk.fault = fault
  const { server } = world
  const release = seedClientIds(new Random(2), world.bug)
  try {
    let faulty = 0
    for (const step of LIFE) {
      await step(world)
      await world.flow()
      // Past every back-off, and for a disk that hangs past the time in which pages expect an answer.
      for (let seconds = 0; seconds < 25; seconds++) {
        world.clock.advance(1000)
        await world.flow()
      }
      if (world.disk.health !== 'good') faulty += 1
      if (faulty === FAULTY_STEPS) world.disk.health = 'good'
    }
    const { calls } = world.disk
    world.disk.fault = null
    await heal(world)
    await checkPromises(world)
    expect(world.server).toBe(server)
    return calls
  } finally {
    release()
  }
}

describe('storage whose Nth call fails', () => {
  it.each(['fails once', 'full', 'dead', 'hung'] as const)(
    'loses nothing acknowledged and relays nothing that is not stored, and all ends well without a restart: %s',
    { timeout: 600_000 },
    async (health) => {
      const failures: string[] = []
      const calls = await live(null)
      expect(calls).toBeGreaterThan(30)
      for (let call = 1; call <= calls; call++) {
        await live({ call, health }).catch((error: Error) => failures.push(`call ${call}: ${error.message}`))
      }
      expect(failures).toEqual([])
    },
  )
})
