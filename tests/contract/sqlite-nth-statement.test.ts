import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { joinFrames } from '../../shared/protocol/frames.ts'
import { openDataDirectory } from '../../server/storage/drivers/sqlite/data-directory.ts'
import type { DataDirectory } from '../../server/storage/drivers/sqlite/data-directory.ts'
import { SqliteAccess } from '../../server/storage/drivers/sqlite/sqlite-access.ts'
import { SqliteActors } from '../../server/storage/drivers/sqlite/sqlite-actors.ts'
import { SqliteDocuments } from '../../server/storage/drivers/sqlite/sqlite-documents.ts'
import { SqliteFiles } from '../../server/storage/drivers/sqlite/sqlite-files.ts'
import { SqliteLibrary } from '../../server/storage/drivers/sqlite/sqlite-library.ts'
import { SqliteLog } from '../../server/storage/drivers/sqlite/sqlite-log.ts'
import { SqliteSettings } from '../../server/storage/drivers/sqlite/sqlite-settings.ts'
import { SqliteStorage } from '../../server/storage/drivers/sqlite/sqlite-storage.ts'
import { type NewShareLink, REVOKED_LINK_KEPT_MS } from '../../server/storage/access-store.ts'
import { StorageError } from '../../server/storage/storage.ts'
import { AT, bytes, update } from './storage-bench.ts'
import { watchStatements } from './watched-statements.ts'

const TABLES = [
  ['actors', 'documents', 'tail_segments', 'snapshots', 'history_segments'],
  ['client_bindings', 'quarantined_updates', 'settings', 'journal'],
  ['share_links', 'grants', 'link_grants', 'access_requests', 'files'],
].flat()

let place: string
let original: string
let data: DataDirectory | null = null
let stopWatching: () => void = () => {}

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'weft-nth-'))
  original = join(place, 'weft.db')
  const storage = await SqliteStorage.open({ directory: place })
  await storage.actors.resolve(bytes('token'), 'ada', AT)
  for (const id of ['d', 'e', 'unedited']) {
    await storage.documents.create({ id, keyHash: new Uint8Array(32), creator: 'ada', at: AT, seed: null })
  }
  const updates = ['a', 'b', 'c'].map((word) => update(word))
  for (const document of ['d', 'e']) await storage.log.append([{ document, epoch: 1, updates }], AT)
  await storage.log.fold('d', 1, snapshotAt(1))
  await storage.actors.resolve(bytes('guest'), 'guest', AT)
  await storage.actors.resolve(bytes('bob'), 'bob', AT)
  for (const document of ['d', 'e'])
    await storage.access.enter(document, 'guest', { secretHash: keyHash, name: '' }, AT)
  await storage.access.ask('d', { actor: 'guest', name: 'Guest', message: '', at: AT }, 9)
  await storage.access.revokeLink('e', 'e', 'ada', AT)
  await storage.files.add('d', storedFile, bounds)
  await storage.close()
})

afterAll(() => rm(place, { recursive: true }))

afterEach(() => {
  stopWatching()
  data?.close()
  data = null
})

function snapshotAt(sequence: number) {
  return { sequence, bytes: bytes(`state ${sequence}`), stateVector: bytes('vector'), structs: 1 }
}

interface Stores {
  readonly actors: SqliteActors
  readonly documents: SqliteDocuments
  readonly log: SqliteLog
  readonly settings: SqliteSettings
  readonly access: SqliteAccess
  readonly library: SqliteLibrary
  readonly files: SqliteFiles
}

const keyHash = new Uint8Array(32)
const bounds = { documentBytes: 9, documentFiles: 9, actorBytes: 9, actorFiles: 9 }
const storedFile = {
  id: 'file',
  blob: 'blob',
  name: 'image.png',
  type: 'image/png',
  size: 1,
  sha256: keyHash,
  by: 'Ada',
  createdAt: AT,
  actor: 'ada',
}
const freshLink: NewShareLink = {
  id: 'fresh',
  secretHash: bytes('fresh'),
  role: 'viewer',
  label: null,
  expiresAt: null,
  passwordHash: null,
  createdBy: 'ada',
  createdAt: AT + 2 * REVOKED_LINK_KEPT_MS,
}
const header = (document: string) => ({ document, epoch: 1, updates: [{ actor: 'ada', clientId: 1 }] })

/** Everything that writes, each as one call. */
const CALLS: Record<string, (stores: Stores) => unknown> = {
  'a batch of updates': ({ log }) =>
    log.append(['d', 'e', 'unedited'].map(header), joinFrames(['x', 'y', 'z'].map(bytes)), AT),
  'a fold': ({ log }) => log.fold('d', 1, snapshotAt(3)),
  'packing what a snapshot holds': ({ log }) => {
    while (log.pack('d'));
  },
  'a rebase': ({ log }) =>
    log.rebase('d', 1, { snapshot: snapshotAt(3), quarantined: [{ sequence: 2, reason: 'spoilt' }], at: AT }),
  'a new document': ({ documents }) =>
    documents.create({ id: 'new', keyHash, creator: 'ada', at: AT, seed: update('seed', 'ada', 7) }),
  'a title': ({ documents }) => documents.rename('d', 'title'),
  'a copy, with files': ({ documents }) =>
    documents.create({
      id: 'new',
      keyHash,
      creator: 'ada',
      at: AT,
      seed: null,
      filesOf: { document: 'd', actorFiles: 9 },
    }),
  'a file': ({ files }) => files.add('d', { ...storedFile, id: 'another' }, bounds),
  'a file that is deleted': ({ files }) => files.remove('d', 'file'),
  'a deletion': ({ documents }) => documents.delete('d', 'ada', AT),
  'a document that is put into the trash': ({ documents }) => documents.trash('d', 'ada', AT),
  'a document that is put away': ({ library }) => library.archive('d', 'guest', AT),
  'a sweep': ({ documents }) => documents.sweepUnedited(AT + 1, []),
  'bound clientIDs': ({ documents }) => documents.bindClients('d', 'ada', [1, 2, 3]),
  'a new actor': ({ actors }) => actors.resolve(bytes('another'), 'cyd', AT),
  'a visit': ({ actors }) => actors.resolve(bytes('token'), 'unused', AT + 24 * 3_600_000),
  'a setting': ({ settings }) => settings.setRelayUntil(AT),
  'somebody who comes by a link': ({ access }) => access.enter('d', 'bob', { secretHash: keyHash, name: 'Bob' }, AT),
  'a new link in place of one that was revoked': ({ access }) => access.addLink('e', freshLink, 2),
  'a link with another secret': ({ access }) => access.rotateLink('d', 'd', bytes('fresh'), 'ada', AT + 1),
  'a role that is given': ({ access }) =>
    access.decide('d', 'guest', { role: 'viewer', by: 'ada', at: AT + 1, email: 'guest@example.org' }),
  'another owner': ({ access }) => access.transfer('d', 'ada', 'guest', AT + 1),
  'access that is given up': ({ access }) => access.withdraw('d', 'guest', AT + 1),
  'a question for access': ({ access }) => access.ask('d', { actor: 'bob', name: 'Bob', message: 'Please', at: AT }, 9),
}

async function openCopy(): Promise<Stores> {
  data?.close()
  const directory = await mkdtemp(join(place, 'copy-'))
  await mkdir(directory, { recursive: true })
  await copyFile(original, join(directory, 'weft.db'))
  data = openDataDirectory(directory)
  const { database, journal } = data
  const actors = new SqliteActors(database)
  const documents = new SqliteDocuments(database, actors, journal)
  const log = new SqliteLog(database, documents, actors, journal)
  return {
    actors,
    documents,
    log,
    settings: new SqliteSettings(database),
    access: new SqliteAccess(database, actors),
    library: new SqliteLibrary(database, actors, journal),
    files: new SqliteFiles(database, actors),
  }
}

/** Every row of every table. */
function dump(): unknown {
  return TABLES.map((table) => [table, data?.database.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).all()])
}

/** Does `work` while statement `nth` of it fails, or all from there on. True when there was such a statement. */
function failing(nth: number, lasts: boolean, work: () => void): boolean {
  let count = 0
  stopWatching = watchStatements((execute) => {
    count += 1
    if (lasts ? count >= nth : count === nth) throw new StorageError('SQLITE_IOERR: disk I/O error')
    return execute()
  })
  try {
    work()
  } finally {
    stopWatching()
  }
  return count >= nth
}

describe.each(Object.entries(CALLS))('SQLite: %s', (_name, call) => {
  it.each([
    ['fails', false],
    ['and all after it fail', true],
  ])('is stored whole or not at all when its Nth statement %s, and the next time it is stored', async (_how, lasts) => {
    const whole = await openCopy()
    const before = dump()
    call(whole)
    const after = dump()
    expect(after).not.toEqual(before)

    let failures = 0
    for (let nth = 1; ; nth++) {
      const stores = await openCopy()
      let error: unknown = null
      const met = failing(nth, lasts, () => {
        try {
          call(stores)
        } catch (thrown) {
          error = thrown
        }
      })
      if (!met) break
      if (error !== null) {
        expect(error).toBeInstanceOf(StorageError)
        failures += 1
        // What failed last may have been the answer, not the storing.
        const isStored = JSON.stringify(dump()) === JSON.stringify(after)
        if (!isStored) {
          expect(dump()).toEqual(before)
          call(stores)
        }
      }
      expect(dump()).toEqual(after)
    }
    expect(failures).toBeGreaterThan(1)
  })
})
