import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { DiskBlobs } from '../../server/storage/drivers/disk/disk-blobs.ts'
import { blobStoreContract } from './blob-store.ts'

blobStoreContract('disk', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'weft-blobs-'))
  const directory = join(folder, 'uploads')
  return {
    open: () => opened(directory),
    // Wherever it would make a folder, there is a file.
    spoil: async () => {
      await mkdir(directory, { recursive: true })
      for (let shard = 0; shard < 256; shard++) {
        await writeFile(join(directory, shard.toString(16).padStart(2, '0')), '')
      }
    },
    remove: () => rm(folder, { recursive: true }),
  }
})

async function opened(directory: string): Promise<DiskBlobs> {
  const blobs = new DiskBlobs(directory)
  await blobs.removeStaged()
  return blobs
}

it('disk blobs are for the server’s user alone, and nothing else in the folder is taken for one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'weft-blobs-'))
  const directory = join(folder, 'uploads')
  const blobs = await opened(directory)
  const blob = `ab${'0'.repeat(30)}`
  const staged = await blobs.stage()
  await writeFile(staged, 'Hello')
  await blobs.put(blob, staged)
  for (const path of [directory, join(directory, 'ab'), join(directory, 'incoming')]) {
    expect((await stat(path)).mode & 0o077).toBe(0)
  }
  // As it is retired, by another program, in the wrong place.
  await writeFile(join(directory, 'ab', `${blob}.retired`), '')
  await writeFile(join(directory, 'ab', 'notes.txt'), '')
  await writeFile(join(directory, 'ab', `cd${'0'.repeat(30)}`), '')
  await mkdir(join(directory, 'lost+found'))
  for await (const names of blobs.list()) expect(names).toEqual([blob])
  expect(await readdir(directory)).toEqual(['ab', 'incoming', 'lost+found'])
  await rm(folder, { recursive: true })
})
