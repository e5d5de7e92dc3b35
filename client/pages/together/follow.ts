import { type ReadonlySignal, signal } from '@preact/signals'
import type { Clock } from '../../lib/clock.ts'
import type { Person } from '../../sync/session.ts'
import { type Company, type Doing, isAway, mainClient } from './company.ts'

/** Whoever says what they see does so at once; after this they will not. */
const WAIT_MS = 4000

/** Who is not there any more may be back by then: their connection was renewed, or one's own, or they loaded the page anew, over a slow line perhaps. */
const RETURN_MS = 10_000

export interface Leader extends Pick<Person, 'id' | 'name' | 'color'> {
  /** Which of their windows. */
  readonly client: number
}

/**
 * Why one does not go along with somebody, or not any more: they left; they say nowhere where they are; or they go along with
 * oneself, and both would stand still.
 */
export type FollowEnd = 'left' | 'no-place' | 'circle'

interface FollowPorts {
  readonly company: Pick<Company, 'own' | 'doing' | 'declare' | 'onMove'>
  readonly clock: Clock
  readonly people: () => readonly Person[]
  /** Without a connection nobody else is known to be here, and nobody left. */
  readonly isOnline: () => boolean
  /** Brings what that client sees, or else its cursor, to the top here; false when neither is known. */
  readonly show: (client: number) => boolean
  readonly onEnd: (name: string, end: FollowEnd) => void
}

/** Going along with what somebody else sees. One says whom one follows: they tell what they see only then. */
export class Follow {
  readonly #ports: FollowPorts
  readonly #leader = signal<Leader | null>(null)
  #isShown = false
  #cancelWait: (() => void) | null = null
  /** While they are missed. */
  #cancelReturn: (() => void) | null = null
  #stopListening: () => void = () => undefined

  constructor(ports: FollowPorts) {
    this.#ports = ports
  }

  get leader(): ReadonlySignal<Leader | null> {
    return this.#leader
  }

  start(person: Person): void {
    this.stop()
    const { company, onEnd } = this.#ports
    const doing = company.doing.peek()
    const client = mainClient(person, doing)
    if (client === null) return onEnd(person.name, 'left')
    if (isCircle(company.own, client, doing)) return onEnd(person.name, 'circle')
    if (isAway(person, doing) && doing.get(client)?.hasCursor !== true) return onEnd(person.name, 'no-place')
    const { id, name, color } = person
    this.#begin({ id, name, color, client }, WAIT_MS)
  }

  /** Goes on with somebody who was followed until one's own page began anew with the document; they may be missing yet. */
  resume(leader: Leader): void {
    this.stop()
    this.#begin(leader, RETURN_MS + WAIT_MS)
    this.check()
  }

  stop(): void {
    if (this.#leader.peek() === null) return
    this.#cancelWait?.()
    this.#stopMissing()
    this.#stopListening()
    this.#leader.value = null
    this.#ports.company.declare('follows', undefined)
  }

  /** Again where they are: what is shown here may be another view of the text now. */
  show(): void {
    const leader = this.#leader.peek()
    if (leader !== null && this.#ports.show(leader.client)) this.#isShown = true
  }

  /** To be called when somebody came, went, or does something else, and when one's own connection did. */
  check(): void {
    const leader = this.#leader.peek()
    if (leader === null) return
    const { company, people } = this.#ports
    const doing = company.doing.peek()
    const person = people().find(({ id }) => id === leader.id)
    const client = person === undefined ? null : mainClient(person, doing)
    if (person === undefined || client === null) return this.#miss()
    this.#stopMissing()
    if (mustYield(company.own, leader.client, doing)) return this.#end('circle')
    if (doing.has(leader.client)) return
    // That window is closed; they have another.
    this.#leader.value = { ...leader, client }
    company.declare('follows', client)
    this.show()
  }

  #begin(leader: Leader, waitMs: number): void {
    const { company, clock } = this.#ports
    this.#leader.value = leader
    this.#isShown = false
    company.declare('follows', leader.client)
    this.#cancelWait = clock.after(waitMs, () => !this.#isShown && this.#end('no-place'))
    this.#stopListening = company.onMove((moved) => moved === this.#leader.peek()?.client && this.show())
    this.show()
  }

  #miss(): void {
    const { clock, isOnline } = this.#ports
    if (isOnline()) this.#cancelReturn ??= clock.after(RETURN_MS, () => this.#end('left'))
    else this.#stopMissing()
  }

  #stopMissing(): void {
    this.#cancelReturn?.()
    this.#cancelReturn = null
  }

  #end(reason: FollowEnd): void {
    const name = this.#leader.peek()?.name ?? ''
    this.stop()
    this.#ports.onEnd(name, reason)
  }
}

/** Those whom `client` goes along with, one after the other; ends where it comes back to one that it had. */
function chain(client: number, doing: ReadonlyMap<number, Doing>): readonly number[] {
  const met: number[] = []
  for (let next: number | null = client; next !== null && !met.includes(next); next = doing.get(next)?.follows ?? null)
    met.push(next)
  return met
}

/** Whether `client` goes along with `own`, by itself or by others. */
export function isCircle(own: number, client: number, doing: ReadonlyMap<number, Doing>): boolean {
  return chain(client, doing).includes(own)
}

/** When all of them began at the same moment, one stops: the one with the least clientID, as all can see. */
export function mustYield(own: number, leader: number, doing: ReadonlyMap<number, Doing>): boolean {
  const circle = chain(leader, doing)
  return circle.includes(own) && Math.min(...circle) === own
}
