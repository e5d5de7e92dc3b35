import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness'
import { expect, it, onTestFinished } from 'vitest'
import * as Y from 'yjs'
import { Presence, withoutClient } from '../../../../client/sync/presence.ts'
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
