import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type DataDirectory,
  openDataDirectory,
} from '../../../../../../server/storage/drivers/sqlite/data-directory.ts'
import { Unpacking } from '../../../../../../server/storage/drivers/sqlite/unpacking.ts'
import { FakeClock } from '../../../../../support/fake-clock.ts'

let directory: string
let data: DataDirectory
let clock: FakeClock
let unpacking: Unpacking
let sequence: number

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'weft-unpacking-'))
  data = openDataDirectory(directory)
  data.database.run(`
    INSERT INTO actors VALUES (1, 'ada', x'00', 0, 0);
    INSERT INTO documents (key, id, creator, created_at)
    VALUES (1, 'd', 1, 0), (2, 'e', 1, 0), (3, 'f', 1, 0), (4, 'g', 1, 0)`)
  clock = new FakeClock()
  unpacking = new Unpacking(data.journal, clock)
  sequence = 0
})

afterEach(() => {
  data.close()
  rmSync(directory, { recursive: true })
})

/** One commit, with so many updates of each document: of a few documents it would pass the journal by. */
function append(count: number, byteLength = 1): void {
  const updates = Array.from({ length: count }, () => {
    sequence += 1
    return [1, 2, 3, 4].map((document) => {
      return { document, sequence, at: 0, actor: 1, clientId: 1, mark: 0, update: new Uint8Array(byteLength) }
    })
  }).flat()
  data.journal.keep(data.database.transaction(() => data.journal.store(updates)))
  unpacking.plan()
}

const count = (table: string) => data.database.prepare<{ n: number }>(`SELECT count(*) AS n FROM ${table}`).get()?.n
/** Updates in the tails. */
const tailed = () =>
  data.database.prepare<{ n: number }>('SELECT sum(last_sequence - first_sequence + 1) AS n FROM tail_segments').get()
    ?.n ?? 0
const counts = () => ({ journal: count('journal'), updates: tailed() })

describe('the journal is unpacked', () => {
  it('five seconds after its first update, however many follow', () => {
    append(1)
    clock.advance(3000)
    append(2)
    clock.advance(1999)
    expect(counts()).toEqual({ journal: 2, updates: 0 })
    clock.advance(1)
    expect(counts()).toEqual({ journal: 0, updates: 12 })
    append(1)
    clock.advance(4999)
    expect(counts()).toEqual({ journal: 1, updates: 12 })
    clock.advance(1)
    expect(counts()).toEqual({ journal: 0, updates: 16 })
  })

  it.each([
    ['updates', 500, 1],
    ['bytes', 2, 64 * 1024],
  ])('as soon as it has many %s', (_what, most, byteLength) => {
    append(most - 1, byteLength)
    clock.advance(0)
    expect(tailed()).toBe(0)
    append(1, byteLength)
    expect(tailed()).toBe(0)
    clock.advance(0)
    expect(counts()).toEqual({ journal: 0, updates: 4 * most })
  })

  it('again when it could not be, once somebody appends', () => {
    append(1)
    data.database.run('ALTER TABLE tail_segments RENAME TO away')
    clock.advance(5000)
    data.database.run('ALTER TABLE away RENAME TO tail_segments')
    expect(counts()).toEqual({ journal: 1, updates: 0 })
    append(1)
    clock.advance(5000)
    expect(counts()).toEqual({ journal: 0, updates: 8 })
  })

  it('at once when it must be finished, and not again', () => {
    append(3)
    unpacking.finish()
    expect(counts()).toEqual({ journal: 0, updates: 12 })
    clock.advance(10_000)
    expect(counts()).toEqual({ journal: 0, updates: 12 })
  })
})
