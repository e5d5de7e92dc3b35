import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { type Headers, pack } from 'tar-stream'
import type { DiskBlobs } from '../storage/drivers/disk/disk-blobs.ts'
import type { NamedBlob } from '../storage/drivers/sqlite/named-blobs.ts'
import {
  ARCHIVE_FORMAT,
  DATABASE_NAME,
  MANIFEST_NAME,
  type Manifest,
  type ManifestEntry,
  blobEntry,
  writeManifest,
} from './archive-manifest.ts'
import { CommandError } from './command.ts'

export interface ArchiveSource {
  /** A file that nobody changes any more. */
  readonly database: string
  /** Those that it names: what a server deletes meanwhile is there for hours. */
  readonly blobs: readonly Pick<NamedBlob, 'blob' | 'size'>[]
  readonly store: Pick<DiskBlobs, 'read'>
  readonly schema: number
  readonly version: string
  /** Milliseconds since the Unix epoch. */
  readonly createdAt: number
}

/**
 * Writes the archive (tar, gzip) and ends `destination`. The database is read twice, for its checksum and for the archive,
 * files once, and nothing is held in memory. `onBytes` is told how many of how many bytes are read. An aborted signal rejects; a file
 * that is not there rejects with a CommandError.
 */
export async function writeArchive(
  source: ArchiveSource,
  destination: Writable,
  signal: AbortSignal,
  onBytes: (done: number, of: number) => void,
): Promise<Manifest> {
  const { size } = await stat(source.database)
  const files = { count: source.blobs.length, bytes: source.blobs.reduce((sum, { size }) => sum + size, 0) }
  const count = counter(size * 2 + files.bytes, onBytes)
  const entry = { name: DATABASE_NAME, bytes: size, sha256: await checksum(source.database, signal, count) } as const
  const manifest: Manifest = {
    format: ARCHIVE_FORMAT,
    weft: source.version,
    schema: source.schema,
    createdAt: new Date(source.createdAt).toISOString(),
    entries: [entry],
    files,
  }
  const archive = pack()
  const flow = pipeline(archive, createGzip(), destination, { signal })
  const fill = async (): Promise<void> => {
    const text = writeManifest(manifest)
    archive.entry(headers(MANIFEST_NAME, Buffer.byteLength(text), source.createdAt), text)
    await addFile(source.database, entry)
    for (const blob of source.blobs) await addBlob(blob)
    archive.finalize()
  }
  const addFile = async (path: string, { name, bytes, sha256 }: ManifestEntry): Promise<void> => {
    const hash = createHash('sha256')
    const contents = createReadStream(path, { highWaterMark: CHUNK_BYTES })
    contents.on('data', (chunk) => {
      hash.update(chunk)
      count(chunk.length)
    })
    await pipeline(contents, archive.entry(headers(name, bytes, source.createdAt)), { signal })
    if (hash.digest('hex') !== sha256) throw new Error(`${path} changed while it was read`)
  }
  const addBlob = async ({ blob, size }: Pick<NamedBlob, 'blob' | 'size'>): Promise<void> => {
    const found = await source.store.read(blob)
    if (found === null) throw new CommandError(`${blobEntry(blob)} went away while it was backed up; run it again`)
    found.stream.on('data', (chunk: Buffer) => count(chunk.length))
    await pipeline(found.stream, archive.entry(headers(blobEntry(blob), size, source.createdAt)), { signal })
  }
  // A flow that fails destroys the archive, and with it what is being added: its reason is the one to tell.
  const filled = fill().catch((error: unknown) => {
    archive.destroy(error instanceof Error ? error : new Error(String(error)))
    return flow.then(() => {
      throw error
    })
  })
  await Promise.all([flow, filled])
  return manifest
}

const CHUNK_BYTES = 256 * 1024

function headers(name: string, size: number, at: number): Headers {
  return { name, size, mode: 0o600, mtime: new Date(at) }
}

async function checksum(path: string, signal: AbortSignal, count: (bytes: number) => void): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES, signal }) as AsyncIterable<Buffer>) {
    hash.update(chunk)
    count(chunk.byteLength)
  }
  return hash.digest('hex')
}

function counter(of: number, tell: (done: number, of: number) => void): (bytes: number) => void {
  let done = 0
  return (bytes) => {
    done += bytes
    tell(done, of)
  }
}
