import { crc32 as zlibCrc32 } from 'node:zlib'
import { expect, it } from 'vitest'
import { crc32 } from '../../../../client/lib/crc32.ts'
import { Random } from '../../../support/random.ts'

it('is zlib’s', () => {
  const random = new Random(1)
  for (const length of [0, 1, 7, 5000]) {
    const bytes = Uint8Array.from({ length }, () => random.below(256))
    expect(crc32(bytes)).toBe(zlibCrc32(bytes))
  }
})
