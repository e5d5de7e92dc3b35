import { createEncoder, toUint8Array, writeVarUint8Array } from 'lib0/encoding'
import { expect, it } from 'vitest'
import { frameSize, joinFrames, splitFrames, without } from '../../../../shared/protocol/frames.ts'

const SIZES = [0, 1, 127, 128, 16_383, 16_384, 70_000]

it('parts are joined as lib0 writes byte arrays, and come apart again', () => {
  const parts = SIZES.map((size) => new Uint8Array(size).fill(size % 251))
  const encoder = createEncoder()
  for (const part of parts) writeVarUint8Array(encoder, part)
  const frames = joinFrames(parts)
  expect(frames).toEqual(toUint8Array(encoder))
  expect(splitFrames(frames)).toEqual(parts)
  expect(frames.byteLength).toBe(SIZES.reduce((sum, size) => sum + frameSize(size), 0))
})

it('what is left without some ranges is everything else, in order', () => {
  const bytes = Uint8Array.from([0, 1, 2, 3, 4, 5])
  const left = (...ranges: [number, number][]): number[] =>
    without(
      bytes,
      ranges.map(([start, end]) => ({ start, end })),
    ).flatMap((part) => [...part])
  expect(left()).toEqual([0, 1, 2, 3, 4, 5])
  expect(left([0, 1], [1, 2], [4, 5])).toEqual([2, 3, 5])
  expect(left([2, 6])).toEqual([0, 1])
  expect(left([0, 3], [3, 6])).toEqual([])
})
