import { stat, writeFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mintBlob } from '../../server/access/keys.ts'
import { BLOB_NAME, type BlobStore } from '../../server/storage/blob-store.ts'
import { StorageError } from '../../server/storage/storage.ts'
import { AT } from './storage-bench.ts'

/** A place where one driver keeps blobs: empty at first, and opened again and again. */
export interface BlobPlace {
  open(): Promise<BlobStore>
  /** From now on nothing can be stored there. */
  spoil(): Promise<void>
  remove(): Promise<void>
}

/** Every promise of `BlobStore`, on one driver. */
export function blobStoreContract(name: string, makePlace: () => Promise<BlobPlace>): void {
  describe(`${name}: blobs`, () => {
    let place: BlobPlace
    let blobs: BlobStore

    beforeEach(async () => {
      place = await makePlace()
      blobs = await place.open()
    })
    afterEach(() => place.remove())

    const put = async (text: string, blob = mintBlob()): Promise<string> => {
      const staged = await blobs.stage()
      await writeFile(staged, text)
      await blobs.put(blob, staged)
      await expect(stat(staged)).rejects.toThrow('ENOENT')
      return blob
    }
    const read = async (blob: string): Promise<string | null> => {
      const found = await blobs.read(blob)
      if (found === null) return null
      const bytes = await buffer(found.stream)
      expect(found.size).toBe(bytes.byteLength)
      return bytes.toString()
    }
    const listed = async (): Promise<string[]> => {
      const names: string[] = []
      for await (const some of blobs.list()) names.push(...some)
      return names.toSorted()
    }

    it('are read as they were stored, also by the next process', async () => {
      const [one, empty] = [await put('Hello'), await put('')]
      for (const reopened of [false, true]) {
        if (reopened) blobs = await place.open()
        expect(await read(one)).toBe('Hello')
        expect(await read(empty)).toBe('')
        expect(await read(mintBlob())).toBeNull()
        expect(await listed()).toEqual([one, empty].toSorted())
      }
    })

    it('have names that no path can hide in', async () => {
      expect(mintBlob()).toMatch(BLOB_NAME)
      for (const blob of ['../weft.db', '', 'a/b', mintBlob().toUpperCase(), `${mintBlob()}.retired`]) {
        await expect(blobs.read(blob)).rejects.toThrow('no name of a blob')
      }
    })

    it('are many, stored at once', async () => {
      const stored = await Promise.all(Array.from({ length: 40 }, (_, index) => put(`blob ${index}`)))
      expect(await listed()).toEqual(stored.toSorted())
      for (const [index, blob] of stored.entries()) expect(await read(blob)).toBe(`blob ${index}`)
    })

    it('are none before they are put, and what a crash left is gone', async () => {
      const staged = await blobs.stage()
      await writeFile(staged, 'half of')
      expect(await listed()).toEqual([])
      blobs = await place.open()
      await expect(stat(staged)).rejects.toThrow('ENOENT')
      const other = await blobs.stage()
      expect(other).not.toBe(staged)
      await writeFile(other, 'given up')
      await blobs.discard(other)
      await blobs.discard(other)
      await expect(stat(other)).rejects.toThrow('ENOENT')
    })

    it('are read for a while once they are retired, and listed no more; then they are gone', async () => {
      const [kept, retired] = [await put('kept'), await put('retired')]
      await blobs.retire([retired], AT)
      expect(await listed()).toEqual([kept])
      expect(await read(retired)).toBe('retired')
      blobs = await place.open()
      expect(await blobs.removeRetired(AT)).toBe(0)
      expect(await read(retired)).toBe('retired')
      expect(await blobs.removeRetired(AT + 1)).toBe(1)
      expect(await read(retired)).toBeNull()
      expect(await read(kept)).toBe('kept')
    })

    it('have room, also before there is one', async () => {
      expect(await blobs.room()).toBeGreaterThan(0)
    })

    it('are not stored where nothing can be: a StorageError says so, and the staged file stays', async () => {
      const staged = await blobs.stage()
      await writeFile(staged, 'Hello')
      await place.spoil()
      const blob = mintBlob()
      await expect(blobs.put(blob, staged)).rejects.toThrow(StorageError)
      expect((await stat(staged)).size).toBe('Hello'.length)
    })
  })
}
