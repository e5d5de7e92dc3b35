import { beforeEach, expect, it } from 'vitest'
import { JoinAllowance, UnreadJoins } from '../../../../server/realtime/join-allowance.ts'
import { OutgoingQueue } from '../../../../server/realtime/outgoing-queue.ts'
import { MAX_OUTGOING_BYTES, PACKET_OVERHEAD_BYTES } from '../../../../shared/protocol/limits.ts'
import { FakeClock } from '../../../support/fake-clock.ts'

let overflows: number
let queue: OutgoingQueue

beforeEach(() => {
  overflows = 0
  const joins = new UnreadJoins()
  const allowance = new JoinAllowance({ joins, address: 'here', clock: new FakeClock(), overdue: () => {} })
  queue = new OutgoingQueue(allowance, () => {
    overflows += 1
  })
})

const packet = (bytes: number): Uint8Array => new Uint8Array(bytes - PACKET_OVERHEAD_BYTES)

it('a queue at its limit is no overflow, one byte more is, and it is told once', () => {
  queue.add(packet(MAX_OUTGOING_BYTES))
  expect(overflows).toBe(0)
  queue.add('x')
  queue.add('x')
  expect(overflows).toBe(1)
})

it('what was handed to the network counts until it is written', () => {
  queue.add(packet(MAX_OUTGOING_BYTES / 2))
  queue.handOver()
  queue.add(packet(MAX_OUTGOING_BYTES / 2))
  expect(queue.bytes).toBe(MAX_OUTGOING_BYTES)
  queue.written()
  expect(queue.bytes).toBe(MAX_OUTGOING_BYTES / 2)
  queue.handOver()
  queue.written()
  expect(queue.bytes).toBe(0)
  expect(overflows).toBe(0)
})

it('a packet without bytes counts too', () => {
  for (let i = 0; i <= MAX_OUTGOING_BYTES / PACKET_OVERHEAD_BYTES; i++) queue.add(undefined)
  expect(overflows).toBe(1)
})

it('the answer to a join may go beyond, until it is written', () => {
  const answer = 2 * MAX_OUTGOING_BYTES
  queue.allow(answer)
  queue.add(packet(answer))
  queue.add(packet(MAX_OUTGOING_BYTES))
  expect(overflows).toBe(0)
  queue.handOver()
  queue.written()
  queue.add(packet(MAX_OUTGOING_BYTES))
  expect(overflows).toBe(0)
  queue.add('x')
  expect(overflows).toBe(1)
})
