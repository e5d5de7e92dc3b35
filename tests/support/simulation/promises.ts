import { expect } from 'vitest'
import * as Y from 'yjs'
import { TEXT_NAME } from '../../../shared/document/shape.ts'
import { rest } from './healing.ts'
import type { Tab } from './tab.ts'
import { DOCUMENT, type World } from './world.ts'

/** Checks everything that must be true of a world in which all is well again. */
export async function checkPromises(world: World): Promise<void> {
  for (const browser of world.browsers)
    for (const tab of browser.tabs) if (tab.kind === 'waiting') await world.closeTab(browser, tab)
  const newcomer = world.openTab(world.addBrowser(), 'open')
  await rest(world)

  const { text } = newcomer
  expect(world.mirror.isComplete).toBe(true)
  expect(world.mirror.text, 'the log').toBe(text)
  expect(await snapshotText(world), 'the snapshot and what follows it').toBe(text)
  expect(world.marks.faults(text).join('; ')).toBe('')
  const title = await world.storedTitle()
  for (const tab of world.tabs) {
    expect(tab.text, tab.name).toBe(text)
    expect(tab.session.title.peek(), `the title in ${tab.name}`).toBe(title)
    expect(tab.session.closed.peek(), tab.name).toBeNull()
    expect(tab.session.setAside.peek(), `set aside in ${tab.name}`).toEqual([])
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
    expect(people.flatMap(({ clientIds }) => [...clientIds]).sort(byNumber), `people in ${tab.name}`).toEqual(everybody)
    expect(new Set(people.map(({ name }) => name)), `names in ${tab.name}`).toEqual(
      new Set(browsers.map(({ name }) => name)),
    )
    expect(people, `people in ${tab.name}`).toHaveLength(browsers.length)
    for (const other of tabs) {
      if (other === tab) continue
      const seen: unknown = tab.replica?.awareness.getStates().get(clientIdOf(other))?.['cursor']
      const cursor: unknown = other.replica?.awareness.getLocalState()?.['cursor'] ?? null
      expect(seen, `${other.name}'s cursor in ${tab.name}`).toEqual(cursor)
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
    expect(await browser.kept.pending(DOCUMENT), `pending in ${browser.name}`).toEqual([])
    expect(await browser.kept.setAside(DOCUMENT), `set aside in ${browser.name}`).toEqual([])
    const offline = world.openTab(browser, 'open')
    offline.wire.unplug()
    await world.flushCache(offline)
    expect(offline.text, `kept in ${browser.name}`).toBe(text)
  }
}
