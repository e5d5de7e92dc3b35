import { describe, expect, it } from 'vitest'
import { StorageError } from '../../server/storage/storage.ts'
import { accessStoreContract } from './access-store.ts'
import { ada, AT, bob, bytes, hash, update, useStorage } from './storage-bench.ts'
import type { StoragePlace } from './storage-bench.ts'
import { logPiecesContract } from './log-pieces.ts'
import { updateLogContract } from './update-log.ts'
import { storedAt } from '../support/stored-at.ts'

const HOUR_MS = 3_600_000

/** Every promise of the ports in `server/storage/storage.ts`, on one driver. */
export function storageContract(name: string, makePlace: () => Promise<StoragePlace>): void {
  updateLogContract(name, makePlace)
  logPiecesContract(name, makePlace)
  accessStoreContract(name, makePlace)

  describe(`${name}: storage`, () => {
    const bench = useStorage(makePlace)
    const { create, append, fold, readTexts, reopen } = bench

    describe('documents', () => {
      it('creates a document with its seed as update 1, and the creator bound to the clientID of the seed', async () => {
        const answer = await create('d', update('seed', ada, 77))
        expect(answer).toEqual({
          created: true,
          leftFiles: 0,
          document: {
            id: 'd',
            creator: ada,
            createdAt: AT,
            deletedAt: null,
            trashedAt: null,
            title: null,
            firstLine: null,
            epoch: 1,
            sequence: 1,
          },
        })
        expect(await bench.storage.log.history('d', 1, 9)).toEqual([
          { sequence: 1, at: AT, actor: ada, clientId: 77, update: bytes('seed'), quarantined: false },
        ])
        expect(await bench.storage.documents.bindClients('d', bob, [77])).toEqual([77])
        expect(await bench.storage.documents.bindClients('d', ada, [77])).toEqual([])
      })

      it('creates a document with a title', async () => {
        await bench.storage.documents.create({
          id: 'd',
          keyHash: hash('k'),
          creator: ada,
          at: AT,
          seed: null,
          title: 'T',
        })
        expect((await bench.storage.documents.find('d'))?.title).toBe('T')
      })

      it('creates a document with more than one update in the same transaction', async () => {
        const seed = update('one ', ada, 77)
        const more = ['two ', 'three'].map((text) => update(text, ada, 77).update)
        const { document } = await bench.storage.documents.create({
          id: 'd',
          keyHash: hash('k'),
          creator: ada,
          at: AT,
          seed,
          more,
        })
        expect(document.sequence).toBe(3)
        expect((await readTexts('d', 0))?.updates).toEqual(['one ', 'two ', 'three'])
        expect((await readTexts('d', 1))?.updates).toEqual(['two ', 'three'])
        await append('d', ['four'])
        expect((await readTexts('d', 0))?.updates).toEqual(['one ', 'two ', 'three', 'four'])
      })

      it('changes nothing when the id exists, and gives what is there', async () => {
        const first = await create('d', update('seed'))
        const second = await bench.storage.documents.create({
          id: 'd',
          keyHash: hash('another key'),
          creator: bob,
          at: AT + 5,
          seed: update('another seed', bob, 8),
        })
        expect(second).toEqual({ created: false, document: first.document, leftFiles: 0 })
        expect((await readTexts('d', 0))?.updates).toEqual(['seed'])
        expect(await bench.storage.documents.bindClients('d', ada, [8])).toEqual([])
      })

      it('creates one document, seeded once, of 20 creations at the same instant', async () => {
        const answers = await Promise.all(Array.from({ length: 20 }, () => create('d', update('seed'))))
        expect(answers.filter(({ created }) => created)).toHaveLength(1)
        expect(answers.every(({ document }) => document.sequence === 1)).toBe(true)
        expect((await readTexts('d', 0))?.updates).toEqual(['seed'])
      })

      it('stores nothing of a creation by an actor that was never resolved', async () => {
        const creation = { id: 'd', keyHash: hash('k'), creator: ada, at: AT, seed: update('seed', 'nobody') }
        await expect(bench.storage.documents.create(creation)).rejects.toThrow(StorageError)
        expect(await bench.storage.documents.find('d')).toBeNull()
      })

      it('finds a document with its title and sequence, and none where there is none', async () => {
        await create('d')
        expect(await bench.storage.documents.rename('d', 'Müsli & Söhne')).toBe(true)
        await append('d', ['a', 'b'])
        expect(await bench.storage.documents.find('d')).toMatchObject({
          title: 'Müsli & Söhne',
          sequence: 2,
          deletedAt: null,
        })
        expect(await bench.storage.documents.rename('d', null)).toBe(true)
        expect((await bench.storage.documents.find('d'))?.title).toBeNull()
        expect(await bench.storage.documents.find('never')).toBeNull()
        expect(await bench.storage.documents.rename('never', 'x')).toBe(false)
      })

      it('keeps of a deleted document its id alone, which stays taken', async () => {
        const { document } = await create('d', update('seed', ada, 77))
        await bench.storage.documents.rename('d', 'secret')
        await append('d', ['a', 'b'])
        await fold('d', 2)
        expect(await bench.storage.documents.delete('d', 'ada', AT + 9)).toBe(true)
        const gone = { ...document, deletedAt: AT + 9, title: null, sequence: 0 }
        expect(await bench.storage.documents.find('d')).toEqual(gone)
        expect(await create('d', update('seed again'))).toEqual({ created: false, document: gone, leftFiles: 0 })
        expect(await append('d', ['c'])).toEqual([{ ok: false, code: 'not-found' }])
        expect(await bench.storage.documents.rename('d', 'x')).toBe(false)
        expect(await bench.storage.documents.delete('d', 'ada', AT + 10)).toBe(false)
        expect(await bench.storage.documents.delete('never', 'ada', AT)).toBe(false)
        expect(await bench.storage.documents.bindClients('d', bob, [77])).toEqual([])
        expect(await bench.storage.documents.find('d')).toEqual(gone)
      })

      it('sweeps what was never edited and is old, but for the ids to spare', async () => {
        for (const id of ['old', 'spared', 'edited', 'folded', 'deleted']) await create(id)
        await create('seeded', update('seed'))
        await create('young', null, AT + 10)
        await bench.storage.documents.bindClients('old', ada, [1])
        await append('edited', ['a'])
        await append('folded', ['a'])
        await fold('folded', 1)
        await bench.storage.documents.delete('deleted', 'ada', AT)
        expect(await bench.storage.documents.sweepUnedited(AT + 10, ['spared', 'never'])).toBe(1)
        expect(await bench.storage.documents.find('old')).toBeNull()
        for (const id of ['spared', 'edited', 'folded', 'deleted', 'seeded', 'young']) {
          expect(await bench.storage.documents.find(id)).not.toBeNull()
        }
        expect(await bench.storage.documents.sweepUnedited(AT + 10, ['spared'])).toBe(0)
        expect((await create('old')).created).toBe(true)
        expect(await bench.storage.documents.bindClients('old', bob, [1])).toEqual([])
      })

      it('binds a clientID to the actor who came first, in each document by itself', async () => {
        await create('d')
        await create('e')
        expect(await bench.storage.documents.bindClients('d', ada, [1, 2])).toEqual([])
        expect(await bench.storage.documents.bindClients('d', ada, [2, 3])).toEqual([])
        expect(await bench.storage.documents.bindClients('d', bob, [2, 4, 3])).toEqual([2, 3])
        expect(await bench.storage.documents.bindClients('d', ada, [4, 2])).toEqual([4])
        expect(await bench.storage.documents.bindClients('e', bob, [1, 2, 3])).toEqual([])
        expect(await bench.storage.documents.bindClients('d', bob, [])).toEqual([])
        expect(await bench.storage.documents.bindClients('never', bob, [1])).toEqual([])
      })

      it('counts the clientIDs that nobody has yet, in each document by itself', async () => {
        await create('d')
        await create('e')
        await bench.storage.documents.bindClients('d', ada, [1, 2])
        expect(await bench.storage.documents.countUnbound('d', [1, 2])).toBe(0)
        expect(await bench.storage.documents.countUnbound('d', [1, 3, 4])).toBe(2)
        expect(await bench.storage.documents.countUnbound('e', [1, 2])).toBe(2)
        expect(await bench.storage.documents.countUnbound('never', [1, 2])).toBe(0)
        expect(await bench.storage.documents.bindClients('d', bob, [3])).toEqual([])
      })
    })

    describe('actors', () => {
      it('stores nothing of a batch with an actor that was never resolved, and works on', async () => {
        await create('d')
        const batch = [{ document: 'd', epoch: 1, updates: [update('a'), update('b', 'nobody')] }]
        await expect(bench.storage.log.append(batch, AT)).rejects.toThrow(StorageError)
        expect(await append('d', ['c'])).toEqual([storedAt(1)])
      })

      it('knows a token again, and never renames its actor', async () => {
        expect(await bench.storage.actors.resolve(hash('ada'), 'somebody', AT + 1)).toBe(ada)
        expect(await bench.storage.actors.resolve(hash('ada'), 'somebody', AT + 2 * HOUR_MS)).toBe(ada)
        expect(await bench.storage.actors.knows(hash('carol'))).toBe(false)
        expect(await bench.storage.actors.resolve(hash('carol'), 'carol', AT)).toBe('carol')
        expect(await bench.storage.actors.knows(hash('carol'))).toBe(true)
      })

      it('makes one actor of a token that is seen many times at once', async () => {
        const ids = await Promise.all(
          Array.from({ length: 20 }, (_, index) => bench.storage.actors.resolve(hash('new'), `fresh ${index}`, AT)),
        )
        expect(new Set(ids).size).toBe(1)
      })
    })

    describe('settings', () => {
      it('keeps until when edits may be brought back, from never on', async () => {
        expect(await bench.storage.settings.relayUntil()).toBe(0)
        await bench.storage.settings.setRelayUntil(AT + 5)
        await bench.storage.settings.setRelayUntil(AT)
        await reopen()
        expect(await bench.storage.settings.relayUntil()).toBe(AT)
      })
    })

    describe('life', () => {
      it('finds everything again after it was closed and opened', async () => {
        await create('d', update('seed', ada, 77))
        await append('d', ['a', 'b'])
        await fold('d', 2)
        await bench.storage.documents.rename('d', 'title')
        await create('gone')
        await bench.storage.documents.delete('gone', 'ada', AT)
        const read = async () => [
          await bench.storage.log.load('d'),
          await bench.storage.log.readAfter('d', 0),
          await bench.storage.log.history('d', 1, 9),
          await bench.storage.documents.find('gone'),
          await bench.storage.documents.bindClients('d', bob, [77]),
          await bench.storage.actors.resolve(hash('ada'), 'somebody', AT),
        ]
        const before = await read()
        await reopen()
        expect(await read()).toEqual(before)
        expect(await append('d', ['c'])).toEqual([storedAt(4)])
      })

      it('finishes what was asked before it closes, then rejects everything; closing twice is safe', async () => {
        await create('d')
        const appended = Promise.all(Array.from({ length: 20 }, (_, index) => append('d', [String(index)])))
        await bench.storage.close()
        expect((await appended).flat().every(({ ok }) => ok)).toBe(true)
        await bench.storage.close()
        await expect(bench.storage.check()).rejects.toThrow(StorageError)
        await expect(append('d', ['late'])).rejects.toThrow(StorageError)
        await reopen()
        expect((await readTexts('d', 0))?.sequence).toBe(20)
      })

      it('answers a check', async () => {
        await expect(bench.storage.check()).resolves.toBeUndefined()
      })
    })
  })
}
