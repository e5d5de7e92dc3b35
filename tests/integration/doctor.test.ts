import { mkdir, mkdtemp, open, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { splitFrames } from '../../shared/protocol/frames.ts'
import { SqliteDatabase } from '../../server/storage/drivers/sqlite/sqlite-database.ts'
import { SqliteTail } from '../../server/storage/drivers/sqlite/sqlite-tail.ts'
import { RawClient, startWriting } from '../support/raw-client.ts'
import { SmallDisk } from '../support/small-disk.ts'
import { type ServerProcess, startServerProcess } from '../support/test-server.ts'
import { weft } from '../support/weft-command.ts'

const PAGE_BYTES = 4096

let folder: string
let data: string
let server: ServerProcess | null = null

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weft-doctor-test-'))
  data = join(folder, 'data')
})
afterEach(async () => {
  await server?.kill()
  server = null
  await rm(folder, { recursive: true })
})

/** Documents of some lines on a server that runs; resolves to their ids and texts. */
async function written(lines: readonly number[]): Promise<{ id: string; text: string }[]> {
  server = await startServerProcess({ DATA_DIR: data })
  const client = await RawClient.connect(server.url)
  const made = []
  for (const count of lines) {
    const { document, writer } = await startWriting(client)
    for (let line = 1; line <= count; line++) await writer.write(`line ${line} ${'x'.repeat(300)}\n`)
    made.push({ id: document, text: writer.text.toString() })
  }
  client.close()
  return made
}

const doctor = (env: Record<string, string> = {}, ...args: string[]) =>
  weft(['doctor', ...args], { DATA_DIR: data, PORT: '0', ...env })

function change(sql: string): void {
  const database = new SqliteDatabase(join(data, 'weft.db'))
  database.run(sql)
  database.close()
}

interface IndexEntry {
  readonly id: string | null
  readonly text: string
  readonly updates: string
  readonly sequences: readonly string[]
  readonly missing: readonly string[]
}

async function readIndex(rescued: string): Promise<IndexEntry[]> {
  return JSON.parse(await readFile(join(rescued, 'index.json'), 'utf8')) as IndexEntry[]
}

describe('weft doctor', () => {
  it('finds nothing wrong with a server that runs', async () => {
    const [document] = await written([3])
    const { status, stdout, stderr } = await doctor({ PORT: String(server?.port) })
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^ok {7}a server runs on the folder$/m)
    expect(stdout).toContain(`ok       the server answers at http://127.0.0.1:${server?.port}/readyz\n`)
    expect(stdout).toMatch(new RegExp(`^ok .* 3 updates: document ${document?.id}$`, 'm'))
    expect(stdout).toMatch(/^ok {7}every document loads, and its log and snapshot agree$/m)
    expect(stdout).toMatch(/\n0 problem\(s\), \d+ warning\(s\)\.\n$/)
  })

  it('finds nothing wrong where nothing is yet, and makes nothing', async () => {
    const { status, stdout } = await doctor()
    expect([status, stdout]).toEqual([0, expect.stringContaining(`there is no folder ${data}\n`)])
    expect(await readdir(folder)).toEqual([])
  })

  it('names every setting that cannot be used, and goes on', async () => {
    const { status, stdout } = await doctor({ HOST: 'a b', MAX_CONNECTIONS: 'many' })
    expect(status).toBe(1)
    expect(stdout).toMatch(/^problem {2}HOST must be .*\n {9}Change or remove this environment variable\.$/m)
    expect(stdout).toMatch(/^problem {2}MAX_CONNECTIONS must be .*$/m)
    expect(stdout).toMatch(/\n2 problem\(s\)/)
  })

  it('says when another program has the port', async () => {
    server = await startServerProcess({ DATA_DIR: join(folder, 'other') })
    const { status, stdout } = await doctor({ PORT: String(server.port) })
    expect(status).toBe(1)
    expect(stdout).toMatch(/^problem {2}the server cannot listen on port \d+ .*EADDRINUSE.*\n {9}.*set PORT/m)
  })

  it('says what to do when the database was emptied, and the server does not start on it', async () => {
    await mkdir(data, { mode: 0o700 })
    await writeFile(join(data, 'weft.db'), '')
    const { status, stdout } = await doctor()
    expect(status).toBe(1)
    expect(stdout).toMatch(/^problem {2}.*weft\.db is empty\n {9}Keep a copy .*restore a backup .*remove the file\.$/m)
    const refused = await weft([], { DATA_DIR: data, PORT: '0' })
    expect([refused.status, refused.stderr]).toEqual([1, expect.stringMatching(/^weft: .*weft\.db.* is empty.*\n$/)])
    expect((await weft(['backup', join(folder, 'b')], { DATA_DIR: data })).stderr).toMatch(/weft\.db is empty/)
    expect((await doctor({}, '--rescue', join(folder, 'r'))).stderr).toMatch(/nothing can be read: .* is empty/)
  })

  it('warns of a folder that others can look into, and of a restore that was cut off', async () => {
    await mkdir(join(data, 'restore.partial'), { recursive: true, mode: 0o755 })
    const { stdout } = await doctor()
    expect(stdout).toMatch(/^warning {2}others on this machine can look into .*\n {9}Run: chmod 700 /m)
    expect(stdout).toMatch(/^warning {2}a restore was cut off\n {9}Run weft restore again/m)
    expect(stdout).toMatch(/^warning {2}there is no database yet$/m)
  })

  it('tells of documents in quarantine, and of the window for others’ edits', async () => {
    const [document] = await written([2])
    await server?.stop()
    change(`INSERT INTO quarantined_updates VALUES (1, 2, 1, 'origins in the wrong order', 0)`)
    change(`INSERT INTO settings VALUES ('relay_until', 86400000)`)
    const { stdout } = await doctor()
    expect(stdout).toContain(`document ${document?.id} has 1 update(s) in quarantine: origins in the wrong order\n`)
    expect(stdout).toContain('edits of others are taken back until 1970-01-02T00:00:00.000Z\n')
  })
})

describe('weft doctor --rescue', () => {
  it('writes what can be read of a document that cannot be loaded, beside a server that runs, and of no other', async () => {
    const [sound, damaged] = await written([2, 6])
    change(`
      UPDATE tail_segments SET bytes = CAST(substr(bytes, 1, length(bytes) - 1) || x'ff' AS BLOB)
      WHERE document = 2 AND last_sequence = 4`)
    const { status, stdout } = await doctor()
    expect([status, stdout]).toEqual([
      1,
      expect.stringMatching(/^problem {2}document .*: update 4 is not .*\n {9}weft doctor --rescue DIR/m),
    ])

    const rescued = join(folder, 'rescued')
    expect((await doctor({}, '--rescue', rescued)).status).toBe(0)
    const id = damaged?.id ?? ''
    expect((await readdir(rescued)).toSorted()).toEqual([`${id}.md`, `${id}.updates.bin`, 'index.json'].toSorted())
    const lines = damaged?.text.split('\n') ?? []
    expect(await readFile(join(rescued, `${id}.md`), 'utf8')).toBe(`${lines.slice(0, 3).join('\n')}\n`)
    expect(splitFrames(await readFile(join(rescued, `${id}.updates.bin`)))).toHaveLength(6)
    expect(await readIndex(rescued)).toMatchObject([
      { id, sequences: ['1-6'], leftOut: [4], missing: ['update 4, which is not what was stored'] },
    ])
    expect((await stat(join(rescued, `${id}.md`))).mode & 0o777).toBe(0o600)
    expect((await doctor({}, '--rescue', rescued)).stderr).toMatch(/^weft: .*rescued is not empty\n$/)

    const every = join(folder, 'every')
    expect((await doctor({}, '--rescue', every, '--all')).stdout).toMatch(/^Wrote what can be read of 2 document\(s\)/)
    expect(await readFile(join(every, `${sound?.id}.md`), 'utf8')).toBe(sound?.text)
  })

  it('reads a database that the server refuses, and every document that the damage does not touch', async () => {
    const documents = await written([12, 12, 12, 12])
    await server?.stop()
    const file = await open(join(data, 'weft.db'), 'r+')
    // The last page holds some of the last updates.
    const pages = (await file.stat()).size / PAGE_BYTES
    await file.write(new Uint8Array(PAGE_BYTES).fill(0xa5), 0, PAGE_BYTES, (pages - 1) * PAGE_BYTES)
    await file.close()
    const refused = await weft([], { DATA_DIR: data, PORT: '0' })
    expect([refused.status, refused.stderr]).toEqual([
      1,
      expect.stringMatching(/is damaged .*weft doctor --rescue DIR/),
    ])

    const rescued = join(folder, 'rescued')
    expect((await doctor({}, '--rescue', rescued)).stdout).toMatch(/^Wrote what can be read of 4 document\(s\) to /)
    const index = await readIndex(rescued)
    const whole = index.filter(({ missing }) => missing.length === 0)
    expect(whole.length).toBeGreaterThanOrEqual(2)
    for (const { id, text } of whole) {
      expect(await readFile(join(rescued, text), 'utf8')).toBe(documents.find((document) => document.id === id)?.text)
    }
    for (const { id, text } of index) {
      const read = await readFile(join(rescued, text), 'utf8')
      expect(documents.find((document) => document.id === id)?.text.startsWith(read)).toBe(true)
    }
  })

  it('says when nothing can be read at all', async () => {
    await mkdir(data)
    await writeFile(join(data, 'weft.db'), 'Dear diary, '.repeat(1000))
    const { status, stderr } = await doctor({}, '--rescue', join(folder, 'rescued'))
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/^weft: nothing can be read: SQLITE_NOTADB.*backup can help\.\n$/),
    ])
    expect((await doctor()).stdout).toMatch(/^problem {2}.*SQLITE_NOTADB/m)
  })

  it('says when there is nothing to rescue', async () => {
    await written([1])
    const { status, stdout } = await doctor({}, '--rescue', join(folder, 'rescued'))
    expect([status, stdout]).toEqual([0, 'There is nothing to rescue; --all writes every document all the same.\n'])
  })

  it('says when the folder cannot be made', async () => {
    await writeFile(join(folder, 'file'), '')
    const { status, stderr } = await doctor({}, '--rescue', join(folder, 'file', 'rescued'))
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^weft: ENOTDIR: .*rescued.*\n$/)])
  })

  it('is needed for --all', async () => {
    expect(await doctor({}, '--all')).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^weft: --all needs --rescue/),
    })
  })
})

const disk = SmallDisk.mount(1)

describe.skipIf(disk === null)('weft doctor --rescue onto a full disk', () => {
  afterAll(() => disk?.unmount())

  it('does not pass for a rescue', async () => {
    const [large] = await written([1, 1])
    await server?.stop()
    const database = new SqliteDatabase(join(data, 'weft.db'))
    const update = { document: 1, sequence: 2, at: 1, actor: 1, clientId: 1, mark: 0, update: new Uint8Array(2 ** 21) }
    new SqliteTail(database).add([update])
    database.close()
    const { status, stdout, stderr } = await doctor({}, '--rescue', join(disk?.path ?? '', 'rescued'), '--all')
    expect(status).toBe(1)
    expect(stdout).toMatch(/^Wrote what can be read of 1 document\(s\)/)
    expect(stderr).toMatch(new RegExp(`^document ${large?.id}: ENOSPC.*\\n1 document\\(s\\) could not be written`))
  })
})
