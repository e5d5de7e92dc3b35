import { expect, it } from 'vitest'
import {
  decodeCompact,
  decodeCompactUpdate,
  encodeCompactStored,
  encodeCompactUpdate,
  encodeCompactUpdatesHead,
} from '../../../../shared/protocol/compact.ts'

const document = 'Zm9vYmFyYmF6cXV4MTIzNA'
const bytes = Uint8Array.from([1, 2, 3, 250])
const MOST = Number.MAX_SAFE_INTEGER

/** Whatever kind of bytes they are in. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

it('each packet is read as it was written', () => {
  const request = { document, epoch: 3, update: bytes }
  expect(plain(decodeCompactUpdate(encodeCompactUpdate(MOST, request)))).toEqual(plain({ id: MOST, request }))
  expect(decodeCompact(encodeCompactStored(0, 7, 300))).toEqual({ id: 0, sequence: 7, mark: 300 })
  const place = { document, epoch: MOST, after: 0, sequence: 128, mark: 2 ** 32 - 1 }
  const message = Buffer.concat([encodeCompactUpdatesHead(place), bytes])
  expect(plain(decodeCompact(new Uint8Array(message)))).toEqual(plain({ ...place, updates: bytes }))
})

it('what ends too early, has a number too large or is of another kind is refused', () => {
  const head = encodeCompactUpdatesHead({ document, epoch: 1, after: 2, sequence: 3, mark: 4 })
  const update = encodeCompactUpdate(1, { document, epoch: 1, update: new Uint8Array() })
  for (let length = 0; length < head.byteLength; length++) {
    expect(() => decodeCompact(head.subarray(0, length))).toThrow()
  }
  for (let length = 0; length < update.byteLength; length++) {
    expect(() => decodeCompactUpdate(update.subarray(0, length))).toThrow()
  }
  expect(() => decodeCompact(Uint8Array.from([3, ...Array<number>(12).fill(0xff), 1]))).toThrow()
  for (const kind of [0, 4, 255]) {
    expect(() => decodeCompact(Uint8Array.from([kind, 1, 1]))).toThrow('no server sends')
    expect(() => decodeCompactUpdate(Uint8Array.from([kind, 1, 1]))).toThrow('no client sends')
  }
  expect(() => decodeCompact(update)).toThrow('no server sends')
  expect(() => decodeCompactUpdate(head)).toThrow('no client sends')
})
