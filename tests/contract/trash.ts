import { describe, expect, it } from 'vitest'
import { storedAt } from '../support/stored-at.ts'
import { AT, ada, bob, hash, update, useStorage } from './storage-bench.ts'
import type { StoragePlace } from './storage-bench.ts'

const NOTHING = { decision: null, links: [], name: '' }

/** What the ports promise of documents in the trash, on one driver. */
export function trashContract(name: string, makePlace: () => Promise<StoragePlace>): void {
  describe(`${name}: the trash`, () => {
    const bench = useStorage(makePlace)
    const { create, append, fold, historyTexts, reopen } = bench
    const documents = () => bench.storage.documents
    const enter = () => bench.storage.access.enter('d', bob, { secretHash: hash('key of d'), name: 'Bob' }, AT)

    it('keeps a document from everybody', async () => {
      await create('d', update('seed', ada, 77))
      await enter()
      expect(await documents().trash('d', ada, AT + 9)).toBe(true)
      await reopen()
      expect(await documents().find('d')).toMatchObject({ trashedAt: AT + 9, deletedAt: null, sequence: 1 })
      expect(await bench.storage.log.load('d')).toBeNull()
      expect(await append('d', ['a'])).toEqual([{ ok: false, code: 'not-found' }])
      expect(await documents().rename('d', 'title')).toBe(false)
      expect(await documents().trash('d', ada, AT + 10)).toBe(false)
      expect((await create('d')).created).toBe(false)
      const { access } = bench.storage
      expect(await access.find('d', hash(bob), hash('key of d'))).toEqual({ actor: bob, standing: NOTHING, link: null })
      expect(await access.standing('d', ada)).toEqual(NOTHING)
      expect(await enter()).toEqual(NOTHING)
      expect(await access.links('d')).toEqual([])
      expect(await access.ask('d', { actor: bob, name: 'Bob', message: '', at: AT }, 9)).toBe(false)
      expect(await bench.storage.library.trashOwner('d')).toBe(ada)
    })

    it('keeps all of it, and gives it back with its links and people', async () => {
      await create('d', update('seed', ada, 77))
      await append('d', ['a', 'b'])
      await fold('d', 2)
      await documents().rename('d', 'title')
      await enter()
      const { access } = bench.storage
      const all = async () => [
        await documents().find('d'),
        await bench.storage.log.load('d'),
        await access.links('d'),
        await access.people('d', 9),
      ]
      const before = await all()
      await documents().trash('d', ada, AT + 9)
      // In the middle of what was under way.
      expect(await fold('d', 3)).toBe(true)
      await documents().sweepUnedited(AT + 99, [])
      expect(await documents().restore('d', ada, AT + 7)).toBe(true)
      expect(await documents().restore('d', ada, AT + 7)).toBe(false)
      expect(await bench.storage.library.trashOwner('d')).toBeNull()
      const [record, , ...rest] = await all()
      expect([record, ...rest]).toEqual([before[0], ...before.slice(2)])
      expect(await historyTexts('d', 1, 9)).toEqual(['1 seed', '2 a', '3 b'])
      expect(await append('d', ['c'])).toEqual([storedAt(4)])
    })

    it('does not forget a document in it that was never edited', async () => {
      await create('d')
      await documents().trash('d', ada, AT)
      expect(await documents().sweepUnedited(AT + 99, [])).toBe(0)
      expect(await documents().restore('d', ada, AT + 7)).toBe(true)
    })

    it('is emptied of one document, and of what is in it since long; of those their ids stay taken', async () => {
      for (const id of ['old', 'new', 'purged', 'live']) {
        await create(id, update('seed', ada, 77))
        await append(id, ['a'])
        await documents().rename(id, 'secret')
      }
      await documents().trash('old', ada, AT)
      await documents().trash('new', ada, AT + 1)
      await documents().trash('purged', ada, AT + 1)
      expect(await documents().purge('purged', ada, AT + 5)).toBe(true)
      for (const id of ['purged', 'live', 'never']) expect(await documents().purge(id, ada, AT + 5)).toBe(false)
      expect(await documents().sweepTrash(AT + 1, AT + 6)).toBe(1)
      expect(await documents().sweepTrash(AT + 1, AT + 6)).toBe(0)
      await reopen()
      const gone = { title: null, firstLine: null, trashedAt: null, sequence: 0 }
      expect(await documents().find('purged')).toMatchObject({ ...gone, deletedAt: AT + 5 })
      expect(await documents().find('old')).toMatchObject({ ...gone, deletedAt: AT + 6 })
      for (const id of ['old', 'purged']) {
        expect(await documents().restore(id, ada, AT + 7)).toBe(false)
        expect((await create(id)).created).toBe(false)
        expect(await bench.storage.library.trashOwner(id)).toBeNull()
      }
      expect(await documents().restore('new', ada, AT + 7)).toBe(true)
      expect(await historyTexts('new', 1, 9)).toEqual(['1 seed', '2 a'])
      expect(await historyTexts('live', 1, 9)).toEqual(['1 seed', '2 a'])
    })

    it('is no obstacle to deleting a document for good', async () => {
      await create('d')
      await documents().trash('d', ada, AT)
      expect(await documents().delete('d', ada, AT + 1)).toBe(true)
      expect(await documents().find('d')).toMatchObject({ deletedAt: AT + 1, trashedAt: null })
    })

    it('is swept to its end, however much is in it', async () => {
      for (let index = 0; index < 25; index++) {
        await create(`d${index}`)
        await documents().trash(`d${index}`, ada, AT)
      }
      let swept = 0
      for (let count = -1; count !== 0;) {
        count = await documents().sweepTrash(AT + 1, AT + 1)
        swept += count
      }
      expect(swept).toBe(25)
    })

    it('keeps what a snapshot says of the first line, until another says otherwise', async () => {
      await create('d')
      await append('d', ['a', 'b', 'c'])
      const snapshot = (sequence: number) => ({
        sequence,
        bytes: new Uint8Array(1),
        stateVector: new Uint8Array(1),
        structs: 1,
      })
      const firstLine = async () => (await documents().find('d'))?.firstLine
      expect(await firstLine()).toBeNull()
      await bench.storage.log.fold('d', 1, { ...snapshot(1), firstLine: 'Once' })
      expect(await firstLine()).toBe('Once')
      await bench.storage.log.fold('d', 1, snapshot(2))
      expect(await firstLine()).toBe('Once')
      await bench.storage.log.rebase('d', 1, {
        snapshot: { ...snapshot(3), firstLine: 'Again' },
        quarantined: [],
        at: AT,
      })
      expect((await bench.storage.log.load('d'))?.document.firstLine).toBe('Again')
    })
  })
}
