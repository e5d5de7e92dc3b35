import { expect, it } from 'vitest'
import {
  type CompactPacket,
  decodeCompact,
  encodeCompactStored,
  encodeCompactUpdate,
  encodeCompactUpdatesHead,
} from '../../../../shared/protocol/compact.ts'

const document = 'Zm9vYmFyYmF6cXV4MTIzNA'
const bytes = Uint8Array.from([1, 2, 3, 250])
const MOST = Number.MAX_SAFE_INTEGER

it('each packet is read as it was written', () => {
  const request = { document, epoch: 3, update: bytes }
  const place = { document, epoch: MOST, after: 0, sequence: 128, mark: 2 ** 32 - 1 }
  const written: [Uint8Array, CompactPacket][] = [
    [encodeCompactUpdate(MOST, request), { kind: 'update', id: MOST, request }],
    [encodeCompactStored(0, 7, 300), { kind: 'stored', id: 0, sequence: 7, mark: 300 }],
    [
      Buffer.concat([encodeCompactUpdatesHead(place), bytes]),
      { kind: 'updates', message: { ...place, updates: bytes } },
    ],
  ]
  for (const [encoded, packet] of written) {
    const read = decodeCompact(encoded)
    expect(JSON.parse(JSON.stringify(read))).toEqual(JSON.parse(JSON.stringify(packet)))
  }
})

it('what ends too early, has a number too large or is of another kind is refused', () => {
  const head = encodeCompactUpdatesHead({ document, epoch: 1, after: 2, sequence: 3, mark: 4 })
  for (let length = 0; length < head.byteLength; length++) {
    expect(() => decodeCompact(head.subarray(0, length))).toThrow()
  }
  expect(() => decodeCompact(Uint8Array.from([3, ...Array<number>(12).fill(0xff), 1]))).toThrow()
  for (const kind of [0, 4, 255]) expect(() => decodeCompact(Uint8Array.from([kind, 1, 1]))).toThrow(`${kind}`)
})
