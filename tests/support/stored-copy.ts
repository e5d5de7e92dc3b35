import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ServerProcess, startServerProcess } from './test-server.ts'

/**
 * What a killed server left in its folder: `look` gets the address of another server on a copy of it. No page that still
 * holds unsent edits knows that address, so everything it shows was stored.
 */
export async function withStoredCopy<Seen>(killed: ServerProcess, look: (url: string) => Promise<Seen>): Promise<Seen> {
  const folder = await mkdtemp(join(tmpdir(), 'weft-copy-'))
  try {
    await cp(killed.dataDirectory, folder, { recursive: true })
    const server = await startServerProcess({ DATA_DIR: folder })
    try {
      return await look(server.url)
    } finally {
      await server.kill()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
