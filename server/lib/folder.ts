import { open } from 'node:fs/promises'

/** Resolves when the names in the folder are on the disk, and will be there after a power cut. */
export async function syncDirectory(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
