import { signal } from '@preact/signals-core'
import { describe, expect, it, onTestFinished } from 'vitest'
import * as Y from 'yjs'
import { Announcements, GATHER_MS } from '../../../../../client/pages/together/announcements.ts'
import type { Doing } from '../../../../../client/pages/together/company.ts'
import { authorsNear, watchEditsNearby } from '../../../../../client/pages/together/edits-nearby.ts'
import { IDLE_MS, IdleWatch } from '../../../../../client/pages/together/idle-watch.ts'
import { LedView } from '../../../../../client/pages/together/led-view.ts'
import { watchPeople } from '../../../../../client/pages/together/watch-people.ts'
import type { Person } from '../../../../../client/sync/session.ts'
import { FakeClock } from '../../../../support/fake-clock.ts'

describe('somebody', () => {
  /** A window in which nothing happens but what a test says. */
  function watched() {
    const page = Object.assign(new EventTarget(), { hidden: false })
    const window = Object.assign(new EventTarget(), { document: page })
    const clock = new FakeClock()
    const told: boolean[] = []
    const watch = new IdleWatch({
      window: window as unknown as Window,
      clock,
      onAway: (isAway) => told.push(isAway),
    })
    onTestFinished(() => watch.stop())
    return { page, window, clock, told, watch }
  }

  it('is away who has done nothing for some minutes, and here again with the first sign', () => {
    const { window, clock, told } = watched()
    clock.advance(IDLE_MS - 1)
    window.dispatchEvent(new Event('keydown'))
    clock.advance(IDLE_MS - 1)
    expect(told).toEqual([])
    clock.advance(1)
    expect(told).toEqual([true])
    clock.advance(IDLE_MS * 3)
    window.dispatchEvent(new Event('pointermove'))
    expect(told).toEqual([true, false])
    clock.advance(IDLE_MS)
    expect(told).toEqual([true, false, true])
  })

  it('is away whose page is out of sight, at once', () => {
    const { page, clock, told } = watched()
    page.hidden = true
    page.dispatchEvent(new Event('visibilitychange'))
    expect(told).toEqual([true])
    clock.advance(IDLE_MS)
    page.hidden = false
    page.dispatchEvent(new Event('visibilitychange'))
    expect(told).toEqual([true, false])
  })
})

describe('what one sees', () => {
  it('is told only while somebody follows, and no more often than others can look', () => {
    const doing = signal<ReadonlyMap<number, Doing>>(new Map())
    const said: unknown[] = []
    const clock = new FakeClock()
    let scrolled: (() => void) | null = null
    let share = 0
    const view = new LedView({
      company: { own: 5, doing, declare: (_field, value) => void said.push(value) },
      clock,
      place: () => ({ line: {}, share }),
      watch: (listener) => {
        scrolled = listener
        return () => (scrolled = null)
      },
    })
    view.check()
    expect(scrolled).toBeNull()
    doing.value = new Map([[1, { away: false, follows: 5, talk: null, hasCursor: false }]])
    view.check()
    view.check()
    expect(said).toEqual([{ line: {}, share: 0 }])
    for (share of [0.1, 0.2, 0.3]) scrolled!()
    clock.advance(1000)
    expect(said).toEqual([
      { line: {}, share: 0 },
      { line: {}, share: 0.3 },
    ])
    scrolled!()
    doing.value = new Map()
    view.check()
    clock.advance(1000)
    expect(said.slice(2)).toEqual([undefined])
    expect(scrolled).toBeNull()
  })
})

describe('what is told to who listens', () => {
  function news() {
    const clock = new FakeClock()
    const said: string[] = []
    const sentence = (kind: string) => (who: string, count: number) => `${who} ${kind} (${count}).`
    const others = (count: number): string => `${count} more`
    const words = { others, joined: sentence('in'), left: sentence('out'), wroteNear: sentence('near') }
    const together = (names: readonly string[]): string => names.join('+')
    return { clock, said, news: new Announcements({ clock, words, together, say: (words) => said.push(words) }) }
  }

  it('is gathered, and comes no more often than every few seconds', () => {
    const { clock, said, news: told } = news()
    for (const person of ['Ann', 'Bob', 'Cy', 'Dan', 'Eve']) told.add('joined', person)
    told.add('wroteNear', 'Ann')
    told.add('wroteNear', 'Ann')
    clock.advance(GATHER_MS)
    expect(said).toEqual(['Ann+Bob+Cy+2 more in (5). Ann near (1).'])
    told.add('left', 'Bob')
    told.add('wroteNear', 'Ann')
    clock.advance(GATHER_MS / 5 - 1)
    expect(said).toHaveLength(1)
    clock.advance(GATHER_MS)
    expect(said.slice(1)).toEqual(['Bob out (1). Ann near (1).'])
  })

  it('leaves out who came back before it was told', () => {
    const { clock, said, news: told } = news()
    told.add('left', 'Ann')
    told.add('joined', 'Ann')
    clock.advance(GATHER_MS * 2)
    expect(said).toEqual([])
    told.add('joined', 'Bob')
    told.stop()
    clock.advance(GATHER_MS * 2)
    expect(said).toEqual([])
  })

  it('has of the edits those near the cursor', () => {
    const isNear = (delta: Parameters<typeof authorsNear>[0], at: number): boolean =>
      authorsNear(delta, at, () => 7).length > 0
    expect(isNear([{ retain: 1000 }, { insert: 'word' }], 900)).toBe(true)
    expect(isNear([{ retain: 1000 }, { insert: 'word' }], 1204)).toBe(true)
    expect(isNear([{ retain: 1000 }, { insert: 'word' }], 1205)).toBe(false)
    expect(isNear([{ insert: 'x' }, { retain: 5000 }, { insert: 'y' }], 5100)).toBe(true)
    // Whoever only deletes is not known.
    expect(isNear([{ retain: 1000 }, { delete: 5 }], 1000)).toBe(false)
    expect(isNear([{ retain: 5000 }], 100)).toBe(false)
  })

  it('is of those who wrote there, and not of who wrote elsewhere in the same transaction', () => {
    const doc = new Y.Doc()
    const text = doc.getText('text')
    text.insert(0, 'word '.repeat(1_000))
    const told: (readonly number[])[] = []
    onTestFinished(
      watchEditsNearby(
        text,
        () => 1_000,
        (clients) => told.push(clients),
      ),
    )
    const edits = [
      { client: 7, at: 1_050, words: 'near' },
      { client: 8, at: 4_900, words: 'far' },
      { client: 9, at: 990, words: 'x'.repeat(100) },
    ].map(({ client, at, words: written }) => {
      const other = new Y.Doc()
      other.clientID = client
      Y.applyUpdate(other, Y.encodeStateAsUpdate(doc))
      const before = Y.encodeStateVector(other)
      other.getText('text').insert(at, written)
      return Y.encodeStateAsUpdate(other, before)
    })
    Y.transact(doc, () => edits.forEach((edit) => Y.applyUpdate(doc, edit)), 'server', false)
    expect(told.map((clients) => clients.toSorted((a, b) => a - b))).toEqual([[7, 9]])
    text.insert(1_000, 'own')
    expect(told).toHaveLength(1)
  })

  it('looks at no more signs than are near', () => {
    const asked: number[] = []
    authorsNear([{ retain: 50 }, { insert: 'x'.repeat(10_000) }], 5_000, (sign) => asked.push(sign))
    expect([asked[0], asked.at(-1)]).toEqual([4_800, 5_200])
    expect(authorsNear([{ retain: 50 }, { insert: 'ab' }], 252, (sign) => sign)).toEqual([51])
    expect(authorsNear([{ retain: 50 }, { delete: 3 }], 60, (sign) => sign)).toEqual([])
  })

  it('is nothing of those who were there before, nor of a connection that goes and comes', () => {
    const clock = new FakeClock()
    const person = (name: string): Person => ({ id: name, name, color: 0, self: name === 'me', clientIds: [1] })
    const people = signal<readonly Person[]>([person('me')])
    const online = signal(false)
    const told: string[] = []
    const stop = watchPeople({ people, online }, clock, (kind, { name }) => told.push(`${name} ${kind}`))
    for (let times = 0; times < 2; times++) {
      online.value = true
      people.value = ['me', 'ann'].map(person)
      clock.advance(5000)
      online.value = false
      people.value = [person('me')]
    }
    online.value = true
    people.value = ['me', 'ann'].map(person)
    clock.advance(5000)
    expect(told).toEqual([])
    people.value = ['me', 'ann', 'bob'].map(person)
    people.value = ['me', 'bob'].map(person)
    expect(told).toEqual(['bob joined', 'ann left'])
    stop()
  })
})
