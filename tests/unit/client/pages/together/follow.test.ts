import { signal } from '@preact/signals-core'
import { describe, expect, it } from 'vitest'
import type { Doing } from '../../../../../client/pages/together/company.ts'
import { Follow, type FollowEnd, isCircle, mustYield } from '../../../../../client/pages/together/follow.ts'
import type { Person } from '../../../../../client/sync/session.ts'
import { FakeClock } from '../../../../support/fake-clock.ts'

const OWN = 100
const here: Doing = { away: false, follows: null, talk: null, hasCursor: true }
const anna: Person = { id: 'anna', name: 'Anna', color: 2, self: false, clientIds: [1, 2] }

/** One who follows, by hand. */
class World {
  readonly doing = signal<ReadonlyMap<number, Doing>>(new Map([[1, here]]))
  people: readonly Person[] = [anna]
  isOnline = true
  shows = true
  readonly shown: number[] = []
  readonly said: (number | undefined)[] = []
  readonly ends: FollowEnd[] = []
  readonly clock = new FakeClock()
  #listener: ((client: number) => void) | null = null
  readonly follow = new Follow({
    company: {
      own: OWN,
      doing: this.doing,
      declare: (_field, value) => void this.said.push(value as number | undefined),
      onMove: (listener) => {
        this.#listener = listener
        return () => (this.#listener = null)
      },
    },
    clock: this.clock,
    people: () => this.people,
    isOnline: () => this.isOnline,
    show: (client) => {
      this.shown.push(client)
      return this.shows
    },
    onEnd: (_name, end) => this.ends.push(end),
  })

  set(changes: Readonly<Record<number, Doing | null>>): void {
    const next = new Map(this.doing.value)
    for (const [client, doing] of Object.entries(changes)) {
      if (doing === null) next.delete(Number(client))
      else next.set(Number(client), doing)
    }
    this.doing.value = next
    this.follow.check()
  }

  goesOffline(): void {
    this.isOnline = false
    this.people = []
    this.set({ 1: null })
  }

  moves(client: number): void {
    this.#listener?.(client)
  }

  get leader(): string | undefined {
    return this.follow.leader.value?.name
  }
}

describe('following somebody', () => {
  it('says so to them, goes where they go, and ends when one stops', () => {
    const world = new World()
    world.follow.start(anna)
    expect(world.leader).toBe('Anna')
    world.moves(1)
    world.moves(9)
    expect(world.shown).toEqual([1, 1])
    world.follow.stop()
    world.moves(1)
    expect(world.shown).toEqual([1, 1])
    expect(world.said).toEqual([1, undefined])
    expect(world.ends).toEqual([])
    world.clock.advance(60_000)
    expect(world.ends).toEqual([])
  })

  it('goes on in another window of theirs, and ends with words when they leave', () => {
    const world = new World()
    world.follow.start(anna)
    world.set({ 2: here })
    world.set({ 1: null })
    expect(world.said).toEqual([1, 2])
    expect(world.leader).toBe('Anna')
    world.people = []
    world.set({ 2: null })
    world.clock.advance(9999)
    expect([world.leader, world.ends]).toEqual(['Anna', []])
    world.clock.advance(1)
    expect(world.leader).toBeUndefined()
    expect(world.ends).toEqual(['left'])
    expect(world.said.at(-1)).toBeUndefined()
  })

  it('goes on when the document was joined anew without the connection having been lost', () => {
    const world = new World()
    world.follow.start(anna)
    // Nobody is known for a moment, and then everybody as before.
    world.people = []
    world.set({ 1: null })
    world.clock.advance(9000)
    world.people = [anna]
    world.set({ 1: here })
    world.clock.advance(60_000)
    expect([world.leader, world.said, world.ends]).toEqual(['Anna', [1], []])
    world.moves(1)
    expect(world.shown).toEqual([1, 1])
  })

  it('goes on when they come back with another connection, and counts anew when they leave again', () => {
    const world = new World()
    world.follow.start(anna)
    for (const client of [7, 8]) {
      world.people = []
      world.set({ [client - 1]: null, 1: null })
      world.clock.advance(9000)
      world.people = [{ ...anna, clientIds: [client] }]
      world.set({ [client]: here })
    }
    world.clock.advance(60_000)
    expect([world.leader, world.said, world.ends]).toEqual(['Anna', [1, 7, 8], []])
  })

  it('goes on where the page began anew with the document, also when they are known only later', () => {
    const before = new World()
    before.follow.start(anna)
    const leader = before.follow.leader.value
    if (leader === null) throw new Error('nobody is followed')
    const world = new World()
    world.people = []
    world.doing.value = new Map()
    world.shows = false
    world.follow.resume(leader)
    expect(world.said).toEqual([1])
    world.clock.advance(9999)
    world.shows = true
    world.people = [anna]
    world.set({ 1: here })
    world.moves(1)
    world.clock.advance(60_000)
    expect([world.leader, world.ends]).toEqual(['Anna', []])
    const alone = new World()
    alone.people = []
    alone.doing.value = new Map()
    alone.follow.resume(leader)
    alone.clock.advance(10_000)
    expect([alone.leader, alone.ends]).toEqual([undefined, ['left']])
  })

  it('goes on when one’s own connection comes back, and so do they', () => {
    const world = new World()
    world.follow.start(anna)
    world.goesOffline()
    world.clock.advance(60_000)
    world.isOnline = true
    world.follow.check()
    world.clock.advance(9000)
    expect([world.leader, world.ends]).toEqual(['Anna', []])
    world.people = [{ ...anna, clientIds: [7] }]
    world.set({ 7: here })
    world.clock.advance(60_000)
    expect([world.leader, world.said, world.ends]).toEqual(['Anna', [1, 7], []])
    world.people = []
    world.set({ 7: null })
    world.clock.advance(10_000)
    expect(world.ends).toEqual(['left'])
  })

  it('ends a moment after one’s own connection came back when they did not', () => {
    const world = new World()
    world.follow.start(anna)
    world.goesOffline()
    world.isOnline = true
    world.follow.check()
    // Lost again before anybody is known to be here.
    world.clock.advance(9999)
    world.isOnline = false
    world.follow.check()
    world.clock.advance(60_000)
    world.isOnline = true
    world.follow.check()
    world.clock.advance(9999)
    expect(world.ends).toEqual([])
    world.clock.advance(1)
    expect(world.ends).toEqual(['left'])
  })

  it('ends with words when nobody ever says where they are, or cannot', () => {
    const world = new World()
    world.shows = false
    world.follow.start(anna)
    world.clock.advance(3999)
    expect(world.leader).toBe('Anna')
    world.clock.advance(1)
    expect(world.ends).toEqual(['no-place'])
    world.set({ 1: { ...here, away: true, hasCursor: false } })
    world.follow.start(anna)
    expect(world.ends).toEqual(['no-place', 'no-place'])
    world.doing.value = new Map()
    world.follow.start(anna)
    expect(world.ends.at(-1)).toBe('left')
  })

  it('does not begin with somebody who follows oneself, by others or not', () => {
    const world = new World()
    world.set({ 1: { ...here, follows: 3 }, 3: { ...here, follows: OWN } })
    world.follow.start(anna)
    expect(world.ends).toEqual(['circle'])
    expect(world.said).toEqual([])
  })

  it('ends for one of two who began at the same moment', () => {
    const world = new World()
    world.follow.start(anna)
    world.set({ 1: { ...here, follows: OWN } })
    // The other one has the lesser number, and stops.
    expect(world.leader).toBe('Anna')
    expect(mustYield(1, OWN, new Map([[OWN, { ...here, follows: 1 }]]))).toBe(true)
    expect(mustYield(OWN, 1, new Map([[1, { ...here, follows: OWN }]]))).toBe(false)
  })

  it('stops looking for a circle where others go round', () => {
    const doing = new Map([
      [1, { ...here, follows: 2 }],
      [2, { ...here, follows: 1 }],
    ])
    expect(isCircle(OWN, 1, doing)).toBe(false)
    expect(mustYield(OWN, 1, doing)).toBe(false)
  })
})
