import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { type Headers, pack } from 'tar-stream'
import {
  ARCHIVE_FORMAT,
  DATABASE_NAME,
  MANIFEST_NAME,
  type Manifest,
  type ManifestEntry,
  writeManifest,
} from './archive-manifest.ts'

export interface ArchiveSource {
  /** A file that nobody changes any more. */
  readonly database: string
  readonly schema: number
  readonly version: string
  /** Milliseconds since the Unix epoch. */
  readonly createdAt: number
}

/**
 * Writes the archive (tar, gzip) and ends `destination`. The database is read twice, for its checksum and for the archive,
 * and never held in memory. `onBytes` is told how many of how many bytes of these two are read. An aborted signal rejects.
 */
export async function writeArchive(
  source: ArchiveSource,
  destination: Writable,
  signal: AbortSignal,
  onBytes: (done: number, of: number) => void,
): Promise<Manifest> {
  const { size } = await stat(source.database)
  const count = counter(size * 2, onBytes)
  const entry = { name: DATABASE_NAME, bytes: size, sha256: await checksum(source.database, signal, count) } as const
  const manifest: Manifest = {
    format: ARCHIVE_FORMAT,
    weft: source.version,
    schema: source.schema,
    createdAt: new Date(source.createdAt).toISOString(),
    entries: [entry],
  }
  const archive = pack()
  const flow = pipeline(archive, createGzip(), destination, { signal })
  const fill = async (): Promise<void> => {
    const text = writeManifest(manifest)
    archive.entry(headers(MANIFEST_NAME, Buffer.byteLength(text), source.createdAt), text)
    await addFile(source.database, entry)
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
