import { randomBytes } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, rename, rm, stat, statfs, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { syncDirectory } from '../../../lib/folder.ts'
import { BLOB_NAME, type BlobStore, type OpenBlob } from '../../blob-store.ts'
import { StorageError } from '../../storage.ts'

/** Of DATA_DIR. */
export const UPLOADS_NAME = 'uploads'

const INCOMING_NAME = 'incoming'
const SHARD_NAME = /^[0-9a-f]{2}$/
const RETIRED_SUFFIX = '.retired'

/**
 * Blobs as files below one folder: `ab/abcdef…`, those that were retired `ab/abcdef….retired`, and what is not yet one in
 * `incoming`. Nothing in it is written or changed in place.
 */
export class DiskBlobs implements BlobStore {
  readonly #directory: string
  /** Folders that are being made, or were. */
  readonly #shardsMade = new Map<string, Promise<void>>()

  constructor(directory: string) {
    this.#directory = directory
  }

  /** Removes what an earlier server had not taken in yet. Before anything else is done by one who stores. */
  removeStaged(): Promise<void> {
    return attempt(() => rm(join(this.#directory, INCOMING_NAME), { recursive: true, force: true }))
  }

  stage(): Promise<string> {
    return attempt(async () => {
      const incoming = join(this.#directory, INCOMING_NAME)
      await mkdir(incoming, { recursive: true, mode: 0o700 })
      return join(incoming, randomBytes(16).toString('hex'))
    })
  }

  discard(staged: string): Promise<void> {
    return attempt(() => rm(staged, { force: true }))
  }

  put(blob: string, staged: string): Promise<void> {
    return attempt(async () => {
      const path = blobPath(this.#directory, blob)
      const file = await open(staged, 'r+')
      try {
        await file.sync()
      } finally {
        await file.close()
      }
      await this.#makeShard(dirname(path))
      await rename(staged, path)
      await syncDirectory(dirname(path))
    })
  }

  read(blob: string): Promise<OpenBlob | null> {
    return attempt(async () => {
      const path = blobPath(this.#directory, blob)
      const file = (await opened(path)) ?? (await opened(path + RETIRED_SUFFIX))
      if (file === null) return null
      const { size } = await file.stat()
      return { size, stream: file.createReadStream() }
    })
  }

  async *list(): AsyncGenerator<readonly string[]> {
    for (const shard of await this.#shards()) {
      const names = await attempt(() => namesIn(join(this.#directory, shard)))
      const blobs = names.filter((name) => BLOB_NAME.test(name) && name.startsWith(shard))
      if (blobs.length > 0) yield blobs
    }
  }

  retire(blobs: readonly string[], at: number): Promise<void> {
    return attempt(async () => {
      for (const blob of blobs) {
        const path = blobPath(this.#directory, blob)
        await utimes(path, at / 1000, at / 1000)
        await rename(path, path + RETIRED_SUFFIX)
      }
    })
  }

  async removeRetired(before: number): Promise<number> {
    let count = 0
    for (const shard of await this.#shards()) {
      const folder = join(this.#directory, shard)
      const names = await attempt(() => namesIn(folder))
      for (const name of names.filter((each) => each.endsWith(RETIRED_SUFFIX))) {
        const path = join(folder, name)
        if ((await attempt(() => stat(path))).mtimeMs >= before) continue
        await attempt(() => rm(path))
        count++
      }
    }
    return count
  }

  room(): Promise<number> {
    return attempt(async () => {
      const { bavail, bsize } =
        (await statfs(this.#directory).catch(noneOf)) ?? (await statfs(dirname(this.#directory)))
      return bavail * bsize
    })
  }

  /** Whoever puts a blob into it waits until its name is on the disk, also when somebody else is making it. */
  #makeShard(folder: string): Promise<void> {
    const making = this.#shardsMade.get(folder)
    if (making !== undefined) return making
    const made = mkdir(folder, { recursive: true, mode: 0o700 }).then(async () => {
      for (const parent of [this.#directory, dirname(this.#directory)]) await syncDirectory(parent)
    })
    this.#shardsMade.set(folder, made)
    made.catch(() => this.#shardsMade.delete(folder))
    return made
  }

  async #shards(): Promise<string[]> {
    const names = await attempt(() => namesIn(this.#directory))
    return names.filter((name) => SHARD_NAME.test(name)).toSorted()
  }
}

/** Where a blob is below the folder of all. Throws for what is no name of a blob. */
export function blobPath(directory: string, blob: string): string {
  if (!BLOB_NAME.test(blob)) throw new Error(`${JSON.stringify(blob)} is no name of a blob`)
  return join(directory, blob.slice(0, 2), blob)
}

/** Null when there is no such file. */
async function opened(path: string): Promise<FileHandle | null> {
  return open(path, 'r').catch(noneOf)
}

async function namesIn(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(noneOf)) ?? []
}

function noneOf(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
  throw error
}

async function attempt<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && 'syscall' in error)) throw error
    throw new StorageError(`the files could not be reached: ${error.message}`, { cause: error })
  }
}
