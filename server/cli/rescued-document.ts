import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileAddress, fileIdOf } from '../../shared/files/file-address.ts'
import { joinFrames } from '../../shared/protocol/frames.ts'
import { salvagedText } from '../rooms/salvaged-text.ts'
import { blobPath } from '../storage/drivers/disk/disk-blobs.ts'
import type { SalvagedFile, SalvagedName, SqliteSalvage } from '../storage/drivers/sqlite/sqlite-salvage.ts'

/** What `index.json` says of each document. */
export interface RescuedDocument {
  /** Null when it could not be read. */
  readonly id: string | null
  readonly title: string | null
  /** The text. */
  readonly text: string
  /** In UTF-16 code units. */
  readonly characters: number
  /** Each update that could be read, Yjs V1 behind its length as lib0 writes it; null when there is none. */
  readonly updates: string | null
  /** The sequences of these updates, as ranges. */
  readonly sequences: readonly string[]
  /** The newest snapshot, Yjs V2; null when there is none. */
  readonly snapshot: string | null
  /** Updates left out of the text, because they are damaged or quarantined. */
  readonly leftOut: readonly number[]
  /** Beside the text, where it looks for them. */
  readonly files: readonly string[]
  readonly missing: readonly string[]
}

/** Writes what can be read of one document into the folder, in files of its own, and those stored with it, and says what that is. */
export function rescueDocument(
  salvage: SqliteSalvage,
  { key, id, title, epoch }: SalvagedName,
  folder: string,
  uploads: string,
): RescuedDocument {
  const { snapshot, updates, files, missing } = salvage.read(key)
  // An id out of a damaged file may be anything, also a path.
  const name = id !== null && /^[\w-]{1,64}$/.test(id) ? id : `unknown-${key}`
  const write = (suffix: string, contents: string | Uint8Array): string => {
    const path = join(folder, name + suffix)
    try {
      writeFileSync(path, contents, { mode: 0o600, flag: 'wx' })
    } catch (error) {
      // Half a file would pass for a rescue, and takes the room that others may need.
      rmSync(path, { force: true })
      throw error
    }
    return name + suffix
  }
  // As they are first: making the text may take too long.
  const updatesFile =
    updates.length === 0 ? null : write('.updates.bin', joinFrames(updates.map(({ update }) => update)))
  const snapshotFile = snapshot === null ? null : write('.snapshot.bin', snapshot.bytes)
  const sound = updates.filter((update) => update.sound)
  const text = salvagedText({ snapshot, updates: sound, mended: epoch !== null && epoch > 1 })
  return {
    id,
    title,
    text: write('.md', text),
    characters: text.length,
    updates: updatesFile,
    sequences: ranges(updates.map(({ sequence }) => sequence)),
    snapshot: snapshotFile,
    leftOut: updates.filter((update) => !update.sound).map(({ sequence }) => sequence),
    ...rescuedFiles(files, folder, uploads, missing),
  }
}

function rescuedFiles(
  files: readonly SalvagedFile[],
  folder: string,
  uploads: string,
  missing: readonly string[],
): Pick<RescuedDocument, 'files' | 'missing'> {
  const written: string[] = []
  const lost: string[] = []
  for (const { id, name, blob } of files) {
    const address = fileAddress(id, name)
    try {
      // Out of a damaged file an id may be anything, also a path.
      if (fileIdOf(address) === null) throw new Error('its row is damaged')
      mkdirSync(join(folder, 'files'), { recursive: true, mode: 0o700 })
      copyFileSync(blobPath(uploads, blob), join(folder, address))
      written.push(address)
    } catch (error) {
      lost.push(`its file ${JSON.stringify(name)} (${error instanceof Error ? error.message : String(error)})`)
    }
  }
  return { files: written, missing: [...missing, ...lost] }
}

/** Ascending numbers as `1-4`, `7`. */
function ranges(numbers: readonly number[]): string[] {
  const found: [number, number][] = []
  for (const number of numbers) {
    const last = found.at(-1)
    if (last !== undefined && number === last[1] + 1) last[1] = number
    else found.push([number, number])
  }
  return found.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`))
}
