import { describe, expect, it } from 'vitest'
import { Damage } from '../../../../../../server/storage/drivers/sqlite/damage.ts'
import { decodeUpdates, encodeUpdates } from '../../../../../../server/storage/drivers/sqlite/stored-updates.ts'

const at = 1_795_000_000_000
const UPDATES = [
  { document: 3, sequence: 1, at, actor: 7, clientId: 0xffff_ffff, mark: 0xffff_fffe, update: Uint8Array.of(1, 2, 3) },
  { document: 900, sequence: 2 ** 40, at, actor: 1, clientId: 0, mark: 0, update: new Uint8Array(0) },
  { document: 3, sequence: 2, at: 0, actor: 7, clientId: 5, mark: 9, update: new Uint8Array(300).fill(4) },
]

describe('a row of the journal', () => {
  it('gives back what was written', () => {
    expect(decodeUpdates(encodeUpdates(UPDATES))).toEqual(UPDATES)
    expect(decodeUpdates(encodeUpdates([]))).toEqual([])
  })

  it('is refused when any bit of its numbers, or its length, is another; in its updates only that one is changed', () => {
    const { checksum, bytes } = encodeUpdates(UPDATES)
    const numbers = bytes.byteLength - 303
    for (let bit = 0; bit < bytes.byteLength * 8; bit++) {
      const spoilt = bytes.slice()
      spoilt[bit >> 3] = (spoilt[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      const read = () => decodeUpdates({ checksum, bytes: spoilt })
      if (bit >> 3 < numbers) expect(read).toThrow(Damage)
      else {
        const changed = read().filter(
          (update, index) => !Buffer.from(update.update).equals(UPDATES[index]?.update ?? bytes),
        )
        expect(changed).toHaveLength(1)
      }
    }
    for (let length = 0; length < bytes.byteLength; length++) {
      expect(() => decodeUpdates({ checksum, bytes: bytes.subarray(0, length) })).toThrow(Damage)
    }
    expect(() => decodeUpdates({ checksum, bytes: Buffer.concat([bytes, Buffer.of(0)]) })).toThrow(Damage)
  })
})
