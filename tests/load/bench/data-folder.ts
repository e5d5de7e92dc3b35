import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const POLL_MS = 250
/** Longer than any of the systems waits before it stores what has changed. */
const QUIET_MS = 5000
const LIMIT_MS = 60_000

/** What the files in a folder come to. */
export function folderBytes(folder: string): number {
  const files = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile())
  return files.reduce((sum, { parentPath, name }) => {
    return sum + (statSync(join(parentPath, name), { throwIfNoEntry: false })?.size ?? 0)
  }, 0)
}

/** Resolves when nothing in the folder has changed its size for a while. */
export async function settled(folder: string): Promise<void> {
  const end = performance.now() + LIMIT_MS
  let bytes = folderBytes(folder)
  let since = performance.now()
  while (performance.now() - since < QUIET_MS && performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
    const now = folderBytes(folder)
    if (now !== bytes) since = performance.now()
    bytes = now
  }
}
