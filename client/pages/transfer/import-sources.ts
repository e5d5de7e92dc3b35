import { isLitter } from './import-kinds.ts'
import { MAX_FOLDER_DEPTH, MAX_FOLDER_FILES } from './import-limits.ts'
import type { Loss } from './losses.ts'
import { words } from './transfer-words.ts'

/** A file to be imported, wherever it is. */
export interface ImportSource {
  /** With slashes, from where it was chosen. */
  readonly path: string
  /** In bytes. */
  readonly size: number
  /** Rejects when it cannot be read any more. */
  read(): Promise<Uint8Array>
}

export interface GatheredSources {
  readonly sources: readonly ImportSource[]
  readonly losses: readonly Loss[]
}

/** What was chosen or dropped, with all that is in folders. `entries` are those of a drop, where the browser has them. */
export async function gatherSources(
  files: readonly File[],
  entries: readonly FileSystemEntry[],
  signal: AbortSignal,
): Promise<GatheredSources> {
  if (!entries.some(({ isDirectory }) => isDirectory)) {
    const sources = files.map((file) => sourceOf(file, file.webkitRelativePath || file.name))
    return { sources: sources.filter(({ path }) => !isLitterIn(path)), losses: [] }
  }
  const sources: ImportSource[] = []
  const losses: Loss[] = []
  const visit = async (entry: FileSystemEntry, path: string, depth: number): Promise<void> => {
    signal.throwIfAborted()
    if (isLitterIn(path)) return
    if (sources.length >= MAX_FOLDER_FILES) return
    if (depth > MAX_FOLDER_DEPTH) return void losses.push({ about: path, words: words.tooDeep(MAX_FOLDER_DEPTH) })
    try {
      if (isFile(entry)) sources.push(sourceOf(await fileOf(entry), path))
      else for (const inner of await entriesIn(entry)) await visit(inner, `${path}/${inner.name}`, depth + 1)
    } catch {
      signal.throwIfAborted()
      losses.push({ about: path, words: words.unreadable })
    }
  }
  for (const entry of entries) await visit(entry, entry.name, 1)
  if (sources.length >= MAX_FOLDER_FILES) losses.push({ about: '', words: words.tooManyFiles(MAX_FOLDER_FILES) })
  return { sources, losses }
}

/** A file that somebody chose by itself is wanted, whatever it is called. */
function isLitterIn(path: string): boolean {
  return path.includes('/') && isLitter(path)
}

function sourceOf(file: File, path: string): ImportSource {
  return { path, size: file.size, read: async () => new Uint8Array(await file.arrayBuffer()) }
}

/** What came out of an archive, or out of a text, is here already. */
export function sourceOfBytes(path: string, bytes: Uint8Array): ImportSource {
  return { path, size: bytes.byteLength, read: () => Promise.resolve(bytes) }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject))
}

/** In the order of their names. The browser hands them over piece by piece. */
async function entriesIn(entry: FileSystemEntry): Promise<FileSystemEntry[]> {
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  const entries: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) return entries.toSorted((one, other) => one.name.localeCompare(other.name))
    entries.push(...some)
  }
}
