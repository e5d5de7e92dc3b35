import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { joinFrames } from '../../shared/protocol/frames.ts'
import { openDataDirectory } from '../../server/storage/drivers/sqlite/data-directory.ts'
import type { DataDirectory } from '../../server/storage/drivers/sqlite/data-directory.ts'
import { SqliteActors } from '../../server/storage/drivers/sqlite/sqlite-actors.ts'
import { SqliteDatabase } from '../../server/storage/drivers/sqlite/sqlite-database.ts'
import { SqliteDocuments } from '../../server/storage/drivers/sqlite/sqlite-documents.ts'
import type { SqliteJournal } from '../../server/storage/drivers/sqlite/sqlite-journal.ts'
import { SqliteLog } from '../../server/storage/drivers/sqlite/sqlite-log.ts'
import { SqliteStorage } from '../../server/storage/drivers/sqlite/sqlite-storage.ts'
import { StorageError } from '../../server/storage/storage.ts'
import { AT } from './storage-bench.ts'
import { storedAt } from '../support/stored-at.ts'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'weft-faults-'))
})

afterEach(() => rm(directory, { recursive: true }))

describe('SQLite: faults seen by the server', () => {
  it('rejects a failing call with the code of SQLite, and works when the fault is gone', async () => {
    const storage = await SqliteStorage.open({ directory })
    const actor = await storage.actors.resolve(new Uint8Array(32), 'ada', AT)
    await storage.documents.create({ id: 'd', keyHash: new Uint8Array(32), creator: actor, at: AT, seed: null })
    const append = () =>
      storage.log.append(
        [{ document: 'd', epoch: 1, updates: [{ actor, clientId: 1, update: new Uint8Array(9) }] }],
        AT,
      )
    const other = new SqliteDatabase(join(directory, 'weft.db'))

    other.run('ALTER TABLE tail_segments RENAME TO away')
    const error = await append().catch((error: unknown) => error)
    expect(error).toBeInstanceOf(StorageError)
    expect((error as StorageError).message).toMatch(/^SQLITE_ERROR: no such table: .*tail_segments/)
    other.run('ALTER TABLE away RENAME TO tail_segments')

    expect(await append()).toEqual([storedAt(1)])
    other.close()
    await storage.close()
  })

  it('rejects a check and a save while another process holds the file, and goes on afterwards', async () => {
    const storage = await SqliteStorage.open({ directory })
    const other = new SqliteDatabase(join(directory, 'weft.db'))
    other.run('BEGIN IMMEDIATE')
    await expect(storage.check()).rejects.toThrow('SQLITE_BUSY: database is locked')
    other.run('ROLLBACK')
    other.close()
    await storage.check()
    await storage.close()
  })
})

describe('SQLite: faults in a transaction', () => {
  let data: DataDirectory
  let database: SqliteDatabase
  let journal: SqliteJournal
  let log: SqliteLog
  let documents: SqliteDocuments
  let actors: SqliteActors

  beforeEach(() => {
    data = openDataDirectory(directory)
    database = data.database
    actors = new SqliteActors(database)
    journal = data.journal
    documents = new SqliteDocuments(database, actors, journal)
    log = new SqliteLog(database, documents, actors, journal)
    actors.resolve(new Uint8Array(32), 'ada', AT)
    for (const id of ['d', 'e']) {
      documents.create({ id, keyHash: new Uint8Array(32), creator: 'ada', at: AT, seed: null })
    }
  })

  afterEach(() => data.close())

  const append = (sizes: Record<string, number[]>, epoch = 1) => {
    const entries = Object.entries(sizes)
    const headers = entries.map(([document, list]) => ({
      document,
      epoch,
      updates: list.map(() => ({ actor: 'ada', clientId: 1 })),
    }))
    return log.append(headers, joinFrames(entries.flatMap(([, list]) => list.map((size) => new Uint8Array(size)))), AT)
  }
  const count = (table: string) => database.prepare<{ n: number }>(`SELECT count(*) AS n FROM ${table}`).get()?.n

  it('stores nothing of a batch that met a full disk, and goes on with the next number when there is room', () => {
    append({ d: [10] })
    const pages = Number(database.pragma('page_count'))
    database.pragma(`max_page_count = ${pages + 4}`)
    expect(() => append({ e: [10], d: [10, 100_000] })).toThrow(/^SQLITE_FULL: database or disk is full/)
    expect(() => append({ d: [100_000] })).toThrow(StorageError)
    expect(append({ d: [20] })).toEqual([storedAt(2)])
    expect(documents.find('e')?.sequence).toBe(0)
    database.pragma('max_page_count = 100000')
    expect(append({ e: [10], d: [10, 100_000] })).toEqual([storedAt(1), storedAt(4)])
    expect(log.history('d', 1, 9).map(({ update }) => update.byteLength)).toEqual([10, 20, 10, 100_000])
  })

  it('keeps the rows when a fold meets a full disk', () => {
    append({ d: [10, 10] })
    journal.unpack()
    // Nothing that could be deflated.
    const snapshot = { sequence: 2, bytes: randomBytes(1_000_000), stateVector: new Uint8Array(1), structs: 1 }
    database.pragma(`max_page_count = ${Number(database.pragma('page_count')) + 4}`)
    expect(() => log.fold('d', 1, snapshot)).toThrow('SQLITE_FULL')
    expect([count('tail_segments'), count('snapshots'), count('history_segments')]).toEqual([1, 0, 0])
    database.pragma('max_page_count = 100000')
    expect(log.fold('d', 1, snapshot)).toBe(true)
  })

  it('rolls back and leaves no transaction open when the commit itself fails', () => {
    const broken = () =>
      database.transaction(() => {
        // Foreign keys are then looked at by COMMIT alone.
        database.run('PRAGMA defer_foreign_keys = ON')
        database.run("INSERT INTO tail_segments VALUES (12345, 1, 1, 0, 0, x'00')")
      })
    expect(broken).toThrow(/^SQLITE_CONSTRAINT/)
    expect(count('tail_segments')).toBe(0)
    expect(append({ d: [1] })).toEqual([storedAt(1)])
  })

  it('leaves nothing of a deleted document in any table, and gives its pages back', () => {
    append({ d: Array.from({ length: 200 }, () => 1000) })
    // So that there is something to pack.
    journal.unpack()
    documents.bindClients('d', 'ada', [1, 2])
    const snapshot = { sequence: 100, bytes: new Uint8Array(5000), stateVector: new Uint8Array(9), structs: 1 }
    log.fold('d', 1, snapshot)
    while (log.pack('d'));
    const quarantined = [{ sequence: 3, reason: 'it spoils the text' }]
    log.rebase('d', 1, { snapshot: { ...snapshot, sequence: 200 }, quarantined, at: AT })
    append({ d: Array.from({ length: 100 }, () => 1000) }, 2)
    documents.rename('d', 'title')
    journal.unpack()
    database.freePages()
    const pages = Number(database.pragma('page_count'))
    expect(documents.delete('d', 'ada', AT)).toBe(true)
    for (const table of [
      'tail_segments',
      'snapshots',
      'history_segments',
      'quarantined_updates',
      'client_bindings',
      'journal',
    ])
      expect(count(table)).toBe(0)
    expect(database.pragma('freelist_count')).toBe(0)
    expect(Number(database.pragma('page_count'))).toBeLessThan(pages - 20)
  })

  it('notes that an actor was seen at most once an hour', () => {
    const lastSeen = () => database.prepare<{ at: number }>('SELECT last_seen_at AS at FROM actors').get()?.at
    const seen = (at: number) => {
      actors.resolve(new Uint8Array(32), 'unused', at)
      return lastSeen()
    }
    expect(seen(AT + 3_599_999)).toBe(AT)
    expect(seen(AT + 3_600_000)).toBe(AT + 3_600_000)
    expect(seen(AT)).toBe(AT + 3_600_000)
  })
})
