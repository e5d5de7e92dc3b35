import { EventEmitter } from 'node:events'
import { beforeEach, expect, it } from 'vitest'
import { type Engine, EngineConnection } from '../../../../server/realtime/engine-connection.ts'
import { ServerLoad } from '../../../../server/realtime/incoming-traffic.ts'
import { JoinAllowance, UnreadJoins } from '../../../../server/realtime/join-allowance.ts'
import {
  JOIN_READ_TIMEOUT_MS,
  MAX_OUTGOING_BYTES,
  MAX_UNREAD_JOIN_BYTES,
  MAX_UNREAD_JOIN_BYTES_PER_ADDRESS,
} from '../../../../shared/protocol/limits.ts'
import { FakeClock } from '../../../support/fake-clock.ts'

const SHARE = MAX_UNREAD_JOIN_BYTES_PER_ADDRESS

let clock: FakeClock
let joins: UnreadJoins
let overdue: number

beforeEach(() => {
  clock = new FakeClock()
  joins = new UnreadJoins()
  overdue = 0
})

const connection = (address: string): JoinAllowance =>
  new JoinAllowance({ joins, address, clock, overdue: () => (overdue += 1) })

it('the answers that wait for one address are bounded together, until they are taken or their connections end', () => {
  const [one, two, three] = [connection('here'), connection('here'), connection('here')]
  one.add(SHARE / 2)
  two.add(SHARE / 2)
  expect(three.admits(1)).toBe(false)
  expect(connection('there').admits(SHARE)).toBe(true)
  one.reduceTo(100)
  expect(three.admits(SHARE / 2 - 100)).toBe(true)
  expect(three.admits(SHARE / 2 - 99)).toBe(false)
  two.end()
  expect(three.admits(SHARE - 100)).toBe(true)
  expect(three.admits(SHARE - 99)).toBe(false)
})

it('an address with nothing waiting may open a document larger than its share', () => {
  expect(connection('here').admits(2 * SHARE)).toBe(true)
})

it('those of the whole server are bounded, but for the only and ordinary one of an address', () => {
  for (let i = 0; i < MAX_UNREAD_JOIN_BYTES / SHARE; i++) connection(`address ${i}`).add(SHARE)
  const other = connection('other')
  expect(other.admits(MAX_OUTGOING_BYTES + 1)).toBe(false)
  expect(other.admits(MAX_OUTGOING_BYTES)).toBe(true)
  other.add(MAX_OUTGOING_BYTES)
  expect(connection('other').admits(1)).toBe(false)
})

it('what ended holds nothing, whatever is still answered to it', () => {
  const gone = connection('here')
  gone.add(1)
  gone.end()
  gone.add(SHARE)
  gone.end()
  connection('here').add(1)
  expect(connection('here').admits(SHARE - 1)).toBe(true)
  clock.advance(JOIN_READ_TIMEOUT_MS - 1)
  expect(overdue).toBe(0)
})

it('an answer is overdue when nothing was taken for so long, and not when it was', () => {
  const slow = connection('here')
  slow.add(1000)
  clock.advance(JOIN_READ_TIMEOUT_MS - 1)
  slow.add(1000)
  slow.reduceTo(1000)
  clock.advance(JOIN_READ_TIMEOUT_MS - 1)
  slow.reduceTo(0)
  clock.advance(JOIN_READ_TIMEOUT_MS)
  expect(overdue).toBe(0)
  slow.add(1000)
  clock.advance(JOIN_READ_TIMEOUT_MS - 1)
  // A further answer does not buy time for the one before it.
  slow.add(1000)
  clock.advance(1)
  expect(overdue).toBe(1)
})

class FakeEngine extends EventEmitter {
  readyState = 'open'
  readonly transport = { name: 'polling', onData: () => {} }
  readonly write = () => this

  close(): void {
    this.readyState = 'closed'
    this.emit('close', 'forced close')
  }
}

it('a connection that does not take a join’s answer is ended, and what it held is free', () => {
  const engine = new FakeEngine()
  const why: string[] = []
  const { outgoing } = new EngineConnection(engine as unknown as Engine, {
    address: 'here',
    clock,
    load: new ServerLoad(),
    joins,
    dropped: (reason) => why.push(reason),
  })
  outgoing.allow(SHARE)
  engine.emit('packetCreate', { data: new Uint8Array(1000) })
  engine.emit('flush')
  expect(connection('here').admits(1)).toBe(false)
  clock.advance(JOIN_READ_TIMEOUT_MS)
  expect(why).toEqual(['does not take what is sent'])
  expect(engine.readyState).toBe('closed')
  connection('here').add(1)
  expect(connection('here').admits(SHARE - 1)).toBe(true)
})
