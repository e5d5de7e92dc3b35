import { unzipSync, type UnzipFileInfo } from 'fflate'
import { MAX_ARCHIVE_ENTRIES, MAX_UNPACKED_BYTES } from './import-limits.ts'

export interface ArchiveEntry {
  /** With slashes, from the root of the archive. */
  readonly path: string
  readonly bytes: Uint8Array
}

export type SkipReason = 'unsafe-path' | 'too-large' | 'unreadable'

export interface SkippedEntry {
  readonly path: string
  readonly why: SkipReason
}

export type Unpacked =
  | {
      readonly ok: true
      readonly entries: readonly ArchiveEntry[]
      readonly skipped: readonly SkippedEntry[]
      /** Paths of what is not wanted at all. */
      readonly unwanted: readonly string[]
    }
  /** Nothing of it is taken. */
  | { readonly ok: false; readonly why: 'not-an-archive' | 'too-many-entries' | 'too-much' }

/** How much of an entry is taken at most, in bytes; null for what is not wanted at all. */
export type WantedBytes = (path: string) => number | null

/**
 * Unpacks what is wanted of a zip. First it is looked at as it says what is in it, and then no more is unpacked of an entry than
 * it said, so that nothing grows past the limits.
 */
export function unpackArchive(archive: Uint8Array, wanted: WantedBytes): Unpacked {
  const listed = entriesOf(archive)
  if (listed === null) return { ok: false, why: 'not-an-archive' }
  if (listed.length > MAX_ARCHIVE_ENTRIES) return { ok: false, why: 'too-many-entries' }
  const skipped: SkippedEntry[] = []
  const unwanted: string[] = []
  const taken = new Set<string>()
  let total = 0
  for (const { name, originalSize } of listed) {
    const path = name.replaceAll('\\', '/')
    if (path.endsWith('/')) continue
    const limit = wanted(path)
    if (limit === null) unwanted.push(path)
    else if (!isSafePath(path)) skipped.push({ path, why: 'unsafe-path' })
    else if (originalSize > limit) skipped.push({ path, why: 'too-large' })
    else {
      total += originalSize
      taken.add(name)
    }
  }
  if (total > MAX_UNPACKED_BYTES) return { ok: false, why: 'too-much' }
  const { files, broken } = unpack(archive, taken)
  for (const name of broken) skipped.push({ path: name, why: 'unreadable' })
  const entries = [...files].map(([name, bytes]) => ({ path: name.replaceAll('\\', '/'), bytes }))
  return { ok: true, entries, skipped, unwanted }
}

/** A path that stays below where it is put: not from a root, not upwards, and a path at all. */
export function isSafePath(path: string): boolean {
  if (path.startsWith('/') || /^[a-z]:/i.test(path) || path.includes('\0')) return false
  return path.split('/').every((part) => part !== '..' && part !== '.' && part !== '')
}

function entriesOf(archive: Uint8Array): UnzipFileInfo[] | null {
  const entries: UnzipFileInfo[] = []
  try {
    unzipSync(archive, {
      filter: (entry) => {
        entries.push(entry)
        return false
      },
    })
  } catch {
    return null
  }
  return entries
}

/** At once; where one of them cannot be read, each by itself. */
function unpack(
  archive: Uint8Array,
  names: ReadonlySet<string>,
): { readonly files: ReadonlyMap<string, Uint8Array>; readonly broken: readonly string[] } {
  try {
    return { files: new Map(Object.entries(unzipSync(archive, { filter: ({ name }) => names.has(name) }))), broken: [] }
  } catch {
    const files = new Map<string, Uint8Array>()
    const broken: string[] = []
    for (const name of names) {
      try {
        const [bytes] = Object.values(unzipSync(archive, { filter: (entry) => entry.name === name }))
        if (bytes !== undefined) files.set(name, bytes)
      } catch {
        // Locked by a password, or damaged.
        broken.push(name)
      }
    }
    return { files, broken }
  }
}
