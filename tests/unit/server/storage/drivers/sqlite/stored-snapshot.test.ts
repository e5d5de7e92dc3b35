import { describe, expect, it } from 'vitest'
import { Damage } from '../../../../../../server/storage/drivers/sqlite/damage.ts'
import { snapshotBytes, storedBytes } from '../../../../../../server/storage/drivers/sqlite/stored-snapshot.ts'
import { Random } from '../../../../../support/random.ts'

const text = new TextEncoder().encode('What is said twice takes little room. '.repeat(1000))

describe('the bytes of a snapshot', () => {
  it('take less room when they are stored, and come back as they were', () => {
    const stored = storedBytes(text)
    expect(stored.bytes.byteLength).toBeLessThan(text.byteLength / 10)
    expect(stored.inflatedLength).toBe(text.byteLength)
    expect(Buffer.from(snapshotBytes(stored)).equals(text)).toBe(true)
  })

  it('are stored as they are when that is no longer, or they are few', () => {
    const random = new Random(1)
    const noise = Uint8Array.from({ length: 5000 }, () => random.below(256))
    for (const bytes of [noise, text.subarray(0, 1023), new Uint8Array(0)]) {
      expect(storedBytes(bytes)).toEqual({ bytes, inflatedLength: null })
      expect(snapshotBytes(storedBytes(bytes))).toBe(bytes)
    }
  })

  it('are damage when they are not what was stored, of another length too', () => {
    const { bytes, inflatedLength } = storedBytes(text)
    const spoilt = bytes.slice()
    spoilt[20] = (spoilt[20] ?? 0) ^ 1
    const length = inflatedLength ?? 0
    for (const stored of [
      { bytes: spoilt, inflatedLength },
      { bytes: bytes.subarray(1), inflatedLength },
      { bytes: bytes.subarray(0, -1), inflatedLength },
      ...[0, 100, length - 1, length + 1].map((other) => ({ bytes, inflatedLength: other })),
    ]) {
      expect(() => snapshotBytes(stored)).toThrow(Damage)
    }
  })
})
