import { type ReadonlySignal, signal } from '@preact/signals'
import { type ClientState, readClientState, type Talk } from '../../../shared/document/client-state.ts'
import type { Person, Replica } from '../../sync/session.ts'

/** What somebody's client is doing, without where exactly. */
export interface Doing {
  readonly away: boolean
  /** The client whose view it goes along with. */
  readonly follows: number | null
  readonly talk: Talk | null
  readonly hasCursor: boolean
}

type Awareness = Replica['awareness']

interface AwarenessChange {
  readonly added: readonly number[]
  readonly updated: readonly number[]
  readonly removed: readonly number[]
}

/** What the others in a document are doing, by awareness clientID. Told anew when somebody does something else, not when a cursor moves. */
export class Company {
  readonly #awareness: Awareness
  readonly #doing = signal<ReadonlyMap<number, Doing>>(new Map())
  readonly #listeners = new Set<(client: number) => void>()

  constructor(awareness: Awareness) {
    this.#awareness = awareness
    this.#meet([...awareness.getStates().keys()])
    awareness.on('change', ({ added, updated, removed }: AwarenessChange) =>
      this.#meet([...added, ...updated, ...removed]),
    )
  }

  get doing(): ReadonlySignal<ReadonlyMap<number, Doing>> {
    return this.#doing
  }

  /** One's own clientID. */
  get own(): number {
    return this.#awareness.clientID
  }

  /** All that a client says of itself; null for one that is not here. */
  stateOf(client: number): ClientState | null {
    return readClientState(this.#awareness.getStates().get(client))
  }

  /** Says something of oneself to the others; undefined takes it back. */
  declare<Field extends 'away' | 'follows' | 'view' | 'talk'>(
    field: Field,
    value: ClientState[Field] | undefined,
  ): void {
    this.#awareness.setLocalStateField(field, value)
  }

  /** Called with each client that moved, came or went. The returned function ends it. */
  onMove(listener: (client: number) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #meet(clients: readonly number[]): void {
    let next: Map<number, Doing> | null = null
    for (const client of clients) {
      if (client === this.own) continue
      const before = this.#doing.peek().get(client)
      const state = this.stateOf(client)
      const now = state === null ? undefined : doingOf(state)
      if (isSame(before, now)) continue
      next ??= new Map(this.#doing.peek())
      if (now === undefined) next.delete(client)
      else next.set(client, now)
    }
    if (next !== null) this.#doing.value = next
    if (this.#listeners.size === 0) return
    for (const client of clients) for (const listener of this.#listeners) listener(client)
  }
}

const companies = new WeakMap<Awareness, Company>()

/** One for each awareness, whoever asks: it ends with it. */
export function companyOf({ awareness }: Replica): Company {
  const known = companies.get(awareness)
  if (known !== undefined) return known
  const company = new Company(awareness)
  companies.set(awareness, company)
  return company
}

/** Somebody is away when all of their windows are. */
export function isAway({ clientIds, self }: Person, doing: ReadonlyMap<number, Doing>): boolean {
  const here = clientIds.flatMap((client) => doing.get(client) ?? [])
  return !self && here.length > 0 && here.every(({ away }) => away)
}

/** The window of theirs to look at: where somebody is, and has a cursor. Null when none of them is here. */
export function mainClient({ clientIds }: Person, doing: ReadonlyMap<number, Doing>): number | null {
  const here = clientIds.filter((client) => doing.has(client))
  const worth = (client: number): number => {
    const { away, hasCursor } = doing.get(client) ?? { away: true, hasCursor: false }
    return (away ? 0 : 2) + (hasCursor ? 1 : 0)
  }
  return here.toSorted((one, other) => worth(other) - worth(one))[0] ?? null
}

function doingOf({ away, follows, talk, cursor }: ClientState): Doing {
  return { away: away === true, follows: follows ?? null, talk: talk ?? null, hasCursor: cursor !== null }
}

function isSame(one: Doing | undefined, other: Doing | undefined): boolean {
  if (one === undefined || other === undefined) return one === other
  const isTalk = JSON.stringify(one.talk) === JSON.stringify(other.talk)
  return isTalk && one.away === other.away && one.follows === other.follows && one.hasCursor === other.hasCursor
}
