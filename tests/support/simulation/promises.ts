import * as Y from 'yjs'
import { TEXT_NAME } from '../../../shared/document/shape.ts'
import { rest } from './healing.ts'
import type { Tab } from './tab.ts'
import { DOCUMENT, type World } from './world.ts'

/** Throws unless the two are the same as JSON, telling both. */
function same(what: string, actual: unknown, expected: unknown): void {
  const [is, should] = [JSON.stringify(actual) ?? 'nothing', JSON.stringify(expected) ?? 'nothing']
  if (is !== should) throw new Error(`${what}: ${is.slice(0, 500)} instead of ${should.slice(0, 500)}`)
}

/** Checks everything that must be true of a world in which all is well again. */
export async function checkPromises(world: World): Promise<void> {
  for (const browser of world.browsers)
    for (const tab of browser.tabs) if (tab.kind === 'waiting') await world.closeTab(browser, tab)
  const newcomer = world.openTab(world.addBrowser(), 'open')
  await rest(world)

  const { text } = newcomer
  same('the log is complete', world.mirror.isComplete, true)
  same('the log', world.mirror.text, text)
  same('the snapshot and what follows it', await snapshotText(world), text)
  same('what is wrong with the marks', world.marks.faults(text), [])
  const title = await world.storedTitle()
  for (const tab of world.tabs) {
    same(tab.name, tab.text, text)
    same(`the title in ${tab.name}`, tab.session.title.peek(), title)
    same(`why ${tab.name} is closed`, tab.session.closed.peek(), null)
    if (!world.wasRestored) same(`set aside in ${tab.name}`, tab.session.setAside.peek(), [])
  }
  checkPresence(world)
  await checkCaches(world, text)
}

async function snapshotText({ disk }: World): Promise<string> {
  const tail = await disk.database.log.readAfter(DOCUMENT, 0)
  const doc = new Y.Doc()
  if (tail?.snapshot) Y.applyUpdateV2(doc, tail.snapshot.bytes)
  for (const update of tail?.updates ?? []) Y.applyUpdate(doc, update)
  return doc.getText(TEXT_NAME).toString()
}

/** Everybody sees exactly those who are there, each with its cursor. */
function checkPresence({ tabs, browsers }: World): void {
  const everybody = tabs.map(clientIdOf).sort(byNumber)
  for (const tab of tabs) {
    const people = tab.session.people.peek()
    same(`people in ${tab.name}`, people.flatMap(({ clientIds }) => [...clientIds]).sort(byNumber), everybody)
    same(`names in ${tab.name}`, people.map(({ name }) => name).sort(), browsers.map(({ name }) => name).sort())
    for (const other of tabs) {
      if (other === tab) continue
      const seen: unknown = tab.replica?.awareness.getStates().get(clientIdOf(other))?.['cursor']
      const cursor: unknown = other.replica?.awareness.getLocalState()?.['cursor'] ?? null
      same(`${other.name}'s cursor in ${tab.name}`, seen, cursor)
    }
  }
}

const byNumber = (a: number, b: number): number => a - b

function clientIdOf({ replica }: Tab): number {
  return replica?.doc.clientID ?? -1
}

/** What each browser kept is the whole document, readable without a network, with nothing left to send. */
async function checkCaches(world: World, text: string): Promise<void> {
  for (const browser of world.browsers) {
    for (const tab of browser.tabs) await world.closeTab(browser, tab)
    same(`pending in ${browser.name}`, await browser.kept.pending(DOCUMENT), [])
    if (!world.wasRestored) same(`set aside in ${browser.name}`, await browser.kept.setAside(DOCUMENT), [])
    const offline = world.openTab(browser, 'open')
    offline.wire.unplug()
    await world.flushCache(offline)
    while (offline.awaitsFrame) offline.drawFrame()
    // A copy of before the server was put back is found out by the first page that joins with it.
    if (!world.wasRestored) same(`kept in ${browser.name}`, offline.text, text)
  }
}
