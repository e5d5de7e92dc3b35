import { expect, it } from 'vitest'
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { RoomPresence } from '../../../../server/rooms/presence.ts'
import { FakeClock } from '../../../support/fake-clock.ts'

const user = { id: 'a', name: 'Ada', color: 1 }

/** One client in a room, and what the others see of it. */
class Client {
  readonly room = new RoomPresence(new FakeClock())
  readonly #own = new Awareness(new Y.Doc())

  constructor() {
    this.enters(true)
  }

  get id(): number {
    return this.#own.clientID
  }

  enters(mayPresent: boolean): void {
    this.room.enter(this.id, 'socket', user, mayPresent)
  }

  says(state: Record<string, unknown> | null, mayPresent = true): unknown {
    this.#own.setLocalState(state)
    const { clientID } = this.#own
    expect(this.room.move(clientID, 'socket', encodeAwarenessUpdate(this.#own, [clientID]), mayPresent)).toBe(true)
    return this.shown()
  }

  shown(update = this.room.presenceOf([this.id])): unknown {
    const seen = new Awareness(new Y.Doc())
    applyAwarenessUpdate(seen, update, null)
    const shown = seen.getStates().get(this.id)
    seen.destroy()
    return shown
  }

  leaves(): void {
    this.#own.destroy()
  }
}

it('passes on what a client says of itself under the name that the server gives it, and takes back what it says no more', () => {
  const client = new Client()
  const said = { cursor: null, away: true, follows: 12, view: { line: { tname: 'text' }, share: 0.25 } }
  expect(client.says({ ...said, user: { name: 'forged' }, extra: 'x'.repeat(100) })).toEqual({ ...said, user })
  expect(client.says({ cursor: null })).toEqual({ cursor: null, user })
  expect(client.says(null)).toEqual({ cursor: null, user })
  client.leaves()
})

it('passes on slides only of who may show them', () => {
  const client = new Client()
  const talk = { slide: 3, line: { tname: 'text' }, since: 5 }
  expect(client.says({ cursor: null, talk })).toEqual({ cursor: null, talk, user })
  expect(client.says({ cursor: null, away: true, talk }, false)).toEqual({ cursor: null, away: true, user })
  client.leaves()
})

it('ends slides of who may show them no more, and of who comes back and may not', () => {
  const client = new Client()
  const said = { cursor: null, away: true }
  const talk = { slide: 3, line: { tname: 'text' }, since: 5 }
  client.says({ ...said, talk })
  client.enters(true)
  expect(client.shown()).toEqual({ ...said, talk, user })
  expect(client.room.endTalk(client.id, 'another socket')).toBeNull()
  expect(client.shown(client.room.endTalk(client.id, 'socket') ?? undefined)).toEqual({ ...said, user })
  expect(client.room.endTalk(client.id, 'socket')).toBeNull()
  client.says({ ...said, talk })
  client.enters(false)
  expect(client.shown()).toEqual({ ...said, user })
  client.leaves()
})
