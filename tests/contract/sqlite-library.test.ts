import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { SqliteDatabase } from '../../server/storage/drivers/sqlite/sqlite-database.ts'
import { SqliteStorage } from '../../server/storage/drivers/sqlite/sqlite-storage.ts'
import { WITHOUT_LIBRARY } from '../support/without-library.ts'
import { AT, ada, hash, update } from './storage-bench.ts'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'weft-library-'))
})
afterEach(() => rm(directory, { recursive: true }))

it('SQLite: of documents that an earlier version folded it is known when they were edited last', async () => {
  const storage = await SqliteStorage.open({ directory })
  await storage.actors.resolve(hash(ada), ada, AT)
  for (const id of ['folded', 'spoilt', 'blank']) {
    await storage.documents.create({ id, keyHash: hash(id), creator: ada, at: AT, seed: null })
  }
  for (const document of ['folded', 'spoilt']) {
    for (const at of [AT + 1, AT + 7]) await storage.log.append([{ document, epoch: 1, updates: [update('x')] }], at)
    const snapshot = { sequence: 2, bytes: new Uint8Array(1), stateVector: new Uint8Array(1), structs: 1 }
    await storage.log.fold(document, 1, snapshot)
    await storage.log.pack(document)
  }
  await storage.close()
  const database = new SqliteDatabase(join(directory, 'weft.db'))
  database.run(WITHOUT_LIBRARY)
  database.run(`
    UPDATE history_segments SET bytes = x'00' WHERE document = (SELECT key FROM documents WHERE id = 'spoilt');
    PRAGMA user_version = 7`)
  database.close()

  const upgraded = await SqliteStorage.open({ directory })
  const told = (await upgraded.library.page(hash(ada), null, 9))?.map(({ id, editedAt }) => [id, editedAt])
  await upgraded.close()
  expect(told).toEqual([
    ['blank', AT],
    // What is damaged is listed all the same, as of when it was made.
    ['spoilt', AT],
    ['folded', AT + 7],
  ])
})
