import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, open, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { blobPath } from '../../server/storage/drivers/disk/disk-blobs.ts'
import { namedBlobs } from '../../server/storage/drivers/sqlite/named-blobs.ts'
import { SqliteStorage } from '../../server/storage/drivers/sqlite/sqlite-storage.ts'
import { MAX_UPDATE_BYTES } from '../../shared/protocol/limits.ts'
import { RawClient, RawWriter, startWriting } from '../support/raw-client.ts'
import { SharedDocument } from '../support/shared-document.ts'
import { askFiles, filesOf, storedFile } from '../support/stored-files.ts'
import { type ServerProcess, startServer, startServerProcess } from '../support/test-server.ts'
import { createJpeg, jpegSegment } from '../support/tiny-images.ts'
import { startWeft, weft } from '../support/weft-command.ts'

let folder: string
let archive: string
const servers: ServerProcess[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weft-backup-test-'))
  archive = join(folder, 'backup.tgz')
})
afterEach(async () => {
  for (const server of servers.splice(0)) await server.remove()
  await rm(folder, { recursive: true })
})

async function startedServer(env: Record<string, string> = {}): Promise<ServerProcess> {
  const server = await startServerProcess(env)
  servers.push(server)
  return server
}

describe('weft backup', () => {
  it('of a running server, restored, is everything acknowledged before it began', async () => {
    const server = await startedServer()
    const client = await RawClient.connect(server.url)
    const { document, key, writer } = await startWriting(client, 'Written before. ')
    // Past what makes a snapshot: both it and the tail must come through.
    for (let line = 0; line < 20; line++) await writer.write(`${line} ${'x'.repeat(10_000)}\n`)
    const before = writer.text.toString()
    const typing = new AbortController()
    const typed = (async () => {
      while (!typing.signal.aborted) await writer.write('and meanwhile ')
    })()
    const backedUp = await weft(['backup', archive], { DATA_DIR: server.dataDirectory })
    typing.abort()
    await typed
    expect(backedUp).toMatchObject({ status: 0, stderr: '' })
    expect(backedUp.stdout).toMatch(/^Backed up the database of .* to .*backup\.tgz \(.*\)\.\n$/)

    const DATA_DIR = join(folder, 'data')
    expect(await weft(['restore', archive], { DATA_DIR })).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(
        /^Restored 1 document\(s\), as they were at .*\nUntil .*, edits that the backup lacks .*\nWhoever has an account signs in again; .*\n$/,
      ),
    })
    const restored = await startedServer({ DATA_DIR })
    const reader = await RawClient.connect(restored.url)
    const copy = new RawWriter(reader, { document, key })
    expect((await copy.join()).ok).toBe(true)
    expect(copy.text.toString().slice(0, before.length)).toBe(before)
    expect(writer.text.toString().startsWith(copy.text.toString())).toBe(true)
    client.close()
    reader.close()
  })

  it('is for its owner alone, and replaces a file only when it is forced to', async () => {
    const server = await startedServer()
    const env = { DATA_DIR: server.dataDirectory }
    await weft(['backup', archive], env)
    expect((await stat(archive)).mode & 0o777).toBe(0o600)
    await writeFile(archive, 'precious')
    expect(await weft(['backup', archive], env)).toEqual({
      status: 1,
      stdout: '',
      stderr: `weft: ${archive} exists; --force replaces it\n`,
    })
    expect((await stat(archive)).size).toBe('precious'.length)
    expect((await weft(['backup', '--force', archive], env)).status).toBe(0)
    expect((await stat(archive)).size).toBeGreaterThan(100)
    expect(await readdir(folder)).toEqual(['backup.tgz'])
  })

  it('says when there is nothing to back up, and writes nothing', async () => {
    const { status, stderr } = await weft(['backup', archive], { DATA_DIR: join(folder, 'elsewhere') })
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^weft: There is no database .*DATA_DIR.*\n$/)])
    expect(await readdir(folder)).toEqual([])
  })

  it('says when the database is damaged, and what to do', async () => {
    await writeFile(join(folder, 'weft.db'), 'Dear diary, '.repeat(1000))
    const { status, stderr } = await weft(['backup', archive], { DATA_DIR: folder })
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/^weft: the database is damaged .*weft doctor says.*\n$/),
    ])
    expect(await readdir(folder)).toEqual(['weft.db'])
  })

  it('goes to standard output, and leaves nothing behind when a signal cuts it short', async () => {
    const server = await startedServer()
    const client = await RawClient.connect(server.url)
    const { writer } = await startWriting(client)
    // More than a pipe and the streams before it hold, and nothing that gzip could shorten much.
    for (let part = 0; part < 4; part++) {
      const text = Array.from({ length: MAX_UPDATE_BYTES / 8 }, () => Math.random().toString(36).slice(2, 8)).join('')
      await writer.write(text)
    }
    client.close()
    const env = { DATA_DIR: server.dataDirectory, TMPDIR: folder }
    const child = startWeft(['backup', '-'], env)
    if (child.stdout === null) throw new Error('the program has no output')
    await once(child.stdout, 'readable')
    expect(child.stdout.read(2)).toEqual(Buffer.from([0x1f, 0x8b]))
    expect(await readdir(folder)).toHaveLength(1)
    child.kill('SIGTERM')
    // Its output stays unread, as that of a pipe into a command that hangs.
    const [status] = (await once(child, 'exit')) as [number]
    expect(status).toBe(143)
    expect(await readdir(folder)).toEqual([])
  })

  it('says when the disk is full, and leaves no half of a backup', async () => {
    const server = await startedServer()
    const full = await open('/dev/full', 'w')
    const child = startWeft(['backup', '-'], { DATA_DIR: server.dataDirectory, TMPDIR: folder }, full.fd)
    let errors = ''
    child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()))
    const [status] = (await once(child, 'close')) as [number]
    await full.close()
    expect([status, errors]).toEqual([1, 'weft: there is no room where standard output goes; there is no backup\n'])
    expect(await readdir(folder)).toEqual([])
  })
})

describe('files of documents', () => {
  it('are in a backup of a running server, with every one that its database names, and in what is restored', async () => {
    const server = await startServer()
    const shared = await SharedDocument.create(server)
    const image = createJpeg([jpegSegment(0xfe, 'Taken by Eve')])
    const large = new Uint8Array(randomBytes(3_000_000))
    const [first, second] = [await storedFile(shared, { bytes: image }), await storedFile(shared, { bytes: large })]
    const deleted = await storedFile(shared)
    // While it is written, files come and go.
    const storing = new AbortController()
    const stored = (async () => {
      while (!storing.signal.aborted) {
        const file = await storedFile(shared, { bytes: image })
        await askFiles(shared, shared.owner, `${filesOf(shared)}/${file}`, { method: 'DELETE' })
      }
    })()
    await askFiles(shared, shared.owner, `${filesOf(shared)}/${deleted}`, { method: 'DELETE' })
    const { status, stdout, stderr } = await weft(['backup', archive], { DATA_DIR: server.dataDirectory })
    storing.abort()
    await stored
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^Backed up the database of .* and [23] file\(s\) \(2\.9 MiB\) to /)
    expect((await weft(['verify', archive], { DATA_DIR: folder, TMPDIR: folder })).stdout).toMatch(
      /^1 document\(s\), [23] file\(s\): all is well\.\n$/,
    )
    const DATA_DIR = join(folder, 'data')
    const restoring = await weft(['restore', archive], { DATA_DIR })
    expect(restoring.stdout).toMatch(/^Restored 1 document\(s\) and [23] file\(s\), as they were at /)
    shared.close()
    await server.remove()
    const restored = await startServer({ DATA_DIR })
    const at = async (file: string) =>
      Buffer.from(
        await (
          await fetch(`${restored.url}${filesOf(shared)}/${file}`, { headers: { cookie: shared.owner.cookie } })
        ).arrayBuffer(),
      )
    expect((await at(first)).equals(createJpeg())).toBe(true)
    expect((await at(second)).equals(large)).toBe(true)
    await restored.remove()
  })

  it('that are lost keep a backup from being made, unless it is said; and a restore, unless it is said', async () => {
    const server = await startServer()
    const shared = await SharedDocument.create(server)
    const [lost, kept] = [await storedFile(shared), await storedFile(shared)]
    shared.close()
    await server.restart()
    const env = { DATA_DIR: server.dataDirectory }
    const whole = join(folder, 'whole.tgz')
    expect((await weft(['backup', whole], env)).status).toBe(0)
    await rm(await blobOf(server.dataDirectory, lost))
    const refused = await weft(['backup', archive], env)
    expect([refused.status, refused.stderr]).toEqual([
      1,
      expect.stringMatching(new RegExp(`^weft: file ${lost} \\(image\\.png\\) of document ${shared.document} is lost`)),
    ])
    expect(await readdir(folder)).toEqual(['whole.tgz'])
    const { status, stdout, stderr } = await weft(['backup', '--without-lost-files', archive], env)
    expect([status, stdout]).toEqual([0, expect.stringContaining(' and 1 file(s) ')])
    expect(stderr).toContain(
      `file ${lost} (image.png) of document ${shared.document} is lost: the backup is without it`,
    )
    expect((await weft(['verify', archive], { TMPDIR: folder })).stdout).toMatch(
      new RegExp(`^document ${shared.document}: its file ${lost} .* is missing\n1 document.s., 2 file.s.: 1 problem`),
    )
    const DATA_DIR = join(folder, 'data')
    expect((await weft(['restore', archive], { DATA_DIR })).status).toBe(1)
    expect(await readdir(DATA_DIR)).toEqual(['server.lock'])
    expect((await weft(['restore', '--despite-problems', archive], { DATA_DIR })).status).toBe(0)
    expect((await stat(await blobOf(DATA_DIR, kept))).size).toBeGreaterThan(0)
    await server.remove()
  })
})

/** Where the bytes of a file are. */
async function blobOf(directory: string, file: string): Promise<string> {
  const blob = namedBlobs(directory).find((named) => named.file === file)?.blob
  if (blob === undefined) throw new Error('no such file')
  return blobPath(join(directory, 'uploads'), blob)
}

describe('weft restore', () => {
  it('refuses a folder that is not empty, or that a server runs on, and changes nothing', async () => {
    const server = await startedServer()
    await weft(['backup', archive], { DATA_DIR: server.dataDirectory })
    const onRunning = await weft(['restore', archive], { DATA_DIR: server.dataDirectory })
    expect(onRunning.status).toBe(1)
    expect(onRunning.stderr).toMatch(/^weft: .* is not empty \(weft\.db.*\)\..*\n$/)

    const DATA_DIR = join(folder, 'data')
    expect((await weft(['restore', archive], { DATA_DIR })).status).toBe(0)
    expect((await readdir(DATA_DIR)).toSorted()).toEqual(['server.lock', 'weft.db'])
    expect((await stat(join(DATA_DIR, 'weft.db'))).mode & 0o777).toBe(0o600)
    expect((await weft(['restore', archive], { DATA_DIR })).stderr).toContain('is not empty (weft.db)')
  })

  it.each([
    ['24 hours', [], 24],
    ['as long as it is told', ['--relay-hours', '1.5'], 1.5],
    ['no time', ['--relay-hours', '0'], 0],
  ])('lets others’ edits be brought back for %s', async (_name, options, hours) => {
    const source = join(folder, 'source')
    await (await SqliteStorage.open({ directory: source })).close()
    await weft(['backup', archive], { DATA_DIR: source })
    const DATA_DIR = join(folder, 'data')
    const before = Date.now()
    const { status, stdout } = await weft(['restore', archive, ...options], { DATA_DIR })
    const after = Date.now()
    expect(status).toBe(0)
    const storage = await SqliteStorage.open({ directory: DATA_DIR })
    const until = await storage.settings.relayUntil()
    await storage.close()
    if (hours === 0) expect([until, stdout]).toEqual([0, expect.stringContaining('of their authors alone')])
    else {
      expect(until).toBeGreaterThanOrEqual(before + hours * 3_600_000)
      expect(until).toBeLessThanOrEqual(after + hours * 3_600_000)
      expect(stdout).toContain(`Until ${new Date(until).toISOString()}, `)
    }
  })

  it.each(['-1', 'soon', '', '1e9'])('refuses --relay-hours=%s', async (hours) => {
    const { status, stderr } = await weft(['restore', archive, `--relay-hours=${hours}`], {
      DATA_DIR: join(folder, 'data'),
    })
    expect([status, stderr]).toEqual([2, 'weft: --relay-hours must be a number from 0 to 8760\n'])
    expect(await readdir(folder)).toEqual([])
  })

  it('says when there is no such file, and leaves the folder empty', async () => {
    const { status, stderr } = await weft(['restore', archive], { DATA_DIR: join(folder, 'data') })
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^weft: .*backup\.tgz: it cannot be read: ENOENT.*\n$/)])
    expect(await readdir(join(folder, 'data'))).toEqual(['server.lock'])
  })

  it('says when it is given a folder', async () => {
    const { status, stderr } = await weft(['restore', folder], { DATA_DIR: join(folder, 'data') })
    expect([status, stderr]).toEqual([1, `weft: ${folder}: it is a folder, and no backup of Weft\n`])
  })
})
