import { IDBFactory } from 'fake-indexeddb'
import { describe, expect, it } from 'vitest'
import type * as Y from 'yjs'
import { newId } from '../../../../client/lib/ids.ts'
import { DocumentSession } from '../../../../client/sync/document-session.ts'
import type { OfflineCache } from '../../../../client/sync/offline-cache.ts'
import { MemoryCache } from '../../../../client/sync/memory-cache.ts'
import { openCache } from '../../../../client/sync/open-cache.ts'
import { type FakeConnection, FakeServer } from '../../../support/fake-server.ts'
import { Random } from '../../../support/random.ts'
import { until } from '../../../support/until.ts'

const document = newId()
const key = newId()

/** A tab: its session may be closed and opened again; its connection comes and goes. */
class Tab {
  session: DocumentSession
  readonly #connection: FakeConnection
  readonly #cache: OfflineCache

  constructor(connection: FakeConnection, cache: OfflineCache) {
    this.#connection = connection
    this.#cache = cache
    this.session = this.#open()
  }

  get text(): string | undefined {
    return this.session.replica.peek()?.text.toString()
  }

  async act(random: Random): Promise<void> {
    const text = this.session.replica.peek()?.text
    const dice = random.next()
    if (dice < 0.1) this.#connection.goOffline()
    else if (dice < 0.25) this.#connection.goOnline()
    else if (dice < 0.3) await this.reload()
    else if (dice < 0.4) for (let turn = random.below(6); turn > 0; turn--) await new Promise(setImmediate)
    else if (text === undefined) return
    else edit(text, random)
  }

  async reload(): Promise<void> {
    await this.session.close()
    this.session = this.#open()
  }

  async settle(): Promise<void> {
    this.#connection.goOffline()
    this.#connection.goOnline()
    await until(() => this.session.role.value !== null && this.session.status.value.name === 'saved')
  }

  #open(): DocumentSession {
    const options = { document, key, kind: 'open', connection: this.#connection, cache: this.#cache } as const
    return new DocumentSession({ ...options, name: 'Ada', random: () => 0 })
  }
}

/** Types or deletes, between characters as an editor does: half a surrogate pair is no text. */
function edit(text: Y.Text, random: Random): void {
  const characters = Array.from(text.toString())
  const place = random.below(characters.length + 1)
  const at = characters.slice(0, place).join('').length
  const deleted = characters.slice(place, place + random.below(5)).join('')
  if (random.chance(0.3)) text.delete(at, deleted.length)
  else text.insert(at, random.text(4))
}

describe('sessions that write one document', () => {
  it.each(Array.from({ length: 40 }, (_, seed) => seed))('end equal, with nothing lost (seed %i)', async (seed) => {
    const random = new Random(seed)
    const server = new FakeServer()
    server.seed(document, key, 'seed')
    const indexedDB = new IDBFactory()
    const caches = [openCache({ indexedDB }), openCache({ indexedDB }), new MemoryCache()]
    const tabs = caches.map((cache) => new Tab(server.connect(), cache))
    for (let step = 0; step < 150; step++) {
      server.losesFrames = random.chance(0.1)
      await random.pick(tabs).act(random)
    }
    server.losesFrames = false

    for (const tab of tabs) await tab.settle()
    const text = (): string => server.text(document)
    await until(() => tabs.every((tab) => tab.text === text()))
    for (const tab of tabs) expect(tab.session.setAside.value).toEqual([])
    await until(async () => (await caches[0]!.pending(document)).length === 0)

    // What is on the device is the same text, without any server.
    for (const tab of tabs) {
      await tab.session.close()
      const offline = new Tab(new FakeServer().connect(), caches[tabs.indexOf(tab)]!)
      await until(() => offline.text === text())
      await offline.session.close()
    }
    for (const cache of caches) cache.close()
  })
})
