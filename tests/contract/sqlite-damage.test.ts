import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SqliteDatabase } from '../../server/storage/drivers/sqlite/sqlite-database.ts'
import { SqliteStorage } from '../../server/storage/drivers/sqlite/sqlite-storage.ts'
import { DamagedDocument } from '../../server/storage/storage.ts'
import { Random } from '../support/random.ts'
import { AT, bytes, markOf, text, update } from './storage-bench.ts'

const PAGE_BYTES = 4096

let directory: string
let storage: SqliteStorage

/** Two documents of one log: a and b folded in two steps, then c, d and e. */
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'weft-damage-'))
  storage = await SqliteStorage.open({ directory })
  await storage.actors.resolve(new Uint8Array(32), 'ada', AT)
  for (const id of ['spoilt', 'sound']) {
    await storage.documents.create({ id, keyHash: new Uint8Array(32), creator: 'ada', at: AT, seed: null })
    // Each in a row of its own.
    for (const word of ['a', 'bb', 'c', 'd', 'e']) {
      await storage.log.append([{ document: id, epoch: 1, updates: [update(word)] }], AT)
    }
    for (const sequence of [1, 2]) {
      await storage.log.fold(id, 1, snapshotAt(sequence))
      await storage.log.pack(id)
    }
  }
})

afterEach(async () => {
  await storage.close()
  await rm(directory, { recursive: true })
})

function snapshotAt(sequence: number) {
  return { sequence, bytes: bytes(`state ${sequence}`), stateVector: bytes('vector'), structs: 1 }
}

/** What a bad disk, or an operator with `sqlite3`, does to the rows of the document `spoilt`. */
function spoil(sql: string): void {
  const other = new SqliteDatabase(join(directory, 'weft.db'))
  other.run(sql.replaceAll('$key', "(SELECT key FROM documents WHERE id = 'spoilt')"))
  other.close()
}

const LAST_BYTE_CHANGED = `
  UPDATE tail_segments SET bytes = CAST(substr(bytes, 1, length(bytes) - 1) || x'64' AS BLOB)
  WHERE document = $key AND last_sequence = 5`

const READS = {
  load: () => storage.log.load('spoilt'),
  'read from the start': () => storage.log.readAfter('spoilt', 0),
  'read after 3': () => storage.log.readAfter('spoilt', 3),
  'read history': () => storage.log.history('spoilt', 1, 9),
  'read the tail of history': () => storage.log.history('spoilt', 4, 9),
  fold: () => storage.log.fold('spoilt', 1, snapshotAt(5)),
}
type Read = keyof typeof READS

/** Those that found the damage. Whatever else they rejected with fails the test. */
async function findDamage(): Promise<Read[]> {
  const found: Read[] = []
  for (const read of Object.keys(READS) as Read[]) {
    await READS[read]().catch((error: unknown) => {
      expect(error).toBeInstanceOf(DamagedDocument)
      expect(error).toMatchObject({
        document: 'spoilt',
        message: expect.stringMatching(/^document spoilt is damaged: /),
      })
      found.push(read)
    })
  }
  return found
}

/** Overwrites every page of the file that holds `marker`, as a disk that loses sectors. */
async function losePagesWith(marker: Uint8Array): Promise<void> {
  const file = await open(join(directory, 'weft.db'), 'r+')
  const content = await file.readFile()
  for (let at = content.indexOf(marker); at !== -1; at = content.indexOf(marker, at)) {
    const page = at - (at % PAGE_BYTES)
    await file.write(new Uint8Array(PAGE_BYTES).fill(0xa5), 0, PAGE_BYTES, page)
    at = page + PAGE_BYTES
  }
  await file.close()
}

describe('SQLite: damaged rows of one document', () => {
  const all = Object.keys(READS)
  const ofSnapshot = ['load', 'read from the start']
  const ofPlace = [...ofSnapshot, 'fold']
  const ofHistory = ['read history']

  it.each([
    ['a changed update', LAST_BYTE_CHANGED, all],
    ['a changed mark', 'UPDATE tail_segments SET mark = mark + 1 WHERE document = $key AND last_sequence = 5', all],
    ['a changed length of the snapshot', 'UPDATE snapshots SET inflated_length = 7 WHERE document = $key', ofSnapshot],
    ['changed numbers', 'UPDATE tail_segments SET checksum = 1 WHERE document = $key AND last_sequence = 5', all],
    ['another place', 'UPDATE tail_segments SET first_sequence = 4 WHERE document = $key AND last_sequence = 5', all],
    ['a lost first update', 'DELETE FROM tail_segments WHERE document = $key AND last_sequence = 3', all],
    ['a lost update', 'DELETE FROM tail_segments WHERE document = $key AND last_sequence = 4', all],
    ['a changed snapshot', "UPDATE snapshots SET bytes = x'00' WHERE document = $key", ofSnapshot],
    ['a changed state vector', "UPDATE snapshots SET state_vector = x'00' WHERE document = $key", ofSnapshot],
    [
      'a changed mark of the snapshot',
      'UPDATE snapshots SET mark = mark + 1 WHERE document = $key',
      [...ofPlace, ...ofHistory],
    ],
    [
      'a changed place of the snapshot',
      'UPDATE snapshots SET sequence = 4 WHERE document = $key',
      [...ofPlace, 'read after 3'],
    ],
    ['a lost snapshot', 'DELETE FROM snapshots WHERE document = $key', ofPlace],
    [
      'changed history',
      "UPDATE history_segments SET bytes = x'00' WHERE document = $key AND last_sequence = 1",
      ofHistory,
    ],
    [
      'a changed mark of history',
      'UPDATE history_segments SET mark = 7 WHERE document = $key AND last_sequence = 2',
      ofHistory,
    ],
    ['lost history', 'DELETE FROM history_segments WHERE document = $key AND first_sequence = 1', ofHistory],
  ])('are found where they are read, and nowhere else: %s', async (_name, sql, expected) => {
    spoil(sql)
    expect(new Set(await findDamage())).toEqual(new Set(expected))
    expect((await storage.log.readAfter('sound', 0))?.updates.map(text)).toEqual(['c', 'd', 'e'])
    expect(await storage.log.history('sound', 1, 9)).toHaveLength(5)
    const batch = [{ document: 'sound', epoch: 1, updates: [update('f')] }]
    expect(await storage.log.append(batch, AT)).toEqual([{ ok: true, sequence: 6, mark: markOf('abbcdef') }])
  })

  it.each([
    [5, LAST_BYTE_CHANGED],
    [5, 'UPDATE tail_segments SET mark = mark + 1 WHERE document = $key AND last_sequence = 5'],
    [4, 'DELETE FROM tail_segments WHERE document = $key AND last_sequence = 4'],
    [1, "UPDATE history_segments SET bytes = x'00' WHERE document = $key AND last_sequence = 1"],
  ])('are found in the piece that they are in: around %d', async (sequence, sql) => {
    spoil(sql)
    await expect(storage.log.updatesFrom('spoilt', sequence)).rejects.toBeInstanceOf(DamagedDocument)
    await expect(storage.log.authorsUpTo('spoilt', sequence)).rejects.toBeInstanceOf(DamagedDocument)
    expect(await storage.log.updatesFrom('sound', sequence)).toMatchObject({ first: sequence })
  })

  it('take no mark from a reader whose place in history cannot be told any more', async () => {
    await storage.log.append([{ document: 'spoilt', epoch: 1, updates: [update('f'), update('g')] }], AT)
    await storage.log.fold('spoilt', 1, snapshotAt(7))
    await storage.log.pack('spoilt')
    expect((await storage.log.readAfter('spoilt', 4))?.heldMark).toBe(markOf('abbcd'))
    spoil("UPDATE history_segments SET bytes = x'00' WHERE document = $key AND last_sequence = 7")
    expect(await storage.log.readAfter('spoilt', 4)).toMatchObject({ heldMark: null, snapshot: snapshotAt(7) })
  })

  it('take no mark from a reader either when the row is not read for anything else', async () => {
    await storage.log.fold('spoilt', 1, snapshotAt(5))
    spoil('UPDATE tail_segments SET checksum = 1 WHERE document = $key AND last_sequence = 4')
    expect(await storage.log.readAfter('spoilt', 4)).toMatchObject({ heldMark: null, snapshot: snapshotAt(5) })
  })

  it('are damage, too, when SQLite itself cannot read them', async () => {
    // Nothing that could be deflated, and long enough to stand on pages of its own.
    const random = new Random(1)
    const large = Uint8Array.from({ length: 40_000 }, () => random.below(256))
    await storage.log.fold('spoilt', 1, { ...snapshotAt(5), bytes: large })
    await storage.close()
    storage = await SqliteStorage.open({ directory })
    await losePagesWith(large.subarray(25_000, 25_100))
    await expect(storage.log.load('spoilt')).rejects.toThrow(DamagedDocument)
    await expect(storage.log.load('spoilt')).rejects.toThrow('SQLITE_CORRUPT')
    expect((await storage.log.readAfter('sound', 0))?.updates.map(text)).toEqual(['c', 'd', 'e'])
  })
})
