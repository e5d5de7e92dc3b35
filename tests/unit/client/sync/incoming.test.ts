import { expect, it } from 'vitest'
import { Incoming } from '../../../../client/sync/incoming.ts'
import { joinedUpdates } from '../../../../client/sync/joined-updates.ts'
import type { MessageEvent, MessageOf, Wire } from '../../../../client/transport/wire.ts'
import { FakeClock } from '../../../support/fake-clock.ts'

/** What the server says in a document, and what was made of it, by numbers and words. */
function scene() {
  const clock = new FakeClock()
  const listeners = new Map<MessageEvent, (message: never) => void>()
  const on = <Event extends MessageEvent>(event: Event, listener: (message: MessageOf<Event>) => void) => {
    listeners.set(event, listener)
    return () => void listeners.delete(event)
  }
  const wire: Pick<Wire, 'on'> = { on }
  const nextFrame = (): (() => void) => () => {}
  const incoming = new Incoming({ document: 'd', wire: wire as Wire, clock, nextFrame, sliceMs: 0 })
  const told: string[] = []
  incoming.on('updates', ({ after, sequence }) => told.push(`updates ${after}-${sequence}`), joinedUpdates)
  incoming.on(
    'awareness',
    () => told.push('awareness'),
    () => null,
  )
  incoming.on('renamed', () => told.push('renamed'))
  const say = (event: MessageEvent, fields: { readonly document?: string; readonly sequence?: number } = {}): void => {
    const { sequence = 0 } = fields
    const updates = Uint8Array.of(1, sequence)
    listeners.get(event)?.({
      document: 'd',
      epoch: 1,
      after: sequence - 1,
      mark: sequence,
      updates,
      ...fields,
    } as never)
  }
  return { clock, incoming, told, say }
}

it('is told at once while nobody types here', () => {
  const { clock, incoming, told, say } = scene()
  say('updates', { sequence: 1 })
  expect(told).toEqual(['updates 0-1'])
  incoming.typed()
  clock.advance(300)
  say('updates', { sequence: 2 })
  say('updates', { document: 'another', sequence: 3 })
  expect(told).toEqual(['updates 0-1', 'updates 1-2'])
})

it('waits for the acknowledgement of what is typed here, in its order', () => {
  const { clock, incoming, told, say } = scene()
  incoming.typed()
  say('updates', { sequence: 1 })
  clock.advance(100)
  say('awareness')
  say('updates', { sequence: 2 })
  expect(told).toEqual([])
  incoming.catchUp()
  // What continues is one change of the text, and everybody's places are told of that.
  expect(told).toEqual(['updates 0-2', 'awareness'])
  clock.advance(1000)
  expect(told).toHaveLength(2)
})

it('joins only what continues what waits, and nothing with what was told', () => {
  const { incoming, told, say } = scene()
  incoming.typed()
  say('updates', { sequence: 1 })
  say('updates', { sequence: 2 })
  // Between them is one of this editor's own.
  say('updates', { sequence: 4 })
  say('updates', { sequence: 5 })
  incoming.catchUp()
  say('updates', { sequence: 6 })
  incoming.catchUp()
  expect(told).toEqual(['updates 0-2', 'updates 3-5', 'updates 5-6'])
})

it('keeps nothing of one membership for the next one', () => {
  const { clock, incoming, told, say } = scene()
  incoming.typed()
  say('updates', { sequence: 1 })
  incoming.giveUp()
  say('updates', { sequence: 2 })
  // While it is not joined, and so by nobody.
  expect(told).toEqual(['updates 1-2'])
  clock.advance(1000)
  expect(told).toEqual(['updates 1-2'])
})

it('waits no longer than is hardly seen, and never behind anything else', () => {
  const { clock, incoming, told, say } = scene()
  incoming.typed()
  say('updates', { sequence: 1 })
  clock.advance(149)
  expect(told).toEqual([])
  clock.advance(1)
  expect(told).toEqual(['updates 0-1'])
  say('updates', { sequence: 2 })
  say('renamed')
  expect(told).toEqual(['updates 0-1', 'updates 1-2', 'renamed'])
})

it.each(['giveUp', 'stop'] as const)('tells nothing more of a connection that is gone (%s)', (end) => {
  const { clock, incoming, told, say } = scene()
  incoming.typed()
  say('updates', { sequence: 1 })
  incoming[end]()
  clock.advance(1000)
  expect(told).toEqual([])
})
