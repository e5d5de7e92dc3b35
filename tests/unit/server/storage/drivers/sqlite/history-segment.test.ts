import { describe, expect, it } from 'vitest'
import { decodeSegment, encodeSegment } from '../../../../../../server/storage/drivers/sqlite/history-segment.ts'
import type { LogRow } from '../../../../../../server/storage/drivers/sqlite/history-segment.ts'

const rows: LogRow[] = [
  { sequence: 41, at: 1_795_000_000_000, actor: 1, clientId: 0, update: new Uint8Array([1, 2, 3]) },
  // Clocks go back, and a sequence may be missing one day.
  { sequence: 42, at: 1_794_999_999_000, actor: 700, clientId: 2 ** 32 - 1, update: new Uint8Array() },
  { sequence: 50, at: 1_795_000_000_001, actor: 1, clientId: 5, update: new Uint8Array(20_000).fill(7) },
]

describe('history segment', () => {
  it('gives back the rows it was made of', () => {
    expect(decodeSegment(encodeSegment(rows))).toEqual(rows)
  })

  it('is small for the log of one writer', () => {
    const typed = Array.from({ length: 1000 }, (_, index) => ({
      sequence: index + 1,
      at: 1_795_000_000_000 + index * 120,
      actor: 3,
      clientId: 123_456_789,
      update: new Uint8Array([1, 1, 149, 154, 239, 58, index % 128, 132, 149, 154, 239, 58, index % 128, 1, 97, 0]),
    }))
    expect(encodeSegment(typed).byteLength).toBeLessThan(8 * 1000)
  })

  it('refuses bytes with a flipped bit', () => {
    const bytes = new Uint8Array(encodeSegment(rows))
    bytes[bytes.length - 1]! ^= 1
    expect(() => decodeSegment(bytes)).toThrow()
  })
})
