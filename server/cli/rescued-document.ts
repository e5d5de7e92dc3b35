import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { joinFrames } from '../../shared/protocol/frames.ts'
import { salvagedText } from '../rooms/salvaged-text.ts'
import type { SalvagedName, SqliteSalvage } from '../storage/drivers/sqlite/sqlite-salvage.ts'

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
  readonly missing: readonly string[]
}

/** Writes what can be read of one document into the folder, in files of its own, and says what that is. */
export function rescueDocument(
  salvage: SqliteSalvage,
  { key, id, title, epoch }: SalvagedName,
  folder: string,
): RescuedDocument {
  const { snapshot, updates, missing } = salvage.read(key)
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
    missing,
  }
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
