import { Random } from '../random.ts'
import { chooseDeeds, DEEDS, type Limits } from './deeds.ts'
import { heal } from './healing.ts'
import { seedClientIds } from './seeded-client-ids.ts'
import { checkPromises } from './promises.ts'
import { World } from './world.ts'

/** A world that went wrong: its seed and what happened last. */
export class ScenarioFailure extends Error {
  override readonly name = 'ScenarioFailure'
}

/** How often each thing happened in a world, by its name. */
export type Happenings = Record<string, number>

/** Lives through one world and checks every promise; rejects with a `ScenarioFailure`. */
export async function runScenario(seed: number): Promise<Happenings> {
  const world = new World(seed)
  const release = seedClientIds(new Random(~seed), (clientId) =>
    world.bug(new Error(`Yjs gave the Y.Doc of clientID ${clientId} another one`)),
  )
  try {
    const happened = await live(world)
    world.diary.push('everything is mended')
    await heal(world)
    await checkPromises(world)
    return happened
  } catch (cause) {
    const last = world.diary.slice(-60).join('\n  ')
    const why = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
    throw new ScenarioFailure(`SEED=${seed} failed: ${why}\nThe last that happened:\n  ${last}`, { cause })
  } finally {
    release()
  }
}

/** Most worlds begin with some people together in a document, so that there is something to disturb. */
const START = ['flow', 'open', 'open', 'open', 'open', 'flow', 'type', 'flow']

async function live(world: World): Promise<Happenings> {
  const { random } = world
  const limits: Limits = {
    browsers: 1 + random.below(5),
    tabs: 2 + random.below(7),
    // The largest is more than one update may hold; its worlds take as long as fifty others.
    paste: random.chance(0.03) ? 1_500_000 : random.pick([2000, 2000, 2000, 60_000, 60_000, 300_000]),
  }
  const happened: Happenings = {}
  const act = async (name: string): Promise<void> => {
    const what = await DEEDS[name]?.do(world, limits)
    if (what === null || what === undefined) return
    happened[name] = (happened[name] ?? 0) + 1
    world.diary.push(`${name}: ${what}`)
    await world.settle()
    world.verify()
  }
  const pick = chooseDeeds(random)
  const steps = 100 + random.below(400)
  world.openTab(world.addBrowser(), 'blank')
  if (random.chance(0.7)) for (const name of ['type', ...START]) await act(name)
  for (let step = 0; step < steps; step++) await act(pick())
  return happened
}
