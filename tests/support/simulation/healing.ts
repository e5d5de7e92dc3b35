import { DOCUMENT, type World } from './world.ts'

const ROUND_MS = 1000
/** Time in which everything must be saved once nothing is wrong any more. */
const MAX_ROUNDS = 200
/** Enough for every back-off, and for what is put off until there is time. */
const MIN_ROUNDS = 15

/** Everything works again and everybody is at home and online; time passes until all is saved everywhere. */
export async function heal(world: World): Promise<void> {
  world.disk.health = 'good'
  world.disk.hiccups = 0
  world.putOffs = 0
  if (world.server === null) world.startServer()
  for (const link of world.links) link.isFrozen = false
  for (const { wire } of world.tabs) if (wire.isUnplugged) wire.plug()
  await rest(world)
  for (const browser of world.browsers) {
    // What a page that crashed left is taken over by the next one that joins.
    if ((await browser.kept.pending(DOCUMENT)).length === 0) continue
    for (const { wire } of browser.tabs) wire.link?.break(world.random)
  }
  await rest(world)
}

/** Resolves when everybody is at home, everything is saved and nothing is on its way; rejects when that never comes. */
export async function rest(world: World): Promise<void> {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    if (world.server === null) world.startServer()
    await bringHome(world)
    await world.flow()
    if (round >= MIN_ROUNDS && isAtRest(world)) return
    world.clock.advance(ROUND_MS)
    await world.settle()
    world.verify()
  }
  const states = world.tabs.map(({ name, session }) => `${name}: ${JSON.stringify(session.status.peek())}`)
  throw new Error(`not everything was saved after ${MAX_ROUNDS} s: ${states.join(', ')}`)
}

function isAtRest(world: World): boolean {
  return (
    world.tabs.every(({ session, cache }) => session.status.peek().name === 'saved' && cache.isQuiet) &&
    world.links.every(({ up, down }) => up.length + down.length === 0) &&
    !world.isStorageBusy
  )
}

/** Browsers whose tabs are closed may still hold what was never sent. */
async function bringHome(world: World): Promise<void> {
  for (const browser of world.browsers) {
    if (browser.tabs.some(({ kind }) => kind !== 'waiting')) continue
    const isKnown = (await world.isCreated()) || (await browser.kept.list()).length > 0
    if (isKnown) world.openTab(browser, 'open')
    else if (world.tabs.length === 0) world.openTab(browser, 'blank')
  }
  const blank = world.tabs.find(({ session }) => !session.begun.peek())
  if (blank !== undefined) blank.type('', world.random)
}
