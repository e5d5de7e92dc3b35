import { beforeEach, describe, expect, it } from 'vitest'
import { IncomingTraffic, ServerLoad } from '../../../../server/realtime/incoming-traffic.ts'
import {
  MAX_BYTES_BURST,
  MAX_BYTES_IN_FLIGHT,
  MAX_BYTES_PER_SECOND,
  MAX_OVERDRAWN_BYTES,
  MAX_OVERDRAWN_PACKETS,
  MAX_PACKETS_BURST,
  MAX_PACKET_BYTES,
  MAX_PACKETS_PER_SECOND,
  MAX_REQUESTS_IN_FLIGHT,
  MAX_SERVER_BYTES_IN_FLIGHT,
  PACKETS_PER_REQUEST,
} from '../../../../shared/protocol/limits.ts'
import { FakeClock } from '../../../support/fake-clock.ts'

let clock: FakeClock
let load: ServerLoad
let traffic: IncomingTraffic

beforeEach(() => {
  clock = new FakeClock()
  load = new ServerLoad()
  traffic = new IncomingTraffic(clock, load)
})

const send = (packets: number, bytes = 0): boolean[] => Array.from({ length: packets }, () => traffic.count(bytes))

it('a payload of more packets than may ever come at once is a flood, whatever is in it', () => {
  const most = MAX_PACKETS_BURST + MAX_OVERDRAWN_PACKETS
  expect(IncomingTraffic.isFlood(Array(most).fill('').join('|'), '|')).toBe(false)
  expect(
    IncomingTraffic.isFlood(
      Array(most + 1)
        .fill('')
        .join('|'),
      '|',
    ),
  ).toBe(true)
})

describe('the packets of a connection', () => {
  it('are taken up to the burst, put off beyond it, and taken again after as long as was said', () => {
    send(MAX_PACKETS_BURST)
    expect(traffic.waitMs).toBe(0)
    send(MAX_PACKETS_PER_SECOND)
    expect(traffic.waitMs).toBe(1500)
    clock.advance(traffic.waitMs)
    expect(traffic.waitMs).toBe(0)
  })

  it('get somewhere, however often they were put off: what comes after the wait is taken', () => {
    send(MAX_PACKETS_BURST + 1)
    for (let round = 0; round < 100; round++) {
      clock.advance(traffic.waitMs)
      send(2)
      expect(traffic.waitMs).toBe(0)
      send(2 * MAX_PACKETS_PER_SECOND)
      expect(traffic.waitMs).toBeGreaterThan(0)
    }
  })

  it('count for more when they are requests that cost more', () => {
    send(MAX_PACKETS_BURST / PACKETS_PER_REQUEST)
    for (let i = 0; i < MAX_PACKETS_BURST / PACKETS_PER_REQUEST; i++) traffic.weigh()
    expect(traffic.waitMs).toBe(0)
    send(1)
    expect(traffic.waitMs).toBeGreaterThan(0)
  })

  it('may go on at the rate for ever', () => {
    send(MAX_PACKETS_BURST)
    for (let second = 0; second < 60; second++) {
      clock.advance(1000)
      send(MAX_PACKETS_PER_SECOND)
      expect(traffic.waitMs).toBe(0)
    }
  })

  it('end it when they go on and on beyond the rate', () => {
    expect(send(MAX_PACKETS_BURST + MAX_OVERDRAWN_PACKETS)).not.toContain(false)
    expect(send(1)).toEqual([false])
  })
})

describe('the bytes of a connection', () => {
  it('are taken up to the burst, put off beyond it, and taken again after as long as was said', () => {
    send(1, MAX_BYTES_BURST)
    expect(traffic.waitMs).toBe(0)
    send(1, MAX_BYTES_PER_SECOND)
    expect(traffic.waitMs).toBe(1500)
    clock.advance(traffic.waitMs)
    send(1, MAX_PACKET_BYTES)
    expect(traffic.waitMs).toBe(0)
  })

  it('end it when they go on and on beyond the rate', () => {
    expect(send(1, MAX_BYTES_BURST + MAX_OVERDRAWN_BYTES)).toEqual([true])
    expect(send(1, 1)).toEqual([false])
  })
})

describe('requests that are not answered yet', () => {
  it('are put off beyond a number, until one of them is answered', () => {
    for (let i = 0; i < MAX_REQUESTS_IN_FLIGHT; i++) expect(traffic.begin(1).ok).toBe(true)
    expect(traffic.begin(0)).toMatchObject({ ok: false, retryAfterMs: expect.any(Number) as number })
    traffic.end(1)
    expect(traffic.begin(1).ok).toBe(true)
  })

  it('are put off beyond what they may hold in memory', () => {
    expect(traffic.begin(MAX_BYTES_IN_FLIGHT).ok).toBe(true)
    expect(traffic.begin(1).ok).toBe(false)
    traffic.end(MAX_BYTES_IN_FLIGHT)
    expect(traffic.begin(MAX_BYTES_IN_FLIGHT + 1).ok).toBe(false)
    expect(traffic.begin(1).ok).toBe(true)
  })

  it('of many connections together are put off beyond what the server may hold in memory', () => {
    const all = Array.from({ length: MAX_SERVER_BYTES_IN_FLIGHT / MAX_BYTES_IN_FLIGHT }, () => {
      return new IncomingTraffic(clock, load)
    })
    for (const each of all) expect(each.begin(MAX_BYTES_IN_FLIGHT).ok).toBe(true)
    expect(traffic.begin(1).ok).toBe(false)
    all[0]?.end(MAX_BYTES_IN_FLIGHT)
    expect(traffic.begin(1).ok).toBe(true)
  })
})
