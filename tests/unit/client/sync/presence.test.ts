import { expect, it, onTestFinished } from 'vitest'
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { type PresentClient, Presence, withoutClient } from '../../../../client/sync/presence.ts'
import { FakeClock } from '../../../support/fake-clock.ts'

/** What the server tells of these clients in one message. */
function toldOf(...clients: number[]): Uint8Array {
  const awareness = new Awareness(new Y.Doc())
  for (const client of clients) {
    awareness.states.set(client, { user: { id: `user-${client}`, name: 'Ann', color: 1 }, cursor: null })
    awareness.meta.set(client, { clock: 1_800_000_000_000, lastUpdated: 0 })
  }
  const update = encodeAwarenessUpdate(awareness, clients)
  awareness.destroy()
  return update
}

it('passes over what is told of its own cursor, and takes in the others', () => {
  const presence = new Presence(new Y.Doc(), new FakeClock(), () => {})
  onTestFinished(() => presence.destroy())
  const { awareness } = presence
  awareness.setLocalState({ cursor: null, own: true })
  presence.join(toldOf(1))
  presence.receive(toldOf(2, awareness.clientID, 3))
  expect(awareness.getLocalState()).toEqual({ cursor: null, own: true })
  expect(presence.others.value.map(({ clientId }) => clientId)).toEqual([1, 2, 3])
  presence.receive(new Uint8Array([200, 1]))
  expect(presence.others.value).toHaveLength(3)
})

it('leaves an update of others as it is', () => {
  const update = toldOf(5, 6)
  expect(withoutClient(update, 7)).toBe(update)
  const awareness = new Awareness(new Y.Doc())
  applyAwarenessUpdate(awareness, withoutClient(update, 5), null)
  expect([...awareness.getStates().keys()].filter((client) => client < 10)).toEqual([6])
  awareness.destroy()
})

/** What the server tells of one client. */
class Other {
  readonly #awareness = new Awareness(new Y.Doc())

  constructor(clientId: number) {
    this.#awareness.clientID = clientId
    this.say(null)
  }

  say(state: Record<string, unknown> | null): Uint8Array {
    this.#awareness.setLocalState(state)
    return encodeAwarenessUpdate(this.#awareness, [this.#awareness.clientID])
  }

  end(): void {
    this.#awareness.destroy()
  }
}

it('tells who is here anew when somebody comes, goes or has another name, and not when a cursor moves', () => {
  const presence = new Presence(new Y.Doc(), new FakeClock(), () => {})
  const told: (readonly PresentClient[])[] = []
  const stop = presence.others.subscribe((others) => told.push(others))
  const [grace, alan] = [new Other(11), new Other(12)]
  const user = { id: 'g', name: 'Grace', color: 1 }
  presence.receive(grace.say({ user, cursor: null }))
  presence.receive(alan.say({ user: { id: 'a', name: 'Alan', color: 2 }, cursor: null }))
  expect(told).toHaveLength(3)
  for (const clock of [1, 2, 3])
    presence.receive(grace.say({ user, cursor: { anchor: { item: { client: 1, clock } }, head: {} } }))
  expect(presence.awareness.getStates().get(11)?.['cursor']).toEqual({
    anchor: { item: { client: 1, clock: 3 } },
    head: {},
  })
  expect(told).toHaveLength(3)

  presence.receive(grace.say({ user: { ...user, name: 'Hopper' }, cursor: null }))
  presence.receive(alan.say(null))
  expect(told.slice(3)).toEqual([
    [
      { clientId: 11, user: { ...user, name: 'Hopper' } },
      { clientId: 12, user: { id: 'a', name: 'Alan', color: 2 } },
    ],
    [{ clientId: 11, user: { ...user, name: 'Hopper' } }],
  ])
  presence.leave()
  expect(told.at(-1)).toEqual([])
  for (const other of [grace, alan]) other.end()
  stop()
  presence.destroy()
})
