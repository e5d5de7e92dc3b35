import { deflateSync, inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { decodeSegment } from '../../../../../../server/storage/drivers/sqlite/history-segment.ts'
import type { LogRow } from '../../../../../../server/storage/drivers/sqlite/log-row.ts'
import { encodedSegment } from '../../../../../support/encoded-segment.ts'
import { handmadeUpdate } from '../../../../../support/handmade-update.ts'

const rows: LogRow[] = [
  { sequence: 41, at: 1_795_000_000_000, actor: 1, clientId: 0, update: new Uint8Array([1, 2, 3]) },
  // Clocks go back, and a sequence may be missing one day.
  { sequence: 42, at: 1_794_999_999_000, actor: 700, clientId: 2 ** 32 - 1, update: new Uint8Array() },
  { sequence: 50, at: 1_795_000_000_001, actor: 1, clientId: 5, update: handmadeUpdate(5, 0, [{ text: 'a' }]) },
]

/** What either layout makes of them. A changed one would need a number of its own. */
const LAYOUTS = {
  1: 'eJxj1Gz4senp3gxGBmZGJmbGF/x7WP////+fn4FjJT8jKx8jIysDCyNLSWpFCWMiAwBjCA04',
  2: 'eJxj4mr4senp3owX/Cv5mdnZWQQ1GBgZGBj3sP7///8/PzsTIysDAwMTMwNjIjMjEzMAXB0Liw==',
}

/** Of somebody who writes a text from its begin to its end, a letter at a time, and every tenth letter is a slip. */
function typedRows(words: string): LogRow[] {
  const doc = new Y.Doc()
  doc.clientID = 123_456_789
  const text = doc.getText('text')
  const typed: LogRow[] = []
  doc.on('update', (update: Uint8Array) => {
    const sequence = typed.length + 1
    typed.push({ sequence, at: 1_795_000_000_000 + sequence * 120, actor: 3, clientId: doc.clientID, update })
  })
  for (const [index, letter] of Array.from(words).entries()) {
    if (index % 10 === 9) {
      text.insert(text.length, 'x')
      text.delete(text.length - 1, 1)
    }
    text.insert(text.length, letter)
  }
  return typed
}

describe('history segment', () => {
  it('gives back the rows it was made of', () => {
    expect(decodeSegment(encodedSegment(rows))).toEqual(rows)
    expect(decodeSegment(encodedSegment([]))).toEqual([])
  })

  it.each(Object.entries(LAYOUTS))('is read in layout %s', (_layout, base64) => {
    expect(decodeSegment(Buffer.from(base64, 'base64'))).toEqual(rows)
  })

  it('says so when its layout is none of these', () => {
    const later = inflateSync(encodedSegment(rows))
    later[0] = 3
    expect(() => decodeSegment(deflateSync(later))).toThrow('a history segment has the unknown layout 3')
  })

  it('takes of a writer little more than the text does', () => {
    const typed = typedRows(
      'She sells sea shells by the sea shore, and the shells she sells are sea shells. '.repeat(10),
    )
    expect(typed).toHaveLength(960)
    const bytes = encodedSegment(typed)
    expect(decodeSegment(bytes)).toEqual(typed)
    expect(bytes.byteLength).toBeLessThan(300)
  })

  it('keeps the bytes of an update that Yjs would not write so', () => {
    const usual = handmadeUpdate(5, 0, [{ text: 'a' }])
    // The number of clients in two bytes instead of one.
    const long = new Uint8Array([0x81, 0, ...usual.subarray(1)])
    const update = new Uint8Array([...usual, 9])
    const odd = [usual, long, update].map((bytes, index) => ({ ...rows[2]!, sequence: 7 + index, update: bytes }))
    expect(decodeSegment(encodedSegment(odd))).toEqual(odd)
  })

  it('refuses bytes with a flipped bit, but for those that say nothing', () => {
    const bytes = encodedSegment(rows)
    let refused = 0
    for (let at = 0; at < bytes.length * 8; at++) {
      const flipped = new Uint8Array(bytes)
      flipped[at >> 3]! ^= 1 << (at & 7)
      try {
        expect(decodeSegment(flipped)).toEqual(rows)
      } catch (error) {
        if (error instanceof Error && error.name === 'AssertionError') throw error
        refused++
      }
    }
    // The last byte before the checksum is not used up.
    expect(refused).toBeGreaterThan(bytes.length * 8 - 8)
  })

  it('refuses bytes that end too early', () => {
    const bytes = encodedSegment(rows)
    for (let end = 0; end < bytes.length; end++) expect(() => decodeSegment(bytes.subarray(0, end))).toThrow()
  })

  it('refuses to unpack more than a segment can hold', () => {
    const huge = deflateSync(Buffer.alloc(65 * 1024 * 1024))
    expect(huge.byteLength).toBeLessThan(100_000)
    expect(() => decodeSegment(huge)).toThrow('Cannot create a Buffer larger than')
  })
})
