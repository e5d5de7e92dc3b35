import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { DiskBlobs, UPLOADS_NAME } from '../storage/drivers/disk/disk-blobs.ts'
import type { NamedBlob } from '../storage/drivers/sqlite/named-blobs.ts'
import { StorageError } from '../storage/storage.ts'
import { blobEntry } from './archive-manifest.ts'
import type { DatabaseWorker, Finding } from './database-worker.ts'

interface CheckOptions {
  /** `size`: that each is there, and as large as it was; `content`: that each is what was stored. */
  readonly by: 'size' | 'content'
  readonly interrupted: AbortSignal
  /** Called before each. */
  readonly progress: (done: number, of: number) => void
}

export interface CheckedFiles {
  readonly files: number
  readonly bytes: number
  /** Of each that is not as its row says. */
  readonly findings: readonly Finding[]
}

/** Looks at every file that the folder's database names. One piece of one file at a time is in memory. */
export async function checkFiles(
  worker: DatabaseWorker,
  directory: string,
  options: CheckOptions,
): Promise<CheckedFiles> {
  const named = await worker.namedBlobs(directory)
  const blobs = new DiskBlobs(join(directory, UPLOADS_NAME))
  const findings: Finding[] = []
  let bytes = 0
  for (const [index, each] of named.entries()) {
    options.interrupted.throwIfAborted()
    options.progress(index, named.length)
    bytes += each.size
    const fault = await faultOf(blobs, each, options.by)
    if (fault === null) continue
    const what = `its file ${each.file} (${each.name}), ${blobEntry(each.blob)}`
    findings.push({ document: each.document, fault: `${what}, ${fault}` })
  }
  return { files: named.length, bytes, findings }
}

async function faultOf(
  blobs: DiskBlobs,
  { blob, size, sha256 }: NamedBlob,
  by: CheckOptions['by'],
): Promise<string | null> {
  try {
    const found = await blobs.read(blob)
    if (found === null) return 'is missing'
    if (found.size !== size) {
      found.stream.destroy()
      return `is damaged: it has ${found.size} bytes, and had ${size}`
    }
    if (by === 'size') {
      found.stream.destroy()
      return null
    }
    const hash = createHash('sha256')
    for await (const piece of found.stream as AsyncIterable<Uint8Array>) hash.update(piece)
    return hash.digest().equals(sha256) ? null : 'is damaged: it is not what was stored'
  } catch (error) {
    if (error instanceof StorageError || (error instanceof Error && 'code' in error))
      return `cannot be read: ${error.message}`
    throw error
  }
}
