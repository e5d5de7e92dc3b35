import { createWriteStream } from 'node:fs'
import { mkdtemp, rename, rm, stat } from 'node:fs/promises'
import { setPriority, tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import type { Writable } from 'node:stream'
import { packageVersion } from '../lib/package-root.ts'
import { DATABASE_NAME, type Manifest } from './archive-manifest.ts'
import { writeArchive } from './archive-writer.ts'
import { type Call, type Command, CommandError } from './command.ts'
import { StorageError } from '../storage/storage.ts'
import { DiskBlobs, UPLOADS_NAME } from '../storage/drivers/disk/disk-blobs.ts'
import type { NamedBlob } from '../storage/drivers/sqlite/named-blobs.ts'
import { DatabaseWorker } from './database-worker.ts'
import { syncDirectory } from '../lib/folder.ts'
import { bytesInWords } from './terminal.ts'

/** People are typing meanwhile: the server goes first. */
const PRIORITY = 10

const STDOUT = '-'

export const BACKUP: Command = {
  name: 'backup',
  summary: 'Writes everything of DATA_DIR to one file, while the server runs.',
  help: `weft backup FILE [--force] [--without-lost-files]

Writes a backup of DATA_DIR, as it is at one instant, to FILE: everything acknowledged before the
command began is in it, with the files that are stored with documents. The server may run, and people may type. FILE is an archive (tar, gzip);
weft restore takes it, and weft verify FILE checks it. It is complete when it is there: until then
it is in a folder FILE.partial-..., which goes away when the backup is interrupted. It needs room
for an uncompressed copy of the database beside FILE. Whoever has the file can read every
document.

  FILE      where to write; - is standard output
  --force   replace FILE when it exists
  --without-lost-files   go on when files are missing in DATA_DIR; which, is told`,
  statuses: {
    ok: 'the backup is complete and on the disk',
    failed: 'there is no backup: no room, no database, FILE exists',
    usage: 'an argument or a setting cannot be used',
  },
  flags: { force: { type: 'boolean', default: false }, 'without-lost-files': { type: 'boolean', default: false } },
  operands: { least: 1, most: 1, name: 'FILE' },
  run: backup,
}

async function backup(call: Call): Promise<number> {
  const [operand = ''] = call.operands
  setPriority(PRIORITY)
  if (operand === STDOUT) await writeToStdout(call)
  else await writeToFile(call, resolve(operand))
  return 0
}

async function writeToStdout(call: Call): Promise<void> {
  if (process.stdout.isTTY) throw new CommandError('a backup cannot be shown on a terminal; give a FILE')
  await inFolder(join(tmpdir(), 'weft-backup-'), async (folder) => {
    const manifest = await write(call, folder, process.stdout).catch(explainStdout)
    call.terminal.note(`Backed up ${contents(manifest)}.`)
  })
}

async function writeToFile(call: Call, file: string): Promise<void> {
  await refuseExisting(call, file)
  await inFolder(`${file}.partial-`, async (folder) => {
    const archive = join(folder, basename(file))
    const manifest = await write(call, folder, createWriteStream(archive, { mode: 0o600, flush: true }))
    const { size } = await stat(archive)
    await refuseExisting(call, file)
    await rename(archive, file)
    await syncDirectory(dirname(file))
    call.terminal.say(`Backed up ${contents(manifest)} to ${file} (${bytesInWords(size)}).`)
  })
}

async function write(
  { config, flags, terminal, clock, interrupted }: Call,
  folder: string,
  to: Writable,
): Promise<Manifest> {
  const { dataDirectory } = config()
  const database = join(folder, DATABASE_NAME)
  const createdAt = clock.now()
  const worker = new DatabaseWorker(clock, interrupted)
  try {
    const schema = await terminal.during(worker.copy(dataDirectory, database), () => 'copying the database')
    // After the copy: a file is there before a row names it, and hours after none does.
    const blobs = await worker.namedBlobs(folder)
    const store = new DiskBlobs(join(dataDirectory, UPLOADS_NAME))
    const kept = await present(blobs, store, flags['without-lost-files'] === true, terminal)
    const source = { database, blobs: kept, store, schema, version: packageVersion(), createdAt }
    return await writeArchive(source, to, interrupted, (done, of) => {
      terminal.progress(`writing the archive: ${Math.floor((100 * done) / of)} %`)
    })
  } finally {
    await worker.close()
  }
}

/** Those that are there, as large as they were stored. */
async function present(
  blobs: readonly NamedBlob[],
  store: DiskBlobs,
  isLossAccepted: boolean,
  terminal: Call['terminal'],
): Promise<NamedBlob[]> {
  const kept: NamedBlob[] = []
  for (const each of blobs) {
    const found = await store.read(each.blob)
    found?.stream.destroy()
    if (found?.size === each.size) {
      kept.push(each)
      continue
    }
    const what = `file ${each.file} (${each.name}) of document ${each.document} is lost`
    if (!isLossAccepted)
      throw new CommandError(
        `${what}, and perhaps others: weft doctor tells. There is no backup; --without-lost-files makes one all the same`,
      )
    terminal.note(`${what}: the backup is without it`)
  }
  return kept
}

/** Runs `work` with a new folder that only its owner can read, and removes the folder however it ends. */
async function inFolder(prefix: string, work: (folder: string) => Promise<void>): Promise<void> {
  try {
    const folder = await mkdtemp(prefix)
    try {
      await work(folder)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  } catch (error) {
    throw explain(error, dirname(prefix))
  }
}

async function refuseExisting({ flags }: Call, file: string): Promise<void> {
  const existing = await stat(file).catch(() => null)
  if (existing?.isDirectory() === true) throw new CommandError(`${file} is a folder`)
  if (existing !== null && flags['force'] !== true) {
    throw new CommandError(`${file} exists; --force replaces it`)
  }
}

function contents({ createdAt, entries, files }: Manifest): string {
  const database = `the database of ${createdAt} (${bytesInWords(entries[0].bytes)})`
  const { count, bytes } = files ?? { count: 0, bytes: 0 }
  return count === 0 ? database : `${database} and ${count} file(s) (${bytesInWords(bytes)})`
}

/** The copy in the folder is SQLite's, with errors of its own: what the system says is of the archive. */
function explainStdout(error: unknown): never {
  const isFull = error instanceof Error && 'code' in error && error.code === 'ENOSPC'
  throw isFull ? new CommandError('there is no room where standard output goes; there is no backup') : error
}

function explain(error: unknown, place: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const isFull = code === 'ENOSPC' || (error instanceof Error && error.message.startsWith('SQLITE_FULL'))
  if (isFull) return new CommandError(`the disk of ${place} is full; there is no backup`, { cause: error })
  if (error instanceof StorageError && /^SQLITE_(CORRUPT|NOTADB)/.test(error.message)) {
    const message = `the database is damaged (${error.message}); there is no backup. weft doctor says what to do`
    return new CommandError(message, { cause: error })
  }
  if (['ENOENT', 'EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EPIPE', 'EDQUOT'].includes(code)) {
    return new CommandError(`there is no backup: ${error instanceof Error ? error.message : code}`, { cause: error })
  }
  return error
}
