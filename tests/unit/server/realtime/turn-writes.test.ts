import { beforeEach, describe, expect, it } from 'vitest'
import { JoinAllowance, UnreadJoins } from '../../../../server/realtime/join-allowance.ts'
import { OutgoingQueue } from '../../../../server/realtime/outgoing-queue.ts'
import { TurnWrites } from '../../../../server/realtime/turn-writes.ts'
import { framesOf } from '../../../../server/realtime/websocket-frames.ts'
import { PACKET_OVERHEAD_BYTES } from '../../../../shared/protocol/limits.ts'
import { FakeClock } from '../../../support/fake-clock.ts'

let written: Buffer[]
let finish: ((error?: Error) => void)[]
let ready: number
let closed: number
let engine: { readyState: 'open' | 'closing'; writeBuffer: unknown[] }
let transport: { writable: boolean; supportsBinary: boolean; emit(): boolean; doClose(done?: () => void): void }
let allowance: JoinAllowance
let outgoing: OutgoingQueue
let writes: TurnWrites

beforeEach(async () => {
  // What the test before left to be written.
  await turnEnd()
  ;[written, finish, ready, closed] = [[], [], 0, 0]
  engine = { readyState: 'open', writeBuffer: [] }
  transport = {
    writable: true,
    supportsBinary: true,
    emit: () => Boolean((ready += 1)),
    doClose: () => {
      closed = written.length
    },
  }
  const websocket = {
    _sender: {
      sendFrame: ([frame]: readonly Uint8Array[], done?: (error?: Error | null) => void) => {
        written.push(Buffer.from(frame ?? []))
        if (done) finish.push(done)
      },
    },
  }
  const joins = new UnreadJoins()
  allowance = new JoinAllowance({ joins, address: 'here', clock: new FakeClock(), overdue: () => {} })
  outgoing = new OutgoingQueue(allowance, () => {})
  writes = new TurnWrites(engine, transport, websocket, outgoing)
})

const turnEnd = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('what is sent in one turn', () => {
  it('is one write in the order in which it was sent, and counts until it is written', async () => {
    const preEncoded = framesOf(['updates', new Uint8Array(3)])
    expect(writes.send('first', { wsPreEncodedFrame: [preEncoded] })).toBe(true)
    expect(writes.send('answer', undefined)).toBe(true)
    expect(writes.send(new Uint8Array([7]), {})).toBe(true)
    expect(written).toEqual([])
    await turnEnd()
    const expected = [preEncoded, framesOf(['answer']), framesOf([new Uint8Array([7])])]
    expect(written).toEqual([Buffer.concat(expected)])
    expect(outgoing.bytes).toBe(Buffer.concat(expected).byteLength + 3 * PACKET_OVERHEAD_BYTES)
    finish[0]?.()
    expect(outgoing.bytes).toBe(0)
    expect(transport.writable).toBe(true)
  })

  it('is written before the farewell when the connection is closed in the same turn', () => {
    writes.send('last', {})
    transport.doClose()
    expect([written.length, closed]).toEqual([1, 1])
  })

  it('is not copied once more when it is large', async () => {
    const large = new Uint8Array(1024 * 1024)
    writes.send('', { wsPreEncodedFrame: [large] })
    writes.send('answer', {})
    await turnEnd()
    expect(written.map(({ byteLength }) => byteLength)).toEqual([large.byteLength, framesOf(['answer']).byteLength])
    expect(finish).toHaveLength(1)
  })
})

describe('what goes the way of Engine.IO', () => {
  it('is what is sent while something is not written yet, and is told when that is', async () => {
    writes.send('first', {})
    expect(transport.writable).toBe(false)
    await turnEnd()
    expect(writes.send('second', {})).toBe(false)
    engine.writeBuffer.push('second')
    expect(ready).toBe(0)
    finish[0]?.()
    expect(ready).toBe(1)
    expect(writes.send('third', {})).toBe(false)
  })

  it('is what follows on something that already went there', () => {
    expect(writes.send('first', {})).toBe(true)
    expect(writes.send('x'.repeat(100_000), {})).toBe(false)
    engine.writeBuffer.push('large')
    expect(writes.send('third', {})).toBe(false)
  })

  it('goes on counting when what was sent before it in the same turn is written', async () => {
    allowance.add(1_000_000)
    writes.send('text', {})
    expect(writes.send(new Uint8Array(1_000_000), {})).toBe(false)
    outgoing.add(new Uint8Array(1_000_000))
    await turnEnd()
    finish[0]?.()
    expect(outgoing.bytes).toBe(1_000_000 + PACKET_OVERHEAD_BYTES)
    expect(allowance.bytes).toBe(1_000_000)
  })

  it('is bytes to a client that takes none, and everything once the connection closes', () => {
    transport.supportsBinary = false
    expect(writes.send(new Uint8Array(1), {})).toBe(false)
    engine.readyState = 'closing'
    expect(writes.send('x', {})).toBe(false)
  })
})
