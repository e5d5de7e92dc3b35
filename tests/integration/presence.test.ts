import { afterEach, beforeEach, expect, it } from 'vitest'
import { Awareness, applyAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import type { AwarenessMessage } from '../../shared/protocol/schemas.ts'
import { Random } from '../support/random.ts'
import { RawClient, freshDocument } from '../support/raw-client.ts'
import { RawEngine } from '../support/raw-engine.ts'
import { type TestServer, startServer } from '../support/test-server.ts'

const STEPS = 1000
const MOST_PEOPLE = 25
const GUESTS = Array.from({ length: 8 }, (_, i) => `weft-guest=${String(i).repeat(43)}`)

let server: TestServer
const document = freshDocument()

beforeEach(async () => {
  server = await startServer()
})
afterEach(() => server.remove())

/** Sees who is there, as every page does. */
class Watcher {
  readonly client: RawClient
  readonly #awareness = new Awareness(new Y.Doc())

  constructor(client: RawClient) {
    this.client = client
    client.socket.on('awareness', ({ update }: AwarenessMessage) => this.#apply(update))
  }

  static async enter(transport: string): Promise<Watcher> {
    const watcher = new Watcher(await RawClient.connect(server.url, { transports: [transport] }))
    const joined = await watcher.client.join({ ...document, clientId: watcher.#awareness.clientID })
    if (!joined.ok) throw new Error(joined.code)
    watcher.#apply(joined.awareness)
    return watcher
  }

  get sees(): number[] {
    const { clientID } = this.#awareness
    return [...this.#awareness.getStates().keys()].filter((id) => id !== clientID).toSorted((a, b) => a - b)
  }

  #apply(update: Uint8Array): void {
    applyAwarenessUpdate(this.#awareness, new Uint8Array(update), 'server')
  }
}

interface Person {
  readonly clientId: number
  readonly cookie: string
  /** The connection that joined last under this clientID; only its end is the end of the presence. */
  readonly connection: { leave(): Promise<unknown>; close(): void }
}

async function connect(clientId: number, cookie: string, kind: string): Promise<Person> {
  const request = { ...document, clientId, name: `Person ${clientId}` }
  if (kind !== 'killed') {
    const client = await RawClient.connect(server.url, { transports: [kind], cookie })
    expect(await client.join(request)).toMatchObject({ ok: true })
    const leave = () => client.leave(document.document)
    return { clientId, cookie, connection: { leave, close: () => client.close() } }
  }
  const engine = await RawEngine.enter(server.url, { cookie })
  engine.request(1, 'join', request)
  await engine.next((packet) => typeof packet === 'string' && packet.includes('"ok":true'))
  const kill = () => engine.socket.terminate()
  return { clientId, cookie, connection: { leave: async () => kill(), close: kill } }
}

it('everybody sees exactly those who are there, after a thousand people came, came again, left and were cut off', async () => {
  const random = new Random(11)
  const owner = await RawClient.connect(server.url)
  await owner.create(document.document, document.key)
  const watchers = [await Watcher.enter('websocket'), await Watcher.enter('polling')]
  const present = new Map<number, Person>()
  const overtaken: Person[] = []
  let lastClientId = 0

  const agree = async (): Promise<void> => {
    const there = [...present.keys()].toSorted((a, b) => a - b)
    for (const watcher of watchers) await expect.poll(() => watcher.sees, { timeout: 2000 }).toEqual(there)
  }
  const steps: (() => Promise<void>)[] = [
    async () => {
      if (present.size >= MOST_PEOPLE) return
      lastClientId += 1
      const kind = random.pick(['websocket', 'websocket', 'killed', 'killed', 'polling'])
      present.set(lastClientId, await connect(lastClientId, random.pick(GUESTS), kind))
    },
    // Back on a new connection before the server knows that the old one is gone.
    async () => {
      if (present.size === 0) return
      const before = random.pick([...present.values()])
      overtaken.push(before)
      present.set(before.clientId, await connect(before.clientId, before.cookie, random.pick(['websocket', 'killed'])))
    },
    async () => {
      if (present.size === 0) return
      const { clientId, connection } = random.pick([...present.values()])
      present.delete(clientId)
      if (random.chance(0.3)) await connection.leave()
      else connection.close()
    },
    async () => overtaken.pop()?.connection.close(),
  ]
  for (let step = 1; step <= STEPS; step++) {
    await random.pick(steps)()
    if (step % 100 === 0) await agree()
  }
  expect(lastClientId).toBeGreaterThan(100)
  for (const { connection } of [...present.values(), ...overtaken]) connection.close()
  present.clear()
  await agree()
})
