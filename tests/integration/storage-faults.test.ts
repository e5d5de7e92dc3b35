import { execFileSync } from 'node:child_process'
import { appendFileSync, rmSync, statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { SqliteDatabase } from '../../server/storage/drivers/sqlite/sqlite-database.ts'
import { HeadlessPage } from '../support/headless-page.ts'
import { freshDocument } from '../support/raw-client.ts'
import { type ServerProcess, startServerProcess } from '../support/test-server.ts'
import { until } from '../support/until.ts'

const LIMIT_MS = 60_000
/** Written after the disk was full, in so many rounds. */
const ROUNDS = 120
const WRITTEN_BYTES = ROUNDS * 100_000

const CHUNK = 'what was written while nothing could be stored. '.repeat(500)

let server: ServerProcess | null = null
let pages: HeadlessPage[] = []
let undo: (() => Promise<void> | void)[] = []

afterEach(async () => {
  for (const page of pages) await page.close()
  await server?.remove()
  for (const step of undo.toReversed()) await step()
  server = null
  pages = []
  undo = []
})

interface Fault {
  begin(server: ServerProcess): void
  end(server: ServerProcess): void
}

/**
 * Two pages write through a server whose storage fails for a while: what is written then is shown to nobody and called saved
 * by nobody, and arrives by itself when the fault is gone, on the same server process.
 */
async function outlive(running: ServerProcess, fault: Fault): Promise<{ author: HeadlessPage; reader: HeadlessPage }> {
  const { url, pid } = running
  const document = freshDocument()
  const author = new HeadlessPage({ url, ...document, kind: 'blank' })
  pages.push(author)
  await until(() => author.replica !== null, LIMIT_MS)
  author.type('before. ')
  await until(() => author.isSaved, LIMIT_MS)
  const reader = new HeadlessPage({ url, ...document, kind: 'open' })
  pages.push(reader)
  await until(() => reader.text === 'before. ', LIMIT_MS)
  expect(await readiness(url)).toBe(200)

  fault.begin(running)
  // A write-ahead log has room of its own, which the first of these may still find.
  for (let count = 0; author.session.status.peek().name !== 'not-saved'; count++) {
    expect(count).toBeLessThan(500)
    author.type(CHUNK)
    await until(() => ['saved', 'not-saved'].includes(author.session.status.peek().name), LIMIT_MS)
  }
  expect(author.session.status.peek()).toMatchObject({ name: 'not-saved', code: 'storage-unavailable' })
  const shown = reader.text.length
  author.type('last of all.')
  expect(await readiness(url)).toBe(503)
  expect(reader.text.length).toBe(shown)
  expect(author.text.length).toBeGreaterThan(shown)
  expect(author.isSaved).toBe(false)

  fault.end(running)
  await until(() => author.isSaved, LIMIT_MS)
  await until(() => reader.text === author.text, LIMIT_MS)
  expect(author.text.endsWith('last of all.')).toBe(true)
  expect(await readiness(url)).toBe(200)
  expect([running.pid, running.exited]).toEqual([pid, false])
  return { author, reader }
}

async function readiness(url: string): Promise<number> {
  const response = await fetch(`${url}/readyz`)
  await response.arrayBuffer()
  return response.status
}

describe('a server that cannot store', () => {
  it('goes on by itself when another program lets go of the database', { timeout: 120_000 }, async () => {
    server = await startServerProcess()
    const operator = new SqliteDatabase(join(server.dataDirectory, 'weft.db'))
    undo.push(() => operator.close())
    await outlive(server, { begin: () => operator.run('BEGIN IMMEDIATE'), end: () => operator.run('ROLLBACK') })
  })

  it('goes on by itself after I/O errors', { timeout: 120_000 }, async () => {
    server = await startServerProcess()
    // Past its limit the system fails each write to a file with an error that is not "disk full".
    const limit = (bytes: string) => (running: ServerProcess) =>
      void execFileSync('prlimit', ['--pid', String(running.pid), `--fsize=${bytes}`])
    await outlive(server, { begin: limit('4096:unlimited'), end: limit('unlimited') })
    expect(server.output).toContain('SQLITE_IOERR')
  })
})

const folder = await mkdtemp(join(tmpdir(), 'weft-small-disk-'))

function mountSmallDisk(): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', folder], { stdio: 'pipe' })
}

function unmountSmallDisk(): void {
  execFileSync('umount', [folder])
}

/** Says loudly where it cannot; with CI=true that is an error. */
function canMakeSmallDisk(): boolean {
  try {
    mountSmallDisk()
    unmountSmallDisk()
    return true
  } catch (error) {
    const message = `No small disk: its test mounts a tmpfs, which root may. ${String(error)}`
    if (process.env['CI'] === 'true') throw new Error(message, { cause: error })
    console.warn(`SKIPPED. ${message}`)
    return false
  }
}

afterAll(() => rm(folder, { recursive: true }))

describe.skipIf(!canMakeSmallDisk())('a server on a full disk', () => {
  it(
    'stores what was written meanwhile when there is room, and its log stays small',
    { timeout: 240_000 },
    async () => {
      mountSmallDisk()
      undo.push(unmountSmallDisk)
      server = await startServerProcess({ DATA_DIR: folder })
      const ballast = join(folder, 'ballast')
      const { author, reader } = await outlive(server, {
        begin: () => fill(ballast),
        end: () => rmSync(ballast),
      })
      expect(server.output).toContain('SQLITE_FULL')

      // Several times what the write-ahead log may hold: it is folded back into the database again.
      for (let round = 0; round < ROUNDS; round++) {
        author.type(`${round} ${'x'.repeat(100_000)}`, 0)
        await until(() => author.isSaved, LIMIT_MS)
        author.replica?.text.delete(0, 100_000)
        await until(() => author.isSaved, LIMIT_MS)
      }
      await until(() => reader.text === author.text, LIMIT_MS)
      expect(statSync(join(folder, 'weft.db-wal')).size).toBeLessThan(WRITTEN_BYTES / 2)
    },
  )
})

/** Writes until not a byte more fits. */
function fill(file: string): void {
  for (const size of [65_536, 1024, 1]) {
    try {
      for (;;) appendFileSync(file, new Uint8Array(size))
    } catch (error) {
      expect(error).toMatchObject({ code: 'ENOSPC' })
    }
  }
}
