import { copyFile, mkdir, mkdtemp, open, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SqliteDatabase } from '../../server/storage/drivers/sqlite/sqlite-database.ts'
import { type Salvaged, SqliteSalvage } from '../../server/storage/drivers/sqlite/sqlite-salvage.ts'
import { SqliteStorage } from '../../server/storage/drivers/sqlite/sqlite-storage.ts'
import { StorageError } from '../../server/storage/storage.ts'

const DOCUMENTS = 6
const UPDATES = 40
const FOLDED = 20
const PAGE_BYTES = 4096

let place: string
let file: string

/** Documents d0 to d5, each of 40 updates of half a kilobyte; those with an even number are folded half. */
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'weft-salvage-'))
  file = join(place, 'weft.db')
  const storage = await SqliteStorage.open({ directory: place })
  const actor = await storage.actors.resolve(new Uint8Array(32), 'ada', 1)
  for (let number = 0; number < DOCUMENTS; number++) {
    const id = `d${number}`
    await storage.documents.create({ id, keyHash: new Uint8Array(32), creator: actor, at: 1, seed: null })
    // A commit each.
    for (let sequence = 1; sequence <= UPDATES; sequence++) {
      const updates = [{ actor, clientId: 1, update: bytesOf(number, sequence) }]
      await storage.log.append([{ document: id, epoch: 1, updates }], 1)
    }
    const stateVector = new Uint8Array([number])
    const snapshot = { sequence: FOLDED, bytes: bytesOf(number, 0), stateVector, structs: 1 }
    if (number % 2 === 1) continue
    await storage.log.fold(id, 1, snapshot)
    await storage.log.pack(id)
  }
  await storage.close()
})
afterEach(() => rm(place, { recursive: true }))

/** Never the same twice, and nothing that a segment could shorten. */
function bytesOf(document: number, sequence: number): Uint8Array {
  let state = document * 1000 + sequence + 1
  return Uint8Array.from({ length: 500 }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return state >> 16
  })
}

/** Without these pages nothing can be found in the file. */
function listPages(): number {
  const database = new SqliteDatabase(file, { readOnly: true })
  const lists = "SELECT count(*) AS count FROM dbstat WHERE name IN ('sqlite_schema', 'documents')"
  const { count = 0 } = database.prepare<{ count: number }>(lists).get() ?? {}
  database.close()
  return count
}

/** What is salvaged of each document by its id, or by its key when that is lost. */
function salvaged(directory: string): Map<string, Salvaged> {
  const salvage = new SqliteSalvage(directory)
  try {
    return new Map(salvage.documents().map(({ key, id }) => [id ?? `d${key - 1}`, salvage.read(key)]))
  } finally {
    salvage.close()
  }
}

describe('what can be read of a database', () => {
  it('is everything when it is sound', () => {
    const found = salvaged(place)
    expect([...found.keys()]).toEqual(['d0', 'd1', 'd2', 'd3', 'd4', 'd5'])
    for (const [id, { snapshot, updates, missing }] of found) {
      const number = Number(id.slice(1))
      expect(missing).toEqual([])
      expect(updates.map(({ sequence }) => sequence)).toEqual(Array.from({ length: UPDATES }, (_, index) => index + 1))
      for (const { sequence, update } of updates)
        expect(Buffer.from(update).equals(bytesOf(number, sequence))).toBe(true)
      expect(snapshot?.sequence).toBe(number % 2 === 0 ? FOLDED : undefined)
    }
  })

  it('is nearly everything, and nothing false, whichever page is damaged', { timeout: 120_000 }, async () => {
    const pages = (await stat(file)).size / PAGE_BYTES
    const copy = join(place, 'copy')
    let read = 0
    let unreadable = 0
    for (let page = 1; page <= pages; page++) {
      await mkdir(copy)
      await copyFile(file, join(copy, 'weft.db'))
      const handle = await open(join(copy, 'weft.db'), 'r+')
      await handle.write(new Uint8Array(PAGE_BYTES).fill(0xa5), 0, PAGE_BYTES, (page - 1) * PAGE_BYTES)
      await handle.close()
      let found: Map<string, Salvaged>
      try {
        found = salvaged(copy)
      } catch (error) {
        expect(error).toBeInstanceOf(StorageError)
        unreadable++
        continue
      } finally {
        await rm(copy, { recursive: true })
      }
      for (const [id, { snapshot, updates, missing }] of found) {
        const number = Number(id.slice(1))
        const sound = updates.filter((update) => update.sound)
        for (const { sequence, update } of sound) {
          expect([page, id, sequence, Buffer.from(update).equals(bytesOf(number, sequence))]).toEqual([
            page,
            id,
            sequence,
            true,
          ])
        }
        if (snapshot !== null) expect(Buffer.from(snapshot.bytes).equals(bytesOf(number, 0))).toBe(true)
        if (sound.length < UPDATES) expect(missing).not.toEqual([])
        read += sound.length
      }
    }
    // The pages with the list of tables, and that with the list of documents.
    expect(unreadable).toBeLessThanOrEqual(listPages())
    expect(pages).toBeGreaterThan(30)
    expect(read / ((pages - unreadable) * DOCUMENTS * UPDATES)).toBeGreaterThan(0.9)
  })

  it('is nothing when the file is no database, or missing', async () => {
    const handle = await open(file, 'r+')
    await handle.write(new Uint8Array(PAGE_BYTES).fill(0xa5), 0, PAGE_BYTES, 0)
    await handle.close()
    expect(() => salvaged(place)).toThrow(StorageError)
    expect(() => salvaged(join(place, 'elsewhere'))).toThrow(/There is no database/)
  })
})
