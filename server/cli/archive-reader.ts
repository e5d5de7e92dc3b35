import { createHash } from 'node:crypto'
import { mkdir, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { type Entry, extract } from 'tar-stream'
import { syncDirectory } from '../lib/folder.ts'
import {
  BLOB_ENTRY,
  MANIFEST_NAME,
  MAX_MANIFEST_BYTES,
  type Manifest,
  type ManifestEntry,
  readManifest,
} from './archive-manifest.ts'
import { CommandError } from './command.ts'
import { bytesInWords } from './terminal.ts'

type Files = NonNullable<Manifest['files']>

const NO_FILES: Files = { count: 0, bytes: 0 }

/** What tar adds to each blob, at most: a header, and what fills it up. */
const BLOB_OVERHEAD_BYTES = 4096

/** What tar adds around entries is less than this, and so is what is in flight before the manifest is read. */
const OVERHEAD_BYTES = 4 * 1024 * 1024

/**
 * Unpacks an archive into an empty folder, and nowhere else: only the entries that its manifest names, in that order, of the
 * sizes and checksums it gives, and then as many blobs as it says, of which the database knows what they are; each is on the disk when this resolves. Rejects with a CommandError for anything else, in
 * which case part of it may lie in the folder. `room` is how many bytes may be written.
 */
export async function extractArchive(
  source: Readable,
  directory: string,
  room: number,
  signal: AbortSignal,
  onBytes: (done: number, of: number) => void,
): Promise<Manifest> {
  const bound = new ByteBound(MAX_MANIFEST_BYTES + OVERHEAD_BYTES)
  const entries = extract()
  const flow = pipeline(source, createGunzip(), bound, entries, { signal }).then(
    () => null,
    (error: unknown) => error,
  )
  try {
    const manifest = await readEntries(entries, directory, (manifest) => {
      const { count, bytes: blobBytes } = manifest.files ?? NO_FILES
      const bytes = manifest.entries.reduce((sum, entry) => sum + entry.bytes, blobBytes)
      if (bytes > room)
        throw new CommandError(`it needs ${bytesInWords(bytes)} of disk, and ${bytesInWords(room)} are free`)
      bound.limit += bytes + count * BLOB_OVERHEAD_BYTES
      return (done) => onBytes(done, bytes)
    })
    const failure = await flow
    if (failure !== null) throw failure
    return manifest
  } catch (error) {
    entries.destroy()
    // When the flow failed first, the entries only know that they ended.
    const failure = await flow
    signal.throwIfAborted()
    throw error instanceof CommandError ? error : explain(failure ?? error)
  }
}

async function readEntries(
  entries: AsyncIterable<Entry>,
  directory: string,
  accept: (manifest: Manifest) => (done: number) => void,
): Promise<Manifest> {
  let manifest: Manifest | null = null
  let count: ((done: number) => void) | null = null
  let done = 0
  const missing: ManifestEntry[] = []
  let blobs = new BlobCount(NO_FILES)
  for await (const entry of entries) {
    if (manifest === null) {
      manifest = await readFirst(entry)
      missing.push(...manifest.entries)
      blobs = new BlobCount(manifest.files ?? NO_FILES)
      count = accept(manifest)
      continue
    }
    const expected = missing.shift()
    const { name, type, size = 0 } = entry.header
    if (expected === undefined && type === 'file' && blobs.takes(name, size)) {
      const before = done
      await extractBlob(entry, directory, { name, size }, (bytes) => count?.(before + bytes))
      done += size
      continue
    }
    if (expected === undefined || type !== 'file' || name !== expected.name || size !== expected.bytes) {
      throw new CommandError(`it holds ${JSON.stringify(name)}, which is not what its manifest says`)
    }
    const before = done
    await extractFile(entry, join(directory, expected.name), expected, (bytes) => count?.(before + bytes))
    done += expected.bytes
  }
  if (manifest === null) throw new CommandError('it is no backup of Weft: it is empty')
  const [lacking] = missing
  if (lacking !== undefined) throw new CommandError(`it lacks ${lacking.name}`)
  if (blobs.left > 0) throw new CommandError(`it lacks ${blobs.left} file(s)`)
  for (const folder of blobs.folders) await syncDirectory(join(directory, folder))
  return manifest
}

async function readFirst(entry: Entry): Promise<Manifest> {
  const { name, type, size = 0 } = entry.header
  if (name !== MANIFEST_NAME || type !== 'file' || size > MAX_MANIFEST_BYTES) {
    throw new CommandError(`it is no backup of Weft: it does not begin with ${MANIFEST_NAME}`)
  }
  return readManifest(await text(entry))
}

async function extractFile(
  contents: AsyncIterable<Buffer>,
  path: string,
  { name, bytes, sha256 }: ManifestEntry,
  count: (done: number) => void,
): Promise<void> {
  const hash = createHash('sha256')
  const done = await write(contents, path, (chunk, written) => {
    hash.update(chunk)
    count(written)
  })
  if (done !== bytes || hash.digest('hex') !== sha256) {
    throw new CommandError(`${name} in it is damaged: its checksum is another one than the manifest says`)
  }
}

/** Whether it is what was stored, is checked against the database. */
async function extractBlob(
  contents: AsyncIterable<Buffer>,
  directory: string,
  { name, size }: { readonly name: string; readonly size: number },
  count: (done: number) => void,
): Promise<void> {
  const path = join(directory, name)
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const done = await write(contents, path, (_chunk, written) => count(written))
  if (done !== size) throw new CommandError(`${name} in it is cut off`)
}

/** Resolves to how many bytes it was. */
async function write(
  contents: AsyncIterable<Buffer>,
  path: string,
  onChunk: (chunk: Buffer, written: number) => void,
): Promise<number> {
  const file = await open(path, 'wx', 0o600)
  let done = 0
  try {
    for await (const chunk of contents) {
      await file.writeFile(chunk)
      done += chunk.byteLength
      onChunk(chunk, done)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return done
}

/** Which blobs may still come. */
class BlobCount {
  left: number
  /** Those that some came into, and what holds them. */
  readonly folders = new Set<string>()
  #bytes: number
  #last = ''

  constructor({ count, bytes }: Files) {
    this.left = count
    this.#bytes = bytes
  }

  /** In order, so that none comes twice. */
  takes(name: string, size: number): boolean {
    if (this.left === 0 || size > this.#bytes || name <= this.#last || !BLOB_ENTRY.test(name)) return false
    this.left--
    this.#bytes -= size
    this.#last = name
    for (const folder of [dirname(name), dirname(dirname(name)), '.']) this.folders.add(folder)
    return true
  }
}

/** Passes on so many bytes and no more: a small archive can unpack to any size. */
class ByteBound extends Transform {
  limit: number

  constructor(limit: number) {
    super()
    this.limit = limit
  }

  override _transform(chunk: Buffer, _encoding: string, callback: (error: Error | null, chunk?: Buffer) => void): void {
    this.limit -= chunk.byteLength
    if (this.limit < 0) callback(new CommandError('it holds more than its manifest says'))
    else callback(null, chunk)
  }
}

function explain(error: unknown): unknown {
  if (error instanceof CommandError || !(error instanceof Error)) return error
  const code = 'code' in error ? String(error.code) : ''
  if (code === 'Z_BUF_ERROR' || error.message === 'Unexpected end of data') {
    return new CommandError('it is cut off: its end is missing', { cause: error })
  }
  if (code.startsWith('Z_') || error.message.startsWith('Invalid tar header')) {
    return new CommandError('it is damaged, or no backup of Weft', { cause: error })
  }
  if (code === 'EISDIR') return new CommandError('it is a folder, and no backup of Weft', { cause: error })
  if (code === 'ENOSPC') return new CommandError('the disk is full', { cause: error })
  return error
}
