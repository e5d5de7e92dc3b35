import { Encoder, type Packet } from 'socket.io-parser'
import { beforeEach, describe, expect, it } from 'vitest'
import { UpdateDecoder } from '../../../../server/realtime/update-decoder.ts'
import { encodeCompactStored, encodeCompactUpdate } from '../../../../shared/protocol/compact.ts'
import { DOCUMENTS_NAMESPACE } from '../../../../shared/protocol/messages.ts'

const EVENT = 2
const document = 'Zm9vYmFyYmF6cXV4MTIz-_'
const update = Buffer.from([1, 2, 3])
const request = { document, epoch: 12, update }

let decoder: UpdateDecoder
let taken: [number, typeof request][]
let decoded: Packet[]

beforeEach(() => {
  decoder = new UpdateDecoder()
  ;[taken, decoded] = [[], []]
  decoder.takeUpdate = (id, { update: bytes, ...rest }) => taken.push([id, { ...rest, update: Buffer.from(bytes) }])
  decoder.on('decoded', (packet) => decoded.push(packet))
})

function stock(data: readonly unknown[], id?: number, nsp = DOCUMENTS_NAMESPACE): unknown[] {
  return new Encoder().encode({ type: EVENT, nsp, data, ...(id !== undefined && { id }) })
}

function add(...messages: readonly unknown[]): void {
  for (const message of messages) decoder.add(message)
}

describe('an update goes to whoever takes it', () => {
  it('in the stock encoding', () => {
    add(...stock(['update', request], 7), ...stock(['update', request], 0))
    expect(taken).toEqual([
      [7, request],
      [0, request],
    ])
    expect(decoded).toEqual([])
  })

  it('in the compact encoding, also right after a packet with bytes in the stock one', () => {
    add(...stock(['awareness', { document, update }]), encodeCompactUpdate(7, request))
    expect(taken).toEqual([[7, request]])
    expect(decoded).toMatchObject([{ data: ['awareness', { document, update }] }])
  })
})

describe('everything else is decoded as ever', () => {
  it.each([
    ['an update in another order', ['update', { update, epoch: 12, document }]],
    ['one with something more', ['update', { ...request, more: 1 }]],
    ['another event', ['rename', { document, title: 'update' }]],
  ])('%s', (_what, data) => {
    add(...stock(data, 7))
    expect(taken).toEqual([])
    expect(decoded).toMatchObject([{ type: EVENT, id: 7, data }])
  })

  it('an update without an acknowledgement, or to another namespace', () => {
    add(...stock(['update', request]), ...stock(['update', request], 7, '/other'))
    expect(taken).toEqual([])
    expect(decoded).toHaveLength(2)
  })

  it('an update that nobody takes; then a compact one is no packet', () => {
    decoder.takeUpdate = null
    add(...stock(['update', request], 7))
    expect(decoded).toHaveLength(1)
    expect(() => add(encodeCompactUpdate(7, request))).toThrow()
  })
})

describe('what no client sends is refused', () => {
  it('a text where an update’s bytes should follow', () => {
    const [text] = stock(['update', request], 7)
    expect(() => add(text, text)).toThrow()
  })

  it('a compact packet of the server, or one of no kind', () => {
    expect(() => add(encodeCompactStored(1, 2, 3))).toThrow()
    expect(() => add(Buffer.alloc(0))).toThrow()
    expect(() => add(Buffer.from([9]))).toThrow()
    expect(taken).toEqual([])
  })
})
