import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { joinFrames, splitFrames } from '../../shared/protocol/frames.ts'
import { type DataDirectory, openDataDirectory } from '../../server/storage/drivers/sqlite/data-directory.ts'
import { SCHEMA_VERSION } from '../../server/storage/drivers/sqlite/migrations.ts'
import { SqliteActors } from '../../server/storage/drivers/sqlite/sqlite-actors.ts'
import { SqliteDatabase } from '../../server/storage/drivers/sqlite/sqlite-database.ts'
import { SqliteDocuments } from '../../server/storage/drivers/sqlite/sqlite-documents.ts'
import { SqliteLog } from '../../server/storage/drivers/sqlite/sqlite-log.ts'
import { SqliteReader, copyDatabase } from '../../server/storage/drivers/sqlite/sqlite-reader.ts'
import { type EncodedUpdates, decodeUpdates } from '../../server/storage/drivers/sqlite/stored-updates.ts'
import { SqliteSalvage } from '../../server/storage/drivers/sqlite/sqlite-salvage.ts'
import { DamagedDocument, StorageError } from '../../server/storage/storage.ts'
import { WITHOUT_LIBRARY } from '../support/without-library.ts'
import { AT, bytes, markOf, text } from './storage-bench.ts'
import { watchStatements } from './watched-statements.ts'

const IDS = ['d', 'e', 'f']

let place: string
let data: DataDirectory
let documents: SqliteDocuments
let log: SqliteLog

/** Documents whose last two updates stand in the journal alone; `d` is folded up to its second. */
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'weft-journal-'))
  open()
  new SqliteActors(data.database).resolve(new Uint8Array(32), 'ada', AT)
  for (const id of IDS) documents.create({ id, keyHash: new Uint8Array(32), creator: 'ada', at: AT, seed: null })
  for (const word of ['a', 'b', 'c']) append(word)
  log.fold('d', 1, snapshotAt(2))
  data.journal.unpack()
  for (const word of ['x', 'y']) append(word)
})

afterEach(() => {
  data.close()
  rmSync(place, { recursive: true })
})

function open(directory = place): void {
  data = openDataDirectory(directory)
  const { database, journal } = data
  const actors = new SqliteActors(database)
  documents = new SqliteDocuments(database, actors, journal)
  log = new SqliteLog(database, documents, actors, journal)
}

/** As a killed server leaves them: the two files. The journal is not unpacked. */
function copyOfPlace(): string {
  const copy = mkdtempSync(join(place, 'copy-'))
  for (const name of ['weft.db', 'weft.db-wal']) copyFileSync(join(place, name), join(copy, name))
  return copy
}

/** One commit, with an update of each document. */
function append(word: string) {
  const headers = IDS.map((document) => ({ document, epoch: 1, updates: [{ actor: 'ada', clientId: 1 }] }))
  return log.append(headers, joinFrames(IDS.map((id) => bytes(`${word}${id}`))), AT)
}

function snapshotAt(sequence: number) {
  return { sequence, bytes: bytes(`state ${sequence}`), stateVector: bytes('vector'), structs: 1 }
}

const count = (table: string) => data.database.prepare<{ n: number }>(`SELECT count(*) AS n FROM ${table}`).get()?.n
/** Updates in the tails. */
const tailed = () =>
  data.database.prepare<{ n: number }>('SELECT sum(last_sequence - first_sequence + 1) AS n FROM tail_segments').get()
    ?.n ?? 0

/** Everything that can be read of a document. */
function seen(id: string) {
  return {
    record: documents.find(id),
    head: log.load(id),
    tails: [0, 1, 2, 3, 4, 5, 6].map((after) => log.readAfter(id, after)),
    history: [1, 2, 3, 4, 5, 6].map((first) => log.history(id, first, 5)),
  }
}

const wordsOf = (id: string) => log.history(id, 1, 9).map(({ update }) => text(update))
const allOf = (id: string) => ['a', 'b', 'c', 'x', 'y'].map((word) => `${word}${id}`)

/** As versions before 7 had it. */
const NO_ACCOUNTS = `
  DROP TABLE sessions; DROP TABLE identities; DROP TABLE resets; DROP TABLE accounts; DROP TABLE invitations;
  DROP INDEX grants_by_actor; DROP INDEX access_requests_by_actor`

/** Gives each update a row of its own, as versions before 6 had it. */
function splitTails(database: SqliteDatabase): void {
  const segments = database.prepare<EncodedUpdates>('SELECT checksum, bytes FROM tail_segments').all()
  database.run(`
    ALTER TABLE snapshots DROP COLUMN inflated_length;
    DROP TABLE tail_segments;
    CREATE TABLE updates (
      document INTEGER NOT NULL REFERENCES documents,
      sequence INTEGER NOT NULL,
      at INTEGER NOT NULL,
      actor INTEGER NOT NULL REFERENCES actors,
      client_id INTEGER NOT NULL,
      mark INTEGER NOT NULL,
      bytes BLOB NOT NULL,
      PRIMARY KEY (document, sequence)
    ) STRICT, WITHOUT ROWID`)
  const insert = database.prepare('INSERT INTO updates VALUES (?, ?, ?, ?, ?, ?, ?)')
  for (const { document, sequence, at, actor, clientId, mark, update } of segments.flatMap(decodeUpdates)) {
    insert.run(document, sequence, at, actor, clientId, mark, update)
  }
}

describe('SQLite: the journal', () => {
  it('is passed by when a commit is about one document or two, of which it holds nothing', () => {
    const one = (id: string, word: string) => {
      const header = { document: id, epoch: 1, updates: [{ actor: 'ada', clientId: 1 }] }
      return log.append([header], joinFrames([bytes(`${word}${id}`)]), AT)
    }
    one('d', 'z')
    expect([count('journal'), tailed()]).toEqual([3, 9])
    data.journal.unpack()
    one('d', 'w')
    expect([count('journal'), tailed()]).toEqual([0, 17])
    expect(wordsOf('d')).toEqual([...allOf('d'), 'zd', 'wd'])
    append('v')
    expect(wordsOf('d')).toEqual([...allOf('d'), 'zd', 'wd', 'vd'])
  })

  it('is read as if its updates had their rows, and unpacking it changes nothing of that', () => {
    expect([count('journal'), tailed()]).toEqual([2, 9])
    const before = IDS.map(seen)
    expect(before.map(({ record }) => record?.sequence)).toEqual([5, 5, 5])
    for (const id of IDS) expect(wordsOf(id)).toEqual(allOf(id))
    expect([log.authorsUpTo('d', 5)?.first, log.updatesFrom('d', 1)?.last]).toEqual([4, 3])
    data.journal.unpack()
    expect([count('journal'), tailed()]).toEqual([0, 15])
    // However many rows it stands in: nobody reads a log update by update.
    expect([log.authorsUpTo('d', 5)?.first, log.updatesFrom('d', 1)?.last]).toEqual([1, 5])
    expect(IDS.map(seen)).toEqual(before)
  })

  it('is folded over, packed up to and rebased over, and unpacked later', () => {
    const mark = markOf(...allOf('d'))
    expect(log.fold('d', 1, snapshotAt(4))).toBe(true)
    while (log.pack('d'));
    expect([count('journal'), count('history_segments')]).toEqual([2, 1])
    expect(log.readAfter('d', 0)).toMatchObject({ sequence: 5, mark, snapshot: { sequence: 4 } })
    expect(wordsOf('d')).toEqual(allOf('d'))
    const base = { snapshot: snapshotAt(5), quarantined: [{ sequence: 5, reason: 'spoilt' }], at: AT }
    expect(log.rebase('d', 1, { ...base, snapshot: snapshotAt(4) })).toBe(false)
    expect(log.rebase('d', 1, base)).toBe(true)
    data.journal.unpack()
    expect(log.load('d')).toMatchObject({ mark, snapshot: { sequence: 5 } })
    expect(splitFrames(log.readAfter('d', 5)?.updates ?? bytes('?'))).toEqual([])
    while (log.pack('d'));
    expect(wordsOf('d')).toEqual(allOf('d'))
    expect(log.history('d', 5, 5)).toMatchObject([{ quarantined: true }])
  })

  it('keeps what others have in it when a document is deleted', () => {
    log.forget('d')
    expect(documents.delete('d', 'ada', AT)).toBe(true)
    expect([count('journal'), tailed()]).toEqual([0, 10])
    for (const id of ['e', 'f']) expect(wordsOf(id)).toEqual(allOf(id))
    expect(append('z').map(({ ok }) => ok)).toEqual([false, true, true])
    data.journal.unpack()
    expect(tailed()).toBe(12)
  })

  it('has its rows before anything is served on what a killed server left', () => {
    const copy = copyOfPlace()
    data.close()
    open(copy)
    expect([count('journal'), tailed()]).toEqual([0, 15])
    for (const id of IDS) expect(wordsOf(id)).toEqual(allOf(id))
    expect(append('z')).toMatchObject([{ sequence: 6 }, { sequence: 6 }, { sequence: 6 }])
  })

  it('is unpacked whole or not at all when any statement of that fails, and then again', () => {
    let failures = 0
    for (let nth = 1, met = true; met; nth++) {
      let left = nth
      const stop = watchStatements((execute) => {
        left -= 1
        if (left === 0) throw new StorageError('SQLITE_IOERR: disk I/O error')
        return execute()
      })
      try {
        data.journal.unpack()
      } catch (error) {
        expect(error).toBeInstanceOf(StorageError)
        failures += 1
      } finally {
        stop()
      }
      met = left <= 0
      expect([count('journal'), tailed()]).toEqual(met ? [2, 9] : [0, 15])
      for (const id of IDS) expect(wordsOf(id)).toEqual(allOf(id))
    }
    // BEGIN, a row for each of three documents, the journal's end and COMMIT.
    expect(failures).toBe(6)
  })

  it('takes nothing of a commit that failed, and goes on with the next number', () => {
    const stop = watchStatements((execute) => {
      execute()
      throw new StorageError('SQLITE_FULL: database or disk is full')
    })
    expect(() => append('lost')).toThrow('SQLITE_FULL')
    stop()
    for (const id of IDS) expect(wordsOf(id)).toEqual(allOf(id))
    expect(append('z')).toMatchObject(IDS.map((id) => ({ sequence: 6, mark: markOf(...allOf(id), `z${id}`) })))
    expect(wordsOf('e')).toEqual([...allOf('e'), 'ze'])
  })

  it('is unpacked before it takes more when it is full, and what comes is rejected while that fails', () => {
    const updates = Array.from({ length: 2000 }, () => ({ actor: 'ada', clientId: 1 }))
    log.append([{ document: 'e', epoch: 1, updates }], joinFrames(updates.map(() => bytes('u'))), AT)
    data.database.run('ALTER TABLE tail_segments RENAME TO away')
    expect(() => append('z')).toThrow(StorageError)
    data.database.run('ALTER TABLE away RENAME TO tail_segments')
    expect(count('journal')).toBe(3)
    expect(append('z')).toMatchObject([{ sequence: 6 }, { sequence: 2006 }, { sequence: 6 }])
    expect([count('journal'), tailed()]).toEqual([1, 15 + 2000])
  })

  it('leaves pages to those that follow: the file does not grow with every commit', () => {
    const pages = () => Number(data.database.pragma('page_count'))
    const fill = () => {
      for (let commit = 0; commit < 100; commit++) append('w')
      data.journal.unpack()
    }
    fill()
    const before = pages()
    for (let round = 0; round < 10; round++) fill()
    // 3000 updates of some 30 bytes each, and what clustering leaves free.
    expect(pages() - before).toBeLessThan(80)
  })

  it('is read as ever by a server that starts on a full disk, where it cannot be unpacked', () => {
    // The disk is full from a statement on: at some of them opening fails, as in a file that has to be made.
    const left: number[] = []
    for (let statements = 0; statements < 40; statements++) {
      const copy = copyOfPlace()
      let allowed = statements
      const stop = watchStatements((execute) => {
        if (allowed-- > 0) return execute()
        throw new StorageError('SQLITE_FULL: database or disk is full')
      })
      try {
        const opened = openDataDirectory(copy)
        stop()
        left.push([...opened.journal.all().values()].flat().length)
        const actors = new SqliteActors(opened.database)
        const read = new SqliteLog(
          opened.database,
          new SqliteDocuments(opened.database, actors, opened.journal),
          actors,
          opened.journal,
        )
        for (const id of IDS) expect(read.history(id, 1, 9).map(({ update }) => text(update))).toEqual(allOf(id))
        opened.close()
      } catch (error) {
        if (!(error instanceof StorageError)) throw error
      } finally {
        stop()
      }
    }
    expect(new Set(left)).toEqual(new Set([0, 6]))
  })

  it.each([
    ['made in a file that had none', 4],
    ['taken over from one in which every update had a row', 5],
  ])('is %s', (_what, version) => {
    if (version === 4) data.journal.unpack()
    data.database.run(WITHOUT_LIBRARY)
    data.database.run(NO_ACCOUNTS)
    splitTails(data.database)
    if (version === 4) data.database.run('DROP TABLE journal')
    data.database.run(`PRAGMA user_version = ${version}`)
    const copy = copyOfPlace()
    data.close()
    open(copy)
    expect(data.database.pragma('user_version')).toBe(SCHEMA_VERSION)
    expect(count('journal')).toBe(0)
    expect(append('z')).toMatchObject([{ sequence: 6 }, { sequence: 6 }, { sequence: 6 }])
    for (const id of IDS) expect(wordsOf(id)).toEqual([...allOf(id), `z${id}`])
  })
})

describe('SQLite: the journal of a file that another process reads', () => {
  it('is in what is read of each document, in the sizes and in what is checked', () => {
    const reader = new SqliteReader(place)
    const check = (word: string, sequence: number) => {
      append(word)
      const stored = reader.read('d')
      expect(stored?.record.sequence).toBe(sequence)
      expect(stored?.history.map(({ update }) => text(update)).at(-1)).toBe(`${word}d`)
      expect(stored?.tail.map(text).at(-1)).toBe(`${word}d`)
      expect(stored?.mark).toBe(log.load('d')?.mark)
      const { biggest } = reader.overview()
      expect(new Map(biggest.map(({ id, updates }) => [id, updates]))).toEqual(new Map(IDS.map((id) => [id, sequence])))
      expect(biggest.every(({ bytes }) => bytes >= 2 * sequence)).toBe(true)
      expect(reader.checkFile()).toEqual([])
    }
    check('p', 6)
    data.journal.unpack()
    check('q', 7)
    check('r', 8)
    reader.close()
  })

  it('is in a copy of it', () => {
    const copy = join(place, 'copy')
    mkdirSync(copy)
    copyDatabase(place, join(copy, 'weft.db'))
    const reader = new SqliteReader(copy)
    for (const id of IDS) expect(reader.read(id)?.history.map(({ update }) => text(update))).toEqual(allOf(id))
    reader.close()
    data.close()
    open(copy)
    for (const id of IDS) expect(wordsOf(id)).toEqual(allOf(id))
  })

  it('is in what is salvaged', () => {
    const salvage = new SqliteSalvage(place)
    for (const { key, id } of salvage.documents()) {
      const { updates, missing } = salvage.read(key)
      expect(updates.map(({ update, sound }) => sound && text(update))).toEqual(allOf(id ?? ''))
      expect(missing).toEqual([])
    }
    salvage.close()
  })

  it('must name documents and actors that there are', () => {
    data.database.run("PRAGMA foreign_keys = OFF; DELETE FROM actors; DELETE FROM documents WHERE id = 'f'")
    const reader = new SqliteReader(place)
    expect(reader.checkFile()).toEqual(
      expect.arrayContaining(
        ['documents', 'actors'].map((table) => `a row of journal names a missing row of ${table}`),
      ),
    )
    reader.close()
  })
})

describe('SQLite: a damaged journal', () => {
  /** Changes the bytes of its first row, which holds `xd`, `xe` and `xf`. */
  function spoil(change: (row: Buffer) => void): void {
    const row = data.database.prepare<{ bytes: Uint8Array }>('SELECT bytes FROM journal WHERE id = 1').get()
    const spoilt = Buffer.from(row?.bytes ?? [])
    change(spoilt)
    data.database.prepare('UPDATE journal SET bytes = ? WHERE id = 1').run(spoilt)
  }

  it('keeps a server from starting when it cannot be told whose edits stand in it, and is left as it is', () => {
    spoil((row) => row.writeUInt8(row.readUInt8(2) ^ 1, 2))
    const copy = copyOfPlace()
    const files = () => ['weft.db', 'weft.db-wal'].map((name) => readFileSync(join(copy, name)).toString('hex'))
    const before = files()
    expect(() => openDataDirectory(copy)).toThrow(
      /weft\.db, the database with every document, is damaged \(row 1 of the journal cannot be used: .*doctor --rescue/,
    )
    expect(files()).toEqual(before)

    const reader = new SqliteReader(copy)
    expect(reader.checkFile()).toEqual([expect.stringMatching(/^row 1 of the journal cannot be used: /)])
    for (const id of IDS) expect(() => reader.read(id)).toThrow(DamagedDocument)
    expect(reader.overview().biggest).toHaveLength(3)
    reader.close()

    const salvage = new SqliteSalvage(copy)
    for (const { key, id } of salvage.documents()) {
      const { updates, missing } = salvage.read(key)
      expect(updates.map(({ update }) => text(update))).toEqual(allOf(id ?? '').filter((word) => !word.startsWith('x')))
      expect(missing).toEqual([expect.stringMatching(/^its last updates, .*row 1 of the journal/)])
    }
    salvage.close()
  })

  it('damages one document when the bytes of an update in it are not what was stored', () => {
    spoil((row) => row.write('?', row.indexOf('xe')))
    const copy = copyOfPlace()
    data.close()
    open(copy)
    expect(() => log.load('e')).toThrow('document e is damaged: update 4 is not what was stored')
    for (const id of ['d', 'f']) expect(wordsOf(id)).toEqual(allOf(id))
  })

  it('keeps a server from starting when it does not fit the log', () => {
    const other = new SqliteDatabase(join(place, 'weft.db'))
    other.run(`
      INSERT INTO tail_segments SELECT document, 4, 5, mark, checksum, bytes FROM tail_segments WHERE last_sequence = 3`)
    other.close()
    expect(() => openDataDirectory(copyOfPlace())).toThrow(/is damaged \(SQLITE_CONSTRAINT.*Weft left it as it is/)
  })
})
