import { describe, expect, it } from 'vitest'
import { AT, ada, bob, useStorage } from './storage-bench.ts'
import type { StoragePlace } from './storage-bench.ts'

/** Every promise of `PublicationStore`, on one driver. */
export function publicationStoreContract(name: string, makePlace: () => Promise<StoragePlace>): void {
  describe(`${name}: what is published`, () => {
    const bench = useStorage(makePlace)
    const { create, append, reopen } = bench
    const publish = (document: string, slug: string, description: string | null = null, at = AT, by = ada) =>
      bench.storage.publications.publish(document, { slug, description, by, at })
    const find = (...slugs: string[]) => bench.storage.publications.find(slugs)

    it('is found by its slug, with what the document is at present, also by another process', async () => {
      await create('d')
      expect(await bench.storage.publications.of('d')).toBeNull()
      expect(await publish('d', 'one', 'What it is')).toBe('published')
      await reopen()
      expect(await bench.storage.publications.of('d')).toEqual({ slug: 'one', description: 'What it is', at: AT })
      const found = {
        document: 'd',
        slug: 'one',
        description: 'What it is',
        at: AT,
        title: null,
        epoch: 1,
        sequence: 0,
      }
      expect(await find('one', 'two')).toEqual([found])
      await append('d', ['a', 'b'])
      await bench.storage.documents.rename('d', 'Titled')
      expect(await find('one')).toEqual([{ ...found, title: 'Titled', sequence: 2 }])
    })

    it('keeps since when it is, and moves: the slug before is free for others', async () => {
      await create('d')
      await create('e')
      await publish('d', 'one', 'First')
      expect(await publish('d', 'two', null, AT + 1, bob)).toBe('published')
      expect(await bench.storage.publications.of('d')).toEqual({ slug: 'two', description: null, at: AT })
      expect(await find('one')).toEqual([])
      expect(await publish('e', 'two')).toBe('taken')
      expect(await publish('e', 'one')).toBe('published')
      expect((await find('one', 'two')).map(({ document }) => document).toSorted()).toEqual(['d', 'e'])
    })

    it('is gone once it is withdrawn, or its document is deleted, and the slug is free', async () => {
      await create('d')
      await create('e')
      await publish('d', 'one')
      expect(await bench.storage.publications.withdraw('d', ada, AT + 1)).toBe(true)
      expect(await bench.storage.publications.withdraw('d', ada, AT + 1)).toBe(false)
      expect(await find('one')).toEqual([])
      await publish('d', 'one')
      await bench.storage.documents.delete('d', ada, AT)
      expect(await find('one')).toEqual([])
      expect(await bench.storage.publications.of('d')).toBeNull()
      expect(await publish('e', 'one')).toBe('published')
    })

    it('is nothing of a document that is not there', async () => {
      expect(await publish('nowhere', 'one')).toBe('not-found')
      expect(await bench.storage.publications.withdraw('nowhere', ada, AT)).toBe(false)
      expect(await find()).toEqual([])
    })
  })
}
