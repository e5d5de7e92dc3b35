import { deflateSync, inflateSync } from 'node:zlib'
import { createDecoder } from 'lib0/decoding'
import { createEncoder, toUint8Array } from 'lib0/encoding'
import { describe, expect, it } from 'vitest'
import { decodeSegment } from '../../server/storage/drivers/sqlite/history-segment.ts'
import type { LogRow } from '../../server/storage/drivers/sqlite/log-row.ts'
import { ColumnReader, ColumnWriter } from '../../server/storage/drivers/sqlite/segment-columns.ts'
import { SegmentReader } from '../../server/storage/drivers/sqlite/segment-reader.ts'
import { SegmentWriter } from '../../server/storage/drivers/sqlite/segment-writer.ts'
import { splitParts } from '../../server/storage/drivers/sqlite/update-parts.ts'
import { encodedSegment } from '../support/encoded-segment.ts'
import { type Id, costlyStructs, handmadeUpdate } from '../support/handmade-update.ts'
import { honestSession } from '../support/honest-traffic.ts'
import { Random } from '../support/random.ts'

const SEEDS = Array.from({ length: 25 }, (_, index) => index + 1)
/** What a byte that was read may become: a guessed insertion is a few bytes, and in an update some thirty. */
const MOST_TIMES = 64

/** Rows as a room stores them, by clientIDs that are mostly the sender's and times that mostly go on. */
function rowsOf(updates: readonly { readonly actor: string; readonly update: Uint8Array }[], random: Random): LogRow[] {
  let sequence = random.below(1000)
  let at = 1_795_000_000_000
  return updates.map(({ actor, update }) => {
    at += random.chance(0.1) ? -random.below(5000) : random.below(3) * random.below(300)
    return { sequence: ++sequence, at, actor: actor.charCodeAt(0), clientId: clientOf(update, random), update }
  })
}

function clientOf(update: Uint8Array, random: Random): number {
  return update.length % 3 === 0 ? random.below(2 ** 32) : (update[2] ?? 0)
}

/** What is read of the updates' parts: none of them in its own bytes, which would hide that a guess went wrong. */
function throughColumns(rows: readonly LogRow[]): Uint8Array[] {
  const columns = new ColumnWriter()
  const writer = new SegmentWriter(columns)
  for (const row of rows) {
    const parts = splitParts(row.update)
    if (parts === null) throw new Error(`update ${row.sequence} has no parts`)
    writer.add(row, parts)
  }
  const encoder = createEncoder()
  columns.finish(encoder)
  const reader = new SegmentReader(new ColumnReader(createDecoder(toUint8Array(encoder))))
  const updates = createEncoder()
  const ends = rows.map(() => reader.next(updates)?.end ?? 0)
  expect(reader.next(updates)).toBeNull()
  return ends.map((end, index) => toUint8Array(updates).subarray(ends[index - 1] ?? 0, end))
}

function expectSame(seed: number, rows: readonly LogRow[]): void {
  expect({ seed, rows: decodeSegment(encodedSegment(rows)) }).toEqual({ seed, rows })
}

/** The same with a few changed, lost or added bytes. */
function spoilt(bytes: Uint8Array, random: Random): Uint8Array {
  const spoiled = Array.from(bytes)
  for (let left = 1 + random.below(3); left > 0; left--) {
    const at = random.below(spoiled.length + 1)
    const put = random.pick([[random.below(256)], [0xff, 0xff, 0xff, 0xff, random.below(256)], []])
    spoiled.splice(at, random.below(3), ...put)
  }
  return new Uint8Array(spoiled)
}

function oddUpdate(random: Random): Uint8Array {
  const number = () =>
    random.pick([0, 1, 2, random.below(200), 2 ** 31 - 1 - random.below(3), 2 ** 31, 2 ** 32, 2 ** 40])
  const id = (): Id | null => (random.chance(0.3) ? null : [random.below(3), number()])
  const structs = Array.from({ length: random.below(5) }, () => ({
    origin: id(),
    rightOrigin: id(),
    text: random.chance(0.2) ? '' : random.text(4),
  }))
  const update = handmadeUpdate(random.pick([0, 1, 2, number()]), number(), structs)
  return random.chance(0.3) ? spoilt(update, random) : update
}

describe('history segments', () => {
  it('hold what honest people write, to the byte: 25 seeds', () => {
    for (const seed of SEEDS) {
      const rows = rowsOf(honestSession(seed, 120), new Random(seed))
      expectSame(seed, rows)
      const updates = rows.map(({ update }) => Buffer.from(update).toString('hex'))
      const read = throughColumns(rows).map((update) => Buffer.from(update).toString('hex'))
      expect({ seed, updates: read }).toEqual({ seed, updates })
    }
  })

  it('hold any bytes, between those of honest people too: 25 seeds', () => {
    for (const seed of SEEDS) {
      const random = new Random(seed)
      const updates = honestSession(seed, 60).map(({ actor, update }) => ({
        actor,
        update: random.pick([
          () => update,
          () => spoilt(update, random),
          () => oddUpdate(random),
          () => new Uint8Array(Array.from({ length: random.below(40) }, () => random.below(256))),
          // Inside of something larger, which must not be read.
          () => new Uint8Array([...update, ...update]).subarray(0, random.below(update.length + 1)),
        ])(),
      }))
      expectSame(seed, rowsOf(updates, random))
    }
  })

  it('hold an update of as many parts as one may have', () => {
    const update = handmadeUpdate(7, 0, costlyStructs(7, 4096))
    const [row] = rowsOf([{ actor: 'ann', update }], new Random(1))
    expect(decodeSegment(encodedSegment(row ? [row] : []))).toEqual([row])
  })

  it('end with an error, or with no more than can come of their size, when somebody wrote into them: 25 seeds', () => {
    let refused = 0
    for (const seed of SEEDS) {
      const random = new Random(seed)
      const columns = inflateSync(encodedSegment(rowsOf(honestSession(seed, 40), random)))
      for (let turn = 0; turn < 20; turn++) {
        // The layout stays.
        const inside = new Uint8Array([2, ...spoilt(columns.subarray(1), random)])
        try {
          const bytes = decodeSegment(deflateSync(inside)).reduce((sum, { update }) => sum + update.byteLength, 0)
          expect(bytes).toBeLessThan(MOST_TIMES * inside.length)
        } catch (error) {
          expect(error).toBeInstanceOf(Error)
          if (error instanceof Error && error.name === 'AssertionError') throw error
          refused++
        }
      }
    }
    // Else it would not be damaged where it matters.
    expect(refused).toBeGreaterThan(100)
  })
})
