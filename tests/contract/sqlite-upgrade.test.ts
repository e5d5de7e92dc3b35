import { copyFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { crc32 } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SqliteStorage } from '../../server/storage/drivers/sqlite/sqlite-storage.ts'
import { ACTORS, AT, DELETED, EMPTY, NAMED, SNAPSHOT, UPDATES } from '../fixtures/db/content.ts'
import { storedAt } from '../support/stored-at.ts'

const fixtures = fileURLToPath(new URL('../fixtures/db', import.meta.url))
const markAt = (sequence: number) => crc32(Buffer.concat(UPDATES.slice(0, sequence).map(({ update }) => update)))
const versions = (await readdir(fixtures, { withFileTypes: true })).filter((entry) => entry.isDirectory())

describe('SQLite: databases of past versions', () => {
  it('has one of the present version, without a write-ahead log', async () => {
    const packageFile = await readFile(new URL('../../package.json', import.meta.url), 'utf8')
    const { version } = JSON.parse(packageFile) as { version: string }
    expect(versions.map(({ name }) => name)).toContain(version)
    for (const { name } of versions) expect(await readdir(join(fixtures, name))).toEqual(['weft.db'])
  })

  describe.each(versions.map(({ name }) => name))('%s', (version) => {
    let directory: string
    let storage: SqliteStorage

    beforeEach(async () => {
      directory = await mkdtemp(join(tmpdir(), 'weft-upgrade-'))
      await copyFile(join(fixtures, version, 'weft.db'), join(directory, 'weft.db'))
      storage = await SqliteStorage.open({ directory })
    })

    afterEach(async () => {
      await storage.close()
      await rm(directory, { recursive: true })
    })

    it('opens with every document, update, snapshot, binding and actor', async () => {
      const tail = UPDATES.filter(({ sequence }) => sequence > SNAPSHOT.sequence).map(({ update }) => update)
      const record = {
        creator: ACTORS[0].id,
        createdAt: AT,
        deletedAt: null,
        trashedAt: null,
        title: null,
        firstLine: null,
        epoch: 1,
        sequence: 0,
      }
      const named = { ...record, id: NAMED.id, title: NAMED.title, sequence: UPDATES.length }
      const { bytes, ...head } = SNAPSHOT
      const snapshot = { ...head, byteLength: bytes.byteLength }
      const mark = markAt(UPDATES.length)
      expect(await storage.log.load(NAMED.id)).toEqual({ document: named, mark, snapshot, tail })
      expect(await storage.log.readAfter(NAMED.id, 0)).toEqual({
        epoch: 1,
        sequence: UPDATES.length,
        mark,
        heldMark: 0,
        snapshot: SNAPSHOT,
        updates: tail,
      })
      expect(await storage.log.history(NAMED.id, 1, UPDATES.length)).toEqual(UPDATES)
      expect(await storage.documents.find(EMPTY.id)).toEqual({ ...record, id: EMPTY.id })
      expect(await storage.documents.find(DELETED.id)).toEqual({
        ...record,
        id: DELETED.id,
        deletedAt: DELETED.deletedAt,
      })
      const [ada, bob] = ACTORS
      expect(await storage.documents.bindClients(NAMED.id, ada.id, [NAMED.clientId, 7])).toEqual([7])
      expect(await storage.documents.bindClients(NAMED.id, bob.id, [NAMED.clientId, 7])).toEqual([NAMED.clientId])
      for (const { id, tokenHash } of ACTORS) expect(await storage.actors.resolve(tokenHash, 'fresh', AT)).toBe(id)
    })

    it('has its key as the first link, which lets anybody edit, and its creator as the owner', async () => {
      const [ada, bob] = ACTORS
      for (const { id, keyHash } of [NAMED, EMPTY]) {
        const found = await storage.access.find(id, ada.tokenHash, keyHash)
        expect(found.standing.decision).toEqual({ how: 'created', role: 'owner', at: AT })
        expect(found.link).toMatchObject({ id, role: 'editor', createdBy: ada.id, createdAt: AT, revokedAt: null })
        expect((await storage.access.enter(id, bob.id, { secretHash: keyHash, name: null }, AT)).links).toHaveLength(1)
      }
      expect((await storage.access.find(DELETED.id, ada.tokenHash, DELETED.keyHash)).link).toBeNull()
    })

    it('tells when each was edited last', async () => {
      const told = await storage.library.page(ACTORS[0].tokenHash, null, 9)
      const edited = new Map(told?.map(({ id, editedAt }) => [id, editedAt]))
      expect(edited).toEqual(
        new Map([
          [NAMED.id, UPDATES.at(-1)?.at],
          [EMPTY.id, AT],
        ]),
      )
    })

    it('has every mark', async () => {
      for (let after = 0; after <= UPDATES.length; after++) {
        expect((await storage.log.readAfter(NAMED.id, after))?.heldMark).toBe(markAt(after))
      }
    })

    it('can be written on', async () => {
      const update = { actor: ACTORS[1].id, clientId: 7, update: new Uint8Array(5) }
      const entries = [NAMED, DELETED, EMPTY].map(({ id }) => ({ document: id, epoch: 1, updates: [update] }))
      expect(await storage.log.append(entries, AT)).toEqual([
        storedAt(UPDATES.length + 1),
        { ok: false, code: 'not-found' },
        storedAt(1),
      ])
      const sequence = UPDATES.length + 1
      expect(await storage.log.fold(NAMED.id, 1, { ...SNAPSHOT, sequence })).toBe(true)
      expect((await storage.log.history(NAMED.id, 1, sequence)).slice(0, -1)).toEqual(UPDATES)
    })
  })
})
