import { describe, expect, it } from 'vitest'
import { AT, ada, bob, hash, update, useStorage } from './storage-bench.ts'
import type { StoragePlace } from './storage-bench.ts'

/** Every promise of `LibraryStore`, on one driver. */
export function libraryStoreContract(name: string, makePlace: () => Promise<StoragePlace>): void {
  describe(`${name}: the documents of an actor`, () => {
    const bench = useStorage(makePlace)
    const { create, fold, reopen } = bench
    const page = (actor: string, after: string | null = null, limit = 9) =>
      bench.storage.library.page(hash(actor), after, limit)
    const idsOf = async (actor: string, after: string | null = null, limit = 9) =>
      (await page(actor, after, limit))?.map(({ id }) => id)
    const enter = (document: string, as = 'Bob') =>
      bench.storage.access.enter(document, bob, { secretHash: hash(`key of ${document}`), name: as }, AT)
    const appendAt = (document: string, at: number) =>
      bench.storage.log.append([{ document, epoch: 1, updates: [update('x')] }], at)
    const editedAt = async () => (await page(ada))?.[0]?.editedAt

    it('are those in which they have something, the newest first, and nobody else’s', async () => {
      for (const id of ['a', 'b', 'c']) await create(id)
      await enter('b')
      expect(await idsOf(ada)).toEqual(['c', 'b', 'a'])
      expect(await idsOf(bob)).toEqual(['b'])
      expect(await idsOf('never seen')).toEqual([])
    })

    it('are told with what is known of each', async () => {
      await create('d', update('seed', ada, 7), AT + 3)
      await bench.storage.access.enter('d', ada, { secretHash: null, name: 'Ada' }, AT)
      await enter('d')
      await bench.storage.documents.rename('d', 'Title')
      expect(await page(bob)).toEqual([
        {
          id: 'd',
          title: 'Title',
          firstLine: null,
          createdAt: AT + 3,
          editedAt: AT + 3,
          trashedAt: null,
          archivedAt: null,
          ownerName: 'Ada',
          standing: {
            decision: null,
            links: [{ link: 'd', role: 'editor', expiresAt: null }],
            name: 'Bob',
          },
        },
      ])
      const created = { decision: { how: 'created', role: 'owner', at: AT + 3 }, links: [], name: 'Ada' }
      expect((await page(ada))?.[0]?.standing).toEqual(created)
    })

    it('come in pages, each after the last of the one before', async () => {
      for (const id of ['a', 'b', 'c', 'd', 'e']) await create(id)
      expect(await idsOf(ada, null, 2)).toEqual(['e', 'd'])
      expect(await idsOf(ada, 'd', 2)).toEqual(['c', 'b'])
      expect(await idsOf(ada, 'b', 2)).toEqual(['a'])
      expect(await idsOf(ada, 'a', 2)).toEqual([])
      await create('mine')
      // Whether there are others is nobody's to find out.
      for (const after of ['mine', 'never']) expect(await page(bob, after)).toBeNull()
    })

    it('tell of a removal, and no more of what was given up or deleted', async () => {
      for (const id of ['removed', 'left', 'gone']) {
        await create(id)
        await enter(id)
      }
      await bench.storage.access.decide('removed', bob, { role: null, by: ada, at: AT + 1 })
      await bench.storage.access.withdraw('left', bob, AT + 1)
      await bench.storage.documents.delete('gone', ada, AT + 1)
      const entries = await page(bob)
      expect(entries?.map(({ id }) => id)).toEqual(['removed'])
      expect(entries?.[0]?.standing.decision?.role).toBeNull()
      expect(await idsOf(ada)).toEqual(['left', 'removed'])
    })

    it('are in the trash for their owner alone, with what they were', async () => {
      await create('d')
      await enter('d')
      await bench.storage.documents.trash('d', ada, AT + 4)
      expect(await page(ada)).toMatchObject([{ id: 'd', trashedAt: AT + 4, standing: { decision: { role: 'owner' } } }])
      expect(await page(bob)).toEqual([])
      await bench.storage.documents.restore('d', ada, AT + 5)
      expect(await page(bob)).toMatchObject([{ id: 'd', trashedAt: null }])
    })

    it('are put away by each for themselves, until they are taken out or come anew', async () => {
      const archivedAt = async (actor: string) => (await page(actor))?.[0]?.archivedAt
      await create('d')
      await enter('d')
      expect(await bench.storage.library.archive('d', bob, AT + 2)).toBe(true)
      await reopen()
      expect(await archivedAt(bob)).toBe(AT + 2)
      expect(await archivedAt(ada)).toBeNull()
      await bench.storage.access.decide('d', bob, { role: 'viewer', by: ada, at: AT + 3 })
      expect(await archivedAt(bob)).toBe(AT + 2)
      expect(await bench.storage.library.archive('d', bob, null)).toBe(true)
      expect(await archivedAt(bob)).toBeNull()
      await bench.storage.library.archive('d', bob, AT + 4)
      await bench.storage.access.decide('d', bob, { role: null, by: ada, at: AT + 5 })
      await bench.storage.access.decide('d', bob, { role: 'editor', by: ada, at: AT + 6 })
      expect(await archivedAt(bob)).toBeNull()
      await create('e')
      expect(await bench.storage.library.archive('e', bob, AT)).toBe(false)
      expect(await bench.storage.library.archive('never', bob, AT)).toBe(false)
    })

    it('stay put away when a guest’s become an account’s', async () => {
      const { accounts, library } = bench.storage
      await accounts.add({
        id: 'eve',
        email: 'eve@example.org',
        passwordHash: null,
        actor: 'actor of eve',
        actorTokenHash: hash('eve'),
        invitationHash: null,
        identity: null,
        by: 'actor of eve',
        at: AT,
      })
      for (const id of ['both', 'guest']) {
        await create(id)
        await enter(id)
        await library.archive(id, bob, AT + 1)
      }
      await bench.storage.access.enter('both', 'actor of eve', { secretHash: hash('key of both'), name: 'Eve' }, AT)
      await accounts.adoptGuest('eve', hash(bob), AT + 2)
      const archived = (await page('eve'))?.map((entry) => [entry.id, entry.archivedAt])
      expect(archived).toEqual([
        ['guest', AT + 1],
        ['both', null],
      ])
    })

    it('know when they were edited last, wherever that is stored by now', async () => {
      await create('d', null, AT + 1)
      expect(await editedAt()).toBe(AT + 1)
      await appendAt('d', AT + 10)
      expect(await editedAt()).toBe(AT + 10)
      await appendAt('d', AT + 20)
      await reopen()
      expect(await editedAt()).toBe(AT + 20)
      await fold('d', 2)
      expect(await editedAt()).toBe(AT + 20)
      await reopen()
      expect(await editedAt()).toBe(AT + 20)
      // Of many documents at once: those wait in the journal.
      for (const id of ['e', 'f', 'g']) await create(id)
      const updates = [update('y')]
      const batch = ['d', 'e', 'f', 'g'].map((document) => ({ document, epoch: 1, updates }))
      await bench.storage.log.append(batch, AT + 30)
      expect((await page(ada))?.map((entry) => entry.editedAt)).toEqual([AT + 30, AT + 30, AT + 30, AT + 30])
    })
  })
}
