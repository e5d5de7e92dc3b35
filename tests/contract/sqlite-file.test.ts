import { copyFile, mkdir, mkdtemp, open, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openDataDirectory } from '../../server/storage/drivers/sqlite/data-directory.ts'
import { SCHEMA_VERSION } from '../../server/storage/drivers/sqlite/migrations.ts'
import { SqliteDatabase } from '../../server/storage/drivers/sqlite/sqlite-database.ts'
import { SqliteStorage } from '../../server/storage/drivers/sqlite/sqlite-storage.ts'
import { StorageError } from '../../server/storage/storage.ts'

let place: string
let directory: string
let file: string

beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'weft-file-'))
  directory = place
  file = join(directory, 'weft.db')
})

afterEach(() => rm(place, { recursive: true }))

/** A closed, sound database of many pages. */
async function makeDatabase(): Promise<void> {
  const storage = await SqliteStorage.open({ directory })
  await fill(storage)
  await storage.close()
}

async function fill(storage: SqliteStorage): Promise<void> {
  const actor = await storage.actors.resolve(new Uint8Array(32), 'ada', 1)
  await storage.documents.create({ id: 'd', keyHash: new Uint8Array(32), creator: actor, at: 1, seed: null })
  await append(storage, 2000)
}

async function append(storage: SqliteStorage, count: number): Promise<void> {
  const update = { actor: 'ada', clientId: 1, update: new Uint8Array(100).fill(7) }
  await storage.log.append([{ document: 'd', epoch: 1, updates: Array.from({ length: count }, () => update) }], 1)
}

/** A page near the end: those before it the journal had, and they are free. */
async function damagePage(): Promise<void> {
  const handle = await open(file, 'r+')
  const pages = (await handle.stat()).size / 4096
  await handle.write(new Uint8Array(4096).fill(0xa5), 0, 4096, (pages - 10) * 4096)
  await handle.close()
}

/** Opens, expects a refusal that leaves every file as it is, and gives its message. */
async function refusal(): Promise<string> {
  const names = (await readdir(directory)).filter((name) => !name.endsWith('-shm') && name !== 'server.lock')
  const before = await Promise.all(names.map((name) => readFile(join(directory, name))))
  const error = await SqliteStorage.open({ directory }).catch((error: unknown) => error)
  expect(error).toBeInstanceOf(StorageError)
  const after = await Promise.all(names.map((name) => readFile(join(directory, name))))
  expect(after.map((bytes, index) => [names[index], bytes.equals(before[index]!)])).toEqual(
    names.map((name) => [name, true]),
  )
  return (error as StorageError).message
}

function change(sql: string): void {
  const database = new SqliteDatabase(file)
  database.run(sql)
  database.close()
}

describe('SQLite: the file', () => {
  it('is made in a folder of its own, for its owner alone, and is one file when closed', async () => {
    const made = join(directory, 'new', 'data')
    const storage = await SqliteStorage.open({ directory: made })
    await fill(storage)
    await storage.close()
    for (const folder of [made, join(directory, 'new')]) expect((await stat(folder)).mode & 0o777).toBe(0o700)
    expect(await readdir(made)).toEqual(['server.lock', 'weft.db'])
  })

  it('has the pragmas that saving rests on, when it is new and when it is opened again', () => {
    for (const _ of ['new', 'again']) {
      const data = openDataDirectory(directory)
      const { database } = data
      const names = ['auto_vacuum', 'journal_mode', 'synchronous', 'foreign_keys', 'trusted_schema', 'user_version']
      expect(names.map((name) => database.pragma(name))).toEqual([2, 'wal', 2, 1, 0, SCHEMA_VERSION])
      expect(database.pragma('busy_timeout')).toBe(5000)
      data.close()
    }
  })

  it('says when the folder cannot be made', async () => {
    await writeFile(file, '')
    await expect(SqliteStorage.open({ directory: join(file, 'data') })).rejects.toThrow(StorageError)
  })

  it('is refused when it is no database', async () => {
    await writeFile(file, 'Dear diary, '.repeat(1000))
    expect(await refusal()).toMatch(/weft\.db, the database with every document, is damaged \(SQLITE_NOTADB.*backup/)
  })

  it('is refused when a page is damaged', async () => {
    await makeDatabase()
    await damagePage()
    expect(await refusal()).toMatch(/is damaged \(.*backup/)
  })

  it('is refused when its end is missing', async () => {
    await makeDatabase()
    const handle = await open(file, 'r+')
    await handle.truncate(10 * 4096)
    await handle.close()
    expect(await refusal()).toMatch(/is damaged \(.*backup/)
  })

  it('is refused when it is empty or missing while its write-ahead log is not', async () => {
    await writeFile(`${file}-wal`, new Uint8Array(5000))
    expect(await refusal()).toMatch(/is damaged \(it is empty or missing/)
    await writeFile(file, '')
    expect(await refusal()).toMatch(/is damaged \(it is empty or missing/)
  })

  it('is refused when it is empty, also right after it was made', async () => {
    await makeDatabase()
    await truncate(file)
    const message = await refusal()
    expect(message).toMatch(/weft\.db, the database with every document, is empty.*restore a backup.*remove the file/)
    expect((await stat(file)).size).toBe(0)
    await rm(file)
    await (await SqliteStorage.open({ directory })).close()
    await truncate(file)
    expect(await refusal()).toBe(message)
  })

  it('keeps the write-ahead log beside a damaged file', async () => {
    await makeDatabase()
    const storage = await SqliteStorage.open({ directory })
    await append(storage, 10)
    // A copy taken while the server runs has its write-ahead log. (Copying drops the lock, which nobody needs here.)
    const copy = join(directory, 'copy')
    await mkdir(copy)
    for (const name of ['weft.db', 'weft.db-wal']) await copyFile(join(directory, name), join(copy, name))
    await storage.close()
    directory = copy
    file = join(copy, 'weft.db')
    await damagePage()
    expect((await stat(`${file}-wal`)).size).toBeGreaterThan(4096)
    expect(await refusal()).toMatch(/is damaged/)
  })

  it('is refused when a newer program wrote it', async () => {
    await makeDatabase()
    change('PRAGMA user_version = 999')
    expect(await refusal()).toMatch(/written by a newer Weft \(its schema is version 999/)
  })

  it('is refused when another program wrote it', async () => {
    change('CREATE TABLE recipes (name TEXT)')
    expect(await refusal()).toMatch(/is a database of another program/)
  })

  it('is made anew when the making of it was cut off', async () => {
    const crash = join(directory, 'crash.db')
    const making = new SqliteDatabase(crash)
    // With so small a cache the transaction is written to the file before it is committed.
    making.run('PRAGMA cache_size = 1; BEGIN; CREATE TABLE recipes (name TEXT)')
    for (let row = 0; row < 50; row++) making.run('INSERT INTO recipes VALUES (hex(randomblob(2000)))')
    for (const suffix of ['', '-journal']) await copyFile(`${crash}${suffix}`, `${file}${suffix}`)
    making.close()
    expect((await stat(file)).size).toBeGreaterThan(4096)
    const data = openDataDirectory(directory)
    expect(data.database.pragma('auto_vacuum')).toBe(2)
    expect(data.database.pragma('user_version')).toBe(SCHEMA_VERSION)
    data.close()
  })
})
