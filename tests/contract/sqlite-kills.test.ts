import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { joinFrames, splitFrames } from '../../shared/protocol/frames.ts'
import { openDataDirectory } from '../../server/storage/drivers/sqlite/data-directory.ts'
import { SqliteActors } from '../../server/storage/drivers/sqlite/sqlite-actors.ts'
import { SCHEMA_VERSION } from '../../server/storage/drivers/sqlite/migrations.ts'
import { SqliteDatabase } from '../../server/storage/drivers/sqlite/sqlite-database.ts'
import { SqliteDocuments } from '../../server/storage/drivers/sqlite/sqlite-documents.ts'
import { SqliteLog } from '../../server/storage/drivers/sqlite/sqlite-log.ts'
import { copyDatabase } from '../../server/storage/drivers/sqlite/sqlite-reader.ts'
import { SqliteStorage } from '../../server/storage/drivers/sqlite/sqlite-storage.ts'
import { NAMED, UPDATES as FIXTURE_UPDATES } from '../fixtures/db/content.ts'
import { FIRST_SNAPSHOT, LAST, NEXT_SNAPSHOT, UPDATES } from './killed-content.ts'

const CHILD = fileURLToPath(new URL('sqlite-child.ts', import.meta.url))
const CHILDREN_AT_ONCE = 4

let place: string
let original: string

beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'weft-kills-'))
  original = join(place, 'original.db')
})

afterEach(() => rm(place, { recursive: true }))

/** Runs the step on a copy of the original, or without one, in a process of its own; true when it was killed after statement `count`. */
async function isKilled(step: string, directory: string, count: number): Promise<boolean> {
  await mkdir(directory)
  if (existsSync(original)) await copyFile(original, join(directory, 'weft.db'))
  const child = spawn(process.execPath, ['--import', 'tsx', CHILD, step, directory, String(count)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null]
  if (signal === 'SIGKILL') return true
  expect([code, signal]).toEqual([0, null])
  return false
}

/** Kills the step after statement 0, 1, 2 … to its end, and looks at what each left. Gives what `inspect` told, in order. */
async function killEverywhere<Seen>(step: string, inspect: (directory: string) => Seen): Promise<Seen[]> {
  const seen: Seen[] = []
  for (let first = 0, isDone = false; !isDone; first += CHILDREN_AT_ONCE) {
    const counts = Array.from({ length: CHILDREN_AT_ONCE }, (_, index) => first + index)
    const directories = counts.map((count) => join(place, String(count)))
    const killed = await Promise.all(counts.map((count, index) => isKilled(step, directories[index] ?? '', count)))
    seen.push(...directories.map(inspect))
    await Promise.all(directories.map((directory) => rm(directory, { recursive: true })))
    isDone = killed.includes(false)
  }
  return seen
}

function opened<Result>(directory: string, work: (log: SqliteLog) => Result): Result {
  const data = openDataDirectory(directory)
  try {
    const { database, journal } = data
    const actors = new SqliteActors(database)
    return work(new SqliteLog(database, new SqliteDocuments(database, actors, journal), actors, journal))
  } finally {
    data.close()
  }
}

async function makeDocument(): Promise<void> {
  const storage = await SqliteStorage.open({ directory: place })
  const actor = await storage.actors.resolve(new Uint8Array(32), 'ada', 1)
  await storage.documents.create({ id: 'd', keyHash: new Uint8Array(32), creator: actor, at: 1, seed: null })
  const updates = UPDATES.map((update) => ({ actor, clientId: 1, update }))
  await storage.log.append([{ document: 'd', epoch: 1, updates }], 1)
  await storage.log.fold('d', 1, FIRST_SNAPSHOT)
  await storage.log.pack('d')
  await storage.close()
  await copyFile(join(place, 'weft.db'), original)
}

/** The epoch and snapshot of `d`, which must have every update, and take another. */
function stateOf(directory: string): { epoch: number; snapshot: number; quarantined: number[] } {
  return opened(directory, (log) => {
    const head = log.load('d')
    const tail = log.readAfter('d', 0)
    const history = log.history('d', 1, LAST + 1)
    const snapshot = tail?.snapshot?.sequence ?? 0
    const epoch = tail?.epoch ?? 0
    expect(history.map(({ update }) => [...update])).toEqual(UPDATES.map((update) => [...update]))
    expect(splitFrames(tail?.updates ?? new Uint8Array()).map((update) => [...update])).toEqual(
      UPDATES.slice(snapshot).map((update) => [...update]),
    )
    expect(tail?.snapshot?.bytes[0]).toBe(snapshot)
    expect(head?.snapshot?.sequence).toBe(snapshot)
    const batch = [{ document: 'd', epoch, updates: [{ actor: 'ada', clientId: 1 }] }]
    expect(log.append(batch, joinFrames([new Uint8Array(9)]), 1)).toMatchObject([{ ok: true, sequence: LAST + 1 }])
    const quarantined = history.filter((row) => row.quarantined).map(({ sequence }) => sequence)
    return { epoch, snapshot, quarantined }
  })
}

/** `before` some times, then `after` some times. */
function expectTurn<State>(seen: readonly State[], before: State, after: State): void {
  const turn = seen.findIndex((state) => JSON.stringify(state) === JSON.stringify(after))
  expect(turn).toBeGreaterThan(0)
  expect(seen).toEqual(seen.map((_, index) => (index < turn ? before : after)))
}

describe('SQLite: SIGKILL after any statement', () => {
  it('of a fold leaves the document as it was or folded', { timeout: 120_000 }, async () => {
    await makeDocument()
    const before = { epoch: 1, snapshot: FIRST_SNAPSHOT.sequence, quarantined: [] }
    const seen = await killEverywhere('fold', stateOf)
    expectTurn(seen, before, { ...before, snapshot: NEXT_SNAPSHOT.sequence })
  })

  it('of a rebase leaves the document as it was or in its new epoch', { timeout: 120_000 }, async () => {
    await makeDocument()
    const before = { epoch: 1, snapshot: FIRST_SNAPSHOT.sequence, quarantined: [] as number[] }
    const seen = await killEverywhere('rebase', stateOf)
    expectTurn(seen, before, { epoch: 2, snapshot: LAST, quarantined: [3, 100] })
  })

  it('of unpacking the journal leaves every update in it, or none', { timeout: 120_000 }, async () => {
    // A commit to fewer passes the journal by.
    const ids = ['d', 'e', 'f']
    const [first = new Uint8Array(), ...others] = UPDATES.slice(0, 6)
    const append = (log: SqliteLog, updates: readonly Uint8Array[]) => {
      const headers = updates.map(() => ({ actor: 'ada', clientId: 1 }))
      const entries = ids.map((document) => ({ document, epoch: 1, updates: headers }))
      return log.append(entries, joinFrames(ids.flatMap(() => updates)), 1)
    }
    const storage = await SqliteStorage.open({ directory: place })
    await storage.actors.resolve(new Uint8Array(32), 'ada', 1)
    for (const id of ids) {
      await storage.documents.create({ id, keyHash: new Uint8Array(32), creator: 'ada', at: 1, seed: null })
    }
    await storage.close()
    // Closing a database does not unpack its journal; closing a storage does.
    opened(place, (log) => append(log, [first]))
    opened(place, (log) => append(log, others))
    copyDatabase(place, original)
    const seen = await killEverywhere('migrate', (directory) => {
      const database = new SqliteDatabase(join(directory, 'weft.db'))
      const rows = [
        'SELECT count(*) AS n FROM journal',
        'SELECT total(last_sequence - first_sequence + 1) AS n FROM tail_segments',
      ].map((sql) => database.prepare<{ n: number }>(sql).get()?.n)
      database.close()
      opened(directory, (log) => {
        for (const id of ids) {
          expect(log.history(id, 1, 99).map(({ update }) => [...update])).toEqual([first, ...others].map((u) => [...u]))
        }
        expect(append(log, [first])).toMatchObject(ids.map(() => ({ ok: true, sequence: 7 })))
      })
      return rows
    })
    expectTurn(seen, [1, 3], [0, 18])
  })

  it('of an upgrade leaves the file of one version or the next, and it is opened', { timeout: 120_000 }, async () => {
    await copyFile(new URL('../fixtures/db/0.1.0/weft.db', import.meta.url), original)
    const versions = await killEverywhere('migrate', (directory) => {
      const database = new SqliteDatabase(join(directory, 'weft.db'))
      const version = Number(database.pragma('user_version'))
      const tables = database.prepare<{ sql: string }>("SELECT sql FROM sqlite_schema WHERE type = 'table'").all()
      database.close()
      expect(tables.filter(({ sql }) => /\bmark INTEGER/.test(sql))).toHaveLength(version === 1 ? 0 : 3)
      expect(tables.some(({ sql }) => /TABLE "?marked_/.test(sql))).toBe(false)
      opened(directory, (log) => expect(log.history(NAMED.id, 1, 99)).toEqual(FIXTURE_UPDATES))
      return version
    })
    expect([...new Set(versions)]).toEqual(Array.from({ length: SCHEMA_VERSION }, (_, index) => index + 1))
    expect(versions).toEqual(versions.toSorted((a, b) => a - b))
  })

  it('of the first start leaves a folder on which the next one starts', { timeout: 120_000 }, async () => {
    const made = await killEverywhere('migrate', (directory) => {
      const isMade = existsSync(join(directory, 'weft.db'))
      // Nothing that is half made is ever called the database.
      if (isMade) expect(statSync(join(directory, 'weft.db')).size).toBeGreaterThan(0)
      const data = openDataDirectory(directory)
      const names = ['auto_vacuum', 'journal_mode', 'user_version']
      expect(names.map((name) => data.database.pragma(name))).toEqual([2, 'wal', SCHEMA_VERSION])
      data.close()
      expect(readdirSync(directory).filter((name) => name.startsWith('weft.db.new'))).toEqual([])
      return isMade
    })
    expectTurn(made, false, true)
  })
})
