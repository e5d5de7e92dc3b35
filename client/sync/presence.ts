import { type ReadonlySignal, signal } from '@preact/signals-core'
import { createDecoder, readVarString, readVarUint } from 'lib0/decoding'
import { createEncoder, toUint8Array, writeVarString, writeVarUint } from 'lib0/encoding'
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate, removeAwarenessStates } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import { type PresenceUser, readPresenceState } from '../../shared/document/presence.ts'
import { type Clock, Later } from '../lib/clock.ts'
import type { Person } from './session.ts'

/** A moving cursor is told at most this often. */
const CURSOR_MS = 50

/** Who else is in a document and where: its Awareness, kept by the server's word alone. */
export class Presence {
  readonly awareness: Awareness
  readonly others: ReadonlySignal<readonly PresentClient[]>
  readonly #others = signal<readonly PresentClient[]>([])
  readonly #users = new Map<number, PresenceUser>()
  readonly #send: (update: Uint8Array) => void
  readonly #moved: Later
  #joined = false

  constructor(doc: Y.Doc, clock: Clock, send: (update: Uint8Array) => void) {
    this.others = this.#others
    this.#send = send
    this.awareness = new Awareness(doc)
    // Awareness renews itself and drops whoever does not, every 30 s. Here the server says who comes and who is gone.
    // oxlint-disable-next-line no-underscore-dangle -- Awareness has no other way to say so
    clearInterval(this.awareness._checkInterval as ReturnType<typeof setInterval>)
    this.#moved = new Later(clock, CURSOR_MS, () => this.#sendOwn())
    this.awareness.on('change', ({ added, updated, removed }: AwarenessChange, origin: unknown) => {
      if (origin === 'local') this.#moved.schedule()
      else this.#meet([...added, ...updated, ...removed])
    })
  }

  /** The document was joined: `others` is everybody else's awareness, and everybody learns of this client. */
  join(others: Uint8Array): void {
    this.leave()
    this.#joined = true
    this.receive(others)
    this.#sendOwn()
  }

  receive(update: Uint8Array): void {
    try {
      applyAwarenessUpdate(this.awareness, withoutClient(update, this.awareness.clientID), 'server')
    } catch {
      // A cursor that cannot be read is not worth a document.
    }
  }

  /** The connection is gone, and with it what it knew: clocks too, or the same states would count as old at the next join. */
  leave(): void {
    this.#joined = false
    this.#moved.cancel()
    const { states, meta, clientID } = this.awareness
    const others = [...states.keys()].filter((client) => client !== clientID)
    removeAwarenessStates(this.awareness, others, 'server')
    for (const client of meta.keys()) if (client !== clientID) meta.delete(client)
  }

  destroy(): void {
    this.awareness.destroy()
    this.leave()
  }

  #sendOwn(): void {
    if (!this.#joined) return
    const { awareness } = this
    const { cursor = null, away, follows, view, talk } = awareness.getLocalState() ?? {}
    const own = new Map([[awareness.clientID, { cursor, away, follows, view, talk }]])
    this.#send(encodeAwarenessUpdate(awareness, [awareness.clientID], own))
  }

  /** Most of what comes is cursors that move: who is here is told anew only when that has changed. */
  #meet(clientIds: readonly number[]): void {
    let isSame = true
    for (const clientId of clientIds) {
      if (clientId === this.awareness.clientID) continue
      const user = readPresenceState(this.awareness.states.get(clientId))?.user
      const before = this.#users.get(clientId)
      if (user?.id === before?.id && user?.name === before?.name && user?.color === before?.color) continue
      isSame = false
      if (user === undefined) this.#users.delete(clientId)
      else this.#users.set(clientId, user)
    }
    if (!isSame) this.#others.value = Array.from(this.#users, ([clientId, user]) => ({ clientId, user }))
  }
}

/** An awareness update without what it says of one client: the server tells everybody of all who moved at once. */
export function withoutClient(update: Uint8Array, clientId: number): Uint8Array {
  const decoder = createDecoder(update)
  const states: [client: number, clock: number, state: string][] = []
  for (let left = readVarUint(decoder); left > 0; left--)
    states.push([readVarUint(decoder), readVarUint(decoder), readVarString(decoder)])
  const others = states.filter(([client]) => client !== clientId)
  if (others.length === states.length) return update
  const encoder = createEncoder()
  writeVarUint(encoder, others.length)
  for (const [client, clock, state] of others) {
    writeVarUint(encoder, client)
    writeVarUint(encoder, clock)
    writeVarString(encoder, state)
  }
  return toUint8Array(encoder)
}

interface AwarenessChange {
  readonly added: readonly number[]
  readonly updated: readonly number[]
  readonly removed: readonly number[]
}

export interface PresentClient {
  readonly clientId: number
  readonly user: PresenceUser
}

export interface Self extends PresenceUser {
  readonly clientId: number
}

/** Everybody in a document, oneself first. Clients of one `user.id` are one person, one's own other tabs too. */
export function peopleOf(self: Self, others: readonly PresentClient[]): Person[] {
  const people = new Map<string, { user: PresenceUser; clientIds: number[] }>()
  const own = [self.clientId]
  for (const { clientId, user } of others) {
    const known = people.get(user.id)
    if (user.id === self.id) own.push(clientId)
    else if (known === undefined) people.set(user.id, { user, clientIds: [clientId] })
    else known.clientIds.push(clientId)
  }
  return [
    { id: self.id, name: self.name, color: self.color, self: true, clientIds: own },
    ...[...people.values()].map(({ user, clientIds }) => ({ ...user, self: false, clientIds })),
  ]
}
