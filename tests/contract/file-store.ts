import { describe, expect, it } from 'vitest'
import type { FileBounds, NewFile } from '../../server/storage/file-store.ts'
import { AT, ada, bob, hash, update, useStorage } from './storage-bench.ts'
import type { StoragePlace } from './storage-bench.ts'

const ROOM: FileBounds = { documentBytes: 1e9, documentFiles: 1000, actorBytes: 1e9, actorFiles: 1000 }

/** Of `d`. */
const COPY = {
  keyHash: hash('k'),
  creator: ada,
  at: AT,
  seed: null,
  filesOf: { document: 'd', actorFiles: 1000 },
}

function file(id: string, fields: Partial<NewFile> = {}): NewFile {
  return {
    id,
    blob: `blob of ${id}`,
    name: `${id}.png`,
    type: 'image/png',
    size: 10,
    sha256: hash(id),
    by: 'Ada',
    createdAt: AT,
    actor: ada,
    ...fields,
  }
}

/** Every promise of `FileStore`, on one driver. */
export function fileStoreContract(name: string, makePlace: () => Promise<StoragePlace>): void {
  describe(`${name}: files`, () => {
    const bench = useStorage(makePlace)
    const { create, reopen } = bench
    const add = (document: string, added: NewFile, bounds: Partial<FileBounds> = {}) =>
      bench.storage.files.add(document, added, { ...ROOM, ...bounds })
    const ids = async (document: string) => (await bench.storage.files.list(document)).map(({ id }) => id)

    it('are found in their document, and listed, those stored last first, also by the next process', async () => {
      await create('d')
      await create('e')
      expect(await bench.storage.files.list('d')).toEqual([])
      expect(await add('d', file('one'))).toBe('added')
      expect(await add('d', file('two', { createdAt: AT + 1 }))).toBe('added')
      await reopen()
      const { actor: _actor, ...record } = file('one')
      expect(await bench.storage.files.find('d', 'one')).toEqual(record)
      expect(await bench.storage.files.find('e', 'one')).toBeNull()
      expect(await bench.storage.files.find('d', 'three')).toBeNull()
      expect(await ids('d')).toEqual(['two', 'one'])
      expect(await ids('e')).toEqual([])
    })

    it('are none of a document that is not there', async () => {
      expect(await add('nowhere', file('one'))).toBe('not-found')
      expect(await bench.storage.files.find('nowhere', 'one')).toBeNull()
      expect(await ids('nowhere')).toEqual([])
      expect(await bench.storage.files.remove('nowhere', 'one')).toBe(false)
      expect(await bench.storage.files.unnamed(['blob of one'])).toEqual(['blob of one'])
    })

    it('are bounded by bytes and number in a document, and of who stored them anywhere', async () => {
      await create('d')
      await create('e')
      expect(await add('d', file('one'), { documentBytes: 10 })).toBe('added')
      expect(await add('d', file('two', { size: 1 }), { documentBytes: 10 })).toBe('document-full')
      expect(await add('d', file('two'), { documentFiles: 1 })).toBe('document-full')
      expect(await add('e', file('two'), { actorBytes: 19 })).toBe('actor-full')
      expect(await add('e', file('two'), { actorFiles: 1 })).toBe('actor-full')
      expect(await add('e', file('two'), { actorBytes: 20, actorFiles: 2 })).toBe('added')
      expect(await add('e', file('three', { actor: bob }), { actorBytes: 10 })).toBe('added')
      const used = { documentBytes: 20, documentFiles: 2, actorBytes: 20, actorFiles: 2 }
      expect(await bench.storage.files.used('e', ada)).toEqual(used)
      const less = { documentBytes: 10, documentFiles: 1, actorBytes: 10, actorFiles: 1 }
      expect(await bench.storage.files.used('d', bob)).toEqual(less)
      expect(await ids('d')).toEqual(['one'])
      expect(await bench.storage.files.unnamed(['blob of two', 'blob of four'])).toEqual(['blob of four'])
    })

    it('are gone once they are removed, and their blobs have no name any more', async () => {
      await create('d')
      await add('d', file('one'))
      expect(await bench.storage.files.remove('d', 'two')).toBe(false)
      expect(await bench.storage.files.remove('d', 'one')).toBe(true)
      expect(await bench.storage.files.remove('d', 'one')).toBe(false)
      expect(await bench.storage.files.find('d', 'one')).toBeNull()
      expect(await bench.storage.files.unnamed(['blob of one'])).toEqual(['blob of one'])
    })

    it('are kept in the trash, where nobody finds them, and go with the document', async () => {
      await create('d')
      await add('d', file('one'))
      await bench.storage.documents.trash('d', ada, AT)
      expect(await bench.storage.files.find('d', 'one')).toBeNull()
      expect(await ids('d')).toEqual([])
      expect(await add('d', file('two'))).toBe('not-found')
      expect(await bench.storage.files.unnamed(['blob of one'])).toEqual([])
      await bench.storage.documents.restore('d', ada, AT)
      expect(await ids('d')).toEqual(['one'])
      await bench.storage.documents.trash('d', ada, AT)
      await bench.storage.documents.purge('d', ada, AT)
      expect(await bench.storage.files.unnamed(['blob of one'])).toEqual(['blob of one'])
    })

    it('go with a document that is deleted, and keep one that was never edited', async () => {
      await create('d')
      await create('e')
      for (const document of ['d', 'e']) await add(document, file(document))
      await bench.storage.documents.delete('d', ada, AT)
      expect(await bench.storage.files.unnamed(['blob of d', 'blob of e'])).toEqual(['blob of d'])
      expect(await bench.storage.documents.sweepUnedited(AT + 1, [])).toBe(0)
      expect(await ids('e')).toEqual(['e'])
      await bench.storage.files.remove('e', 'e')
      expect(await bench.storage.documents.sweepUnedited(AT + 1, [])).toBe(1)
    })

    it('are a copy’s, too, under the same ids, and count once for whoever copied', async () => {
      await create('d', update('Hello'))
      await add('d', file('one', { actor: bob }))
      const copy = { ...COPY, id: 'copy', at: AT + 5 }
      expect((await bench.storage.documents.create(copy)).created).toBe(true)
      await bench.storage.documents.create({ ...copy, id: 'another' })
      expect(await bench.storage.files.find('copy', 'one')).toEqual(await bench.storage.files.find('d', 'one'))
      expect(await bench.storage.files.used('copy', ada)).toMatchObject({ actorBytes: 10, actorFiles: 2 })
      await bench.storage.documents.delete('d', ada, AT)
      expect(await bench.storage.files.unnamed(['blob of one'])).toEqual([])
      for (const document of ['copy', 'another']) await bench.storage.documents.delete(document, ada, AT)
      expect(await bench.storage.files.unnamed(['blob of one'])).toEqual(['blob of one'])
    })

    it('are none of a copy of what is in the trash', async () => {
      await create('d', update('Hello'))
      await add('d', file('one'))
      await bench.storage.documents.trash('d', ada, AT)
      await bench.storage.documents.create({ ...COPY, id: 'copy' })
      expect(await ids('copy')).toEqual([])
    })

    it('are no more of copies than whoever copies may have', async () => {
      await create('d')
      for (const [age, id] of ['newest', 'newer', 'old'].entries()) await add('d', file(id, { createdAt: AT - age }))
      const copied = async (id: string, actorFiles: number) => {
        const filesOf = { document: 'd', actorFiles }
        const { leftFiles } = await bench.storage.documents.create({ ...COPY, id, filesOf })
        return [...(await ids(id)), leftFiles]
      }
      expect(await copied('whole', 6)).toEqual(['newest', 'newer', 'old', 0])
      expect(await copied('part', 8)).toEqual(['newest', 'newer', 1])
      expect(await copied('none', 8)).toEqual([3])
      expect(await copied('far beyond', 3)).toEqual([3])
      expect((await bench.storage.files.used('d', ada)).actorFiles).toBe(8)
    })
  })
}
