import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { type Entry, extract } from 'tar-stream'
import {
  MANIFEST_NAME,
  MAX_MANIFEST_BYTES,
  type Manifest,
  type ManifestEntry,
  readManifest,
} from './archive-manifest.ts'
import { CommandError } from './command.ts'
import { bytesInWords } from './terminal.ts'

/** What tar adds around entries is less than this, and so is what is in flight before the manifest is read. */
const OVERHEAD_BYTES = 4 * 1024 * 1024

/**
 * Unpacks an archive into an empty folder, and nowhere else: only the entries that its manifest names, in that order, of the
 * sizes and checksums it gives; each is on the disk when this resolves. Rejects with a CommandError for anything else, in
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
      const bytes = manifest.entries.reduce((sum, entry) => sum + entry.bytes, 0)
      if (bytes > room)
        throw new CommandError(`it needs ${bytesInWords(bytes)} of disk, and ${bytesInWords(room)} are free`)
      bound.limit += bytes
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
  for await (const entry of entries) {
    if (manifest === null) {
      manifest = await readFirst(entry)
      missing.push(...manifest.entries)
      count = accept(manifest)
      continue
    }
    const expected = missing.shift()
    const { name, type, size } = entry.header
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
  const file = await open(path, 'wx', 0o600)
  let done = 0
  try {
    for await (const chunk of contents) {
      hash.update(chunk)
      await file.writeFile(chunk)
      done += chunk.byteLength
      count(done)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  if (done !== bytes || hash.digest('hex') !== sha256) {
    throw new CommandError(`${name} in it is damaged: its checksum is another one than the manifest says`)
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
