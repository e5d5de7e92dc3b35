import { createReadStream } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Readable } from 'node:stream'
import { SqliteStorage } from '../storage/drivers/sqlite/sqlite-storage.ts'
import { type Storage, StorageError } from '../storage/storage.ts'
import type { Manifest } from './archive-manifest.ts'
import { extractArchive } from './archive-reader.ts'
import { type Call, CommandError } from './command.ts'
import { DatabaseWorker, type Finding } from './database-worker.ts'
import { checkFiles } from './file-checks.ts'

/** A backup, unpacked into a folder and looked at. */
export interface Unpacked {
  readonly manifest: Manifest
  readonly documents: number
  readonly files: number
  readonly findings: readonly Finding[]
}

/**
 * Unpacks a backup into an empty folder, brings its database to the present version, calls `settle` with it, closes it, and
 * inspects every document and file. Rejects with a CommandError or a StorageError when it is no sound archive or database.
 */
export async function unpackBackup(
  call: Call,
  file: string,
  folder: string,
  settle: (storage: Storage) => Promise<void>,
): Promise<Unpacked> {
  const { terminal, clock, interrupted } = call
  const manifest = await extract(call, file, folder)
  await terminal
    .during(prepare(folder, settle), () => 'opening the database')
    .catch((error: unknown) => {
      const isFull = error instanceof StorageError && error.message.startsWith('SQLITE_FULL')
      throw isFull
        ? new CommandError(`${file}: there is too little room in ${dirname(folder)}`, { cause: error })
        : error
    })
  const worker = new DatabaseWorker(clock, interrupted)
  try {
    let documents = 0
    const findings = await worker.inspect(folder, (so) => {
      documents = so.of
      terminal.progress(`checking documents: ${so.documents} of ${so.of}`)
    })
    const files = await checkFiles(worker, folder, {
      by: 'content',
      interrupted,
      progress: (done, of) => terminal.progress(`checking files: ${done} of ${of}`),
    })
    return { manifest, documents, files: files.files, findings: [...findings, ...files.findings] }
  } finally {
    await worker.close()
  }
}

async function prepare(folder: string, settle: (storage: Storage) => Promise<void>): Promise<void> {
  const storage = await SqliteStorage.open({ directory: folder })
  try {
    await settle(storage)
  } finally {
    await storage.close()
  }
}

/** One line for each. */
export function describeFinding({ document, fault }: Finding): string {
  return document === null ? `weft.db: ${fault}` : `document ${document}: ${fault}`
}

async function extract({ terminal, interrupted }: Call, file: string, folder: string): Promise<Manifest> {
  const { bavail, bsize } = await statfs(folder)
  try {
    return await extractArchive(await opened(file), folder, bavail * bsize, interrupted, (done, of) => {
      terminal.progress(`unpacking ${file}: ${Math.floor((100 * done) / of)} %`)
    })
  } catch (error) {
    throw error instanceof CommandError ? new CommandError(`${file}: ${error.message}`, { cause: error }) : error
  }
}

async function opened(file: string): Promise<Readable> {
  const source = createReadStream(file)
  await new Promise((resolve, reject) => {
    source.once('open', resolve)
    source.once('error', (error) => reject(new CommandError(`it cannot be read: ${error.message}`, { cause: error })))
  })
  return source
}
