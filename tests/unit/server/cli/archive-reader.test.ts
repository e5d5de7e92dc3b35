import { createHash } from 'node:crypto'
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { type Headers, pack } from 'tar-stream'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { extractArchive } from '../../../../server/cli/archive-reader.ts'
import { CommandError } from '../../../../server/cli/command.ts'

const DATABASE = Buffer.from('the database '.repeat(10_000))
const MANIFEST = {
  format: 1,
  weft: '0.1.0',
  schema: 1,
  createdAt: '2026-11-20T00:00:00.000Z',
  entries: [
    { name: 'weft.db', bytes: DATABASE.byteLength, sha256: createHash('sha256').update(DATABASE).digest('hex') },
  ],
}
const ROOM = 1e9

type Part = readonly [Headers, string | Buffer]

const manifest = (change: object = {}): Part => [{ name: 'manifest.json' }, JSON.stringify({ ...MANIFEST, ...change })]
const entries = (change: object): Part => manifest({ entries: [{ ...MANIFEST.entries[0], ...change }] })
const database: Part = [{ name: 'weft.db' }, DATABASE]

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'weft-archive-'))
})
afterEach(() => rm(directory, { recursive: true }))

async function tar(parts: readonly Part[]): Promise<Buffer> {
  const archive = pack()
  for (const [headers, contents] of parts) archive.entry({ mtime: new Date(0), ...headers }, contents)
  archive.finalize()
  return buffer(archive)
}

function extract(archive: Buffer, room = ROOM) {
  // In small chunks, as a slow disk gives them.
  const chunks = Array.from({ length: Math.ceil(archive.byteLength / 1000) }, (_, at) => {
    return archive.subarray(at * 1000, (at + 1) * 1000)
  })
  return extractArchive(Readable.from(chunks), directory, room, new AbortController().signal, () => {})
}

it('unpacks what the manifest names', async () => {
  expect(await extract(gzipSync(await tar([manifest(), database])))).toEqual(MANIFEST)
  expect(await readdir(directory)).toEqual(['weft.db'])
  expect(await readFile(join(directory, 'weft.db'))).toEqual(DATABASE)
})

it.each<[string, readonly Part[], RegExp]>([
  ['nothing', [], /it is empty/],
  ['no manifest', [database], /does not begin with manifest\.json/],
  ['a manifest that is none', [[{ name: 'manifest.json' }, '{}'], database], /its manifest is not one/],
  ['a manifest that is no JSON', [[{ name: 'manifest.json' }, '<?xml'], database], /manifest cannot be read/],
  ['a manifest of absurd size', [[{ name: 'manifest.json' }, ' '.repeat(2 ** 21)]], /does not begin with/],
  ['a newer format', [manifest({ format: 3 }), database], /written by a newer Weft/],
  ['no database', [manifest()], /it lacks weft\.db/],
  ['other bytes', [entries({ sha256: '0'.repeat(64) }), database], /weft\.db in it is damaged: its checksum/],
  ['another size than the manifest says', [entries({ bytes: 10 }), database], /"weft\.db", which is not what/],
  [
    'more than there is room for',
    [entries({ bytes: 1e12 }), database],
    /needs 931\.3 GiB of disk, and 953\.7 MiB are free/,
  ],
  ['a path', [manifest(), [{ name: '../weft.db' }, DATABASE]], /"\.\.\/weft\.db", which is not what/],
  ['an absolute path', [manifest(), [{ name: '/etc/passwd' }, DATABASE]], /"\/etc\/passwd", which is not what/],
  ['a path in its manifest', [entries({ name: '../weft.db' }), database], /its manifest is not one/],
  ['a link', [manifest(), [{ name: 'weft.db', type: 'symlink', linkname: '/etc/passwd' }, '']], /is not what/],
  ['a folder', [manifest(), [{ name: 'weft.db', type: 'directory' }, '']], /is not what/],
  ['something more', [manifest(), database, [{ name: 'more' }, 'x']], /"more", which is not what/],
  ['a second database', [manifest(), database, database], /"weft\.db", which is not what/],
])('refuses an archive with %s', async (_name, parts, reason) => {
  const refusal = await extract(gzipSync(await tar(parts))).catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(CommandError)
  expect((refusal as CommandError).message).toMatch(reason)
})

const BLOBS = [`ab/ab${'0'.repeat(30)}`, `cd/cd${'1'.repeat(30)}`].map((name) => `uploads/${name}`)
const [FIRST = '', SECOND = ''] = BLOBS
const withFiles = (count: number, bytes: number): Part => manifest({ format: 2, files: { count, bytes } })

it('unpacks as many files as the manifest says', async () => {
  const parts = [withFiles(2, 11), database, [{ name: FIRST }, 'Hello'], [{ name: SECOND }, 'world!']] as const
  expect((await extract(gzipSync(await tar(parts)))).files).toEqual({ count: 2, bytes: 11 })
  expect(await readFile(join(directory, FIRST), 'utf8')).toBe('Hello')
  expect(await readFile(join(directory, SECOND), 'utf8')).toBe('world!')
})

it.each<[string, readonly Part[], RegExp]>([
  ['fewer files than its manifest says', [withFiles(2, 5), database, [{ name: FIRST }, 'Hello']], /it lacks 1 file/],
  ['more', [withFiles(1, 9), database, [{ name: FIRST }, 'a'], [{ name: SECOND }, 'b']], /cd1+", which is not what/],
  ['larger ones', [withFiles(1, 4), database, [{ name: FIRST }, 'Hello']], /ab0+", which is not what/],
  ['one twice', [withFiles(2, 9), database, [{ name: FIRST }, 'a'], [{ name: FIRST }, 'b']], /which is not what/],
  ['files before the database', [withFiles(1, 5), [{ name: FIRST }, 'Hello'], database], /which is not what/],
  [
    'a file somewhere else',
    [withFiles(1, 5), database, [{ name: `uploads/../${FIRST}` }, 'Hello']],
    /which is not what/,
  ],
  [
    'a file in another folder',
    [withFiles(1, 5), database, [{ name: FIRST.replace('ab/', 'cd/') }, 'a']],
    /which is not what/,
  ],
  [
    'a link as a file',
    [withFiles(1, 5), database, [{ name: FIRST, type: 'symlink', linkname: '/' }, '']],
    /which is not what/,
  ],
])('refuses an archive with %s', async (_name, parts, reason) => {
  await expect(extract(gzipSync(await tar(parts)))).rejects.toThrow(reason)
})

it('refuses an archive wherever it is cut off', async () => {
  const whole = gzipSync(await tar([manifest(), database]))
  for (let end = 0; end < whole.byteLength - 1; end += 7) {
    const refusal = await extract(whole.subarray(0, end)).catch((error: unknown) => error)
    expect([end, refusal]).toEqual([end, expect.any(CommandError)])
    await rm(join(directory, 'weft.db'), { force: true })
  }
})

it('unpacks the very same bytes or nothing, wherever a byte of the archive is another one', async () => {
  const whole = gzipSync(await tar([manifest(), database]))
  let refused = 0
  for (let at = 0; at < whole.byteLength; at += 3) {
    const damaged = Buffer.from(whole)
    damaged[at] = (damaged[at] ?? 0) ^ 0x10
    try {
      // gzip has bits that mean nothing.
      expect([at, await extract(damaged)]).toEqual([at, MANIFEST])
      expect((await readFile(join(directory, 'weft.db'))).equals(DATABASE)).toBe(true)
    } catch (error) {
      expect([at, error]).toEqual([at, expect.any(CommandError)])
      refused++
    }
    await rm(join(directory, 'weft.db'), { force: true })
  }
  expect(refused).toBeGreaterThan(whole.byteLength / 6)
})

it('refuses what is no archive at all', async () => {
  await expect(extract(Buffer.from('Dear diary, '.repeat(100)))).rejects.toThrow('damaged, or no backup of Weft')
  await expect(extract(gzipSync('Dear diary, '.repeat(100)))).rejects.toThrow('damaged, or no backup of Weft')
})

it('unpacks no more than the manifest says, however small the archive is', async () => {
  const padded = Buffer.concat([await tar([manifest(), database]), Buffer.alloc(64 * 1024 * 1024)])
  await expect(extract(gzipSync(padded))).rejects.toThrow('it holds more than its manifest says')
})

it('takes an end as soon as it is asked to', async () => {
  const whole = gzipSync(await tar([manifest(), database]))
  const reason = new Error('stopped by SIGINT')
  const ended = extractArchive(Readable.from([whole]), directory, ROOM, AbortSignal.abort(reason), () => {})
  await expect(ended).rejects.toBe(reason)
})
