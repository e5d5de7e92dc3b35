import { mkdtemp, open, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { SqliteStorage } from '../../server/storage/drivers/sqlite/sqlite-storage.ts'
import { TEXT_NAME } from '../../shared/document/shape.ts'
import { SqliteDatabase } from '../../server/storage/drivers/sqlite/sqlite-database.ts'
import { RawClient, startWriting } from '../support/raw-client.ts'
import { type TestServer, startServer } from '../support/test-server.ts'
import { weft } from '../support/weft-command.ts'

let server: TestServer
let client: RawClient
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weft-verify-test-'))
  server = await startServer({ DATA_DIR: join(folder, 'data') })
  client = await RawClient.connect(server.url)
})
afterEach(async () => {
  client.close()
  await server.remove()
  await rm(folder, { recursive: true })
})

/** A document of some lines; resolves to its id. */
async function written(lines: number, length = 10): Promise<string> {
  const { document, writer } = await startWriting(client)
  for (let line = 0; line < lines; line++) await writer.write(`${line} ${'x'.repeat(length)}\n`)
  return document
}

const verify = (...args: string[]) => weft(['verify', ...args], { DATA_DIR: server.dataDirectory, TMPDIR: folder })

/** Of every row that refers to an actor, only updates have the key in their own bytes. */
const AUTHORS_LOST = `
  UPDATE actors SET key = key + 9;
  UPDATE documents SET creator = creator + 9;
  UPDATE share_links SET created_by = created_by + 9;
  UPDATE grants SET actor = actor + 9;
  UPDATE client_bindings SET actor = actor + 9`

async function change(sql: string): Promise<void> {
  await server.remove()
  const database = new SqliteDatabase(join(server.dataDirectory, 'weft.db'))
  database.run('PRAGMA foreign_keys = OFF')
  database.run(sql)
  database.close()
}

describe('weft verify', () => {
  it('finds nothing wrong with the folder of a running server, folded documents among them, nor with a backup', async () => {
    await written(5)
    // Past what makes a snapshot at once.
    await written(30, 10_000)
    await expect.poll(snapshots).toBe(1)
    expect(await verify()).toEqual({ status: 0, stdout: '2 document(s): all is well.\n', stderr: '' })
    const archive = join(folder, 'backup.tgz')
    expect(await weft(['backup', archive], { DATA_DIR: server.dataDirectory })).toMatchObject({ status: 0 })
    expect(await verify(archive)).toEqual({ status: 0, stdout: '2 document(s): all is well.\n', stderr: '' })
    expect((await readdir(folder)).toSorted()).toEqual(['backup.tgz', 'data'])
  })

  it.each([
    ['a missing update', 'DELETE FROM tail_segments WHERE last_sequence = 3', /: update 3 is missing\n/],
    [
      'an update that is another one',
      "UPDATE tail_segments SET bytes = CAST(substr(bytes, 1, length(bytes) - 1) || x'ff' AS BLOB) WHERE last_sequence = 3",
      /: update 3 is not what was stored\n/,
    ],
    ['a clientID that nobody is bound to', 'DELETE FROM client_bindings', /nobody is bound to the clientID of update/],
    ['an author that is missing', AUTHORS_LOST, /the author of update 1 is missing/],
  ])('finds %s', async (_name, sql, fault) => {
    const document = await written(5)
    await change(sql)
    const { status, stdout } = await verify()
    expect(status).toBe(1)
    expect(stdout).toMatch(fault)
    expect(stdout).toContain(`document ${document}: `)
    expect(stdout).toMatch(/\n1 document\(s\): [12] problem\(s\)\.\n$/)
  })

  it('takes a mended document by its own text: its history leads elsewhere', async () => {
    const document = await written(5)
    await server.remove()
    const storage = await SqliteStorage.open({ directory: server.dataDirectory })
    const mended = new Y.Doc()
    mended.getText(TEXT_NAME).insert(0, 'mended')
    const [bytes, stateVector] = [Y.encodeStateAsUpdateV2(mended), Y.encodeStateVector(mended)]
    const snapshot = { sequence: 5, bytes, stateVector, structs: 1 }
    const quarantined = [{ sequence: 3, reason: 'forged origins' }]
    expect(await storage.log.rebase(document, 1, { snapshot, quarantined, at: 1 })).toBe(true)
    await storage.close()
    expect(await verify()).toMatchObject({ status: 0, stdout: '1 document(s): all is well.\n' })
  })

  it('finds in a backup what was wrong in the folder, and then nothing is restored unless it is asked for', async () => {
    await written(5)
    await change('DELETE FROM tail_segments WHERE last_sequence = 3')
    const archive = join(folder, 'backup.tgz')
    await weft(['backup', archive], { DATA_DIR: server.dataDirectory })
    expect(await verify(archive)).toEqual(await verify())
    const env = { DATA_DIR: join(folder, 'restored') }
    const refused = await weft(['restore', archive], env)
    expect(refused.status).toBe(1)
    expect(refused.stderr).toMatch(
      /^document .*\nweft: nothing was restored: .*--despite-problems restores it all the same\n$/,
    )
    expect(await readdir(env.DATA_DIR)).toEqual(['server.lock'])
    expect((await weft(['restore', archive, '--despite-problems'], env)).status).toBe(0)
  })

  it('says when the file is damaged', async () => {
    await written(30, 10_000)
    await server.remove()
    const file = await open(join(server.dataDirectory, 'weft.db'), 'r+')
    // Near the end: pages that the journal had, before it, are free.
    const pages = (await file.stat()).size / 4096
    await file.write(new Uint8Array(4096).fill(0xa5), 0, 4096, (pages - 10) * 4096)
    await file.close()
    const { status, stdout, stderr } = await verify()
    expect(status).toBe(1)
    expect(stdout + stderr).toMatch(/weft\.db: |SQLITE_CORRUPT/)
    for (const line of stdout.trim().split('\n')) expect(line).toMatch(/^weft\.db: |^document |problem\(s\)\.$|^$/)
  })

  it('says when the temporary folder is not there', async () => {
    const { status, stderr } = await weft(['verify', 'backup.tgz'], { TMPDIR: join(folder, 'elsewhere') })
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^weft: ENOENT: .*elsewhere.*\n$/)])
  })

  it('says when there is no database', async () => {
    const { status, stderr } = await weft(['verify'], { DATA_DIR: join(folder, 'elsewhere') })
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^weft: There is no database .*\n$/)])
  })
})

function snapshots(): number {
  const database = new SqliteDatabase(join(server.dataDirectory, 'weft.db'), { readOnly: true })
  const row = database.prepare<{ count: number }>('SELECT count(*) AS count FROM snapshots').get()
  database.close()
  return row?.count ?? 0
}
