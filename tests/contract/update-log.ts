import { describe, expect, it } from 'vitest'
import { ada, AT, bob, bytes, markOf, text, update, useStorage } from './storage-bench.ts'
import type { StoragePlace } from './storage-bench.ts'
import { storedAt } from '../support/stored-at.ts'

/** Every promise of `UpdateLog`, on one driver. */
export function updateLogContract(name: string, makePlace: () => Promise<StoragePlace>): void {
  describe(`${name}: update log`, () => {
    const bench = useStorage(makePlace)
    const { create, append, fold, rebase, readTexts, historyTexts, reopen } = bench

    describe('append', () => {
      it('numbers the updates of a document from 1 without gaps, in the order of the batch', async () => {
        await create('d')
        expect(await append('d', ['a', 'b'])).toEqual([storedAt(2)])
        expect(await append('d', ['c'])).toEqual([storedAt(3)])
        expect(await readTexts('d', 0)).toEqual({ epoch: 1, sequence: 3, snapshot: null, updates: ['a', 'b', 'c'] })
      })

      it('numbers each document of a batch by itself, also one that stands in it twice', async () => {
        await create('d')
        await create('e')
        const answers = await bench.storage.log.append(
          [
            { document: 'd', epoch: 1, updates: [update('d1')] },
            { document: 'e', epoch: 1, updates: [update('e1'), update('e2')] },
            { document: 'd', epoch: 1, updates: [update('d2')] },
          ],
          AT,
        )
        expect(answers).toEqual([storedAt(1), storedAt(2), storedAt(2)])
        expect((await readTexts('d', 0))?.updates).toEqual(['d1', 'd2'])
        expect((await readTexts('e', 0))?.updates).toEqual(['e1', 'e2'])
      })

      it('refuses alone an entry whose document is gone, deleted or of another epoch', async () => {
        await create('d')
        await create('deleted')
        await append('deleted', ['x'])
        await bench.storage.documents.delete('deleted', 'ada', AT)
        const entry = (document: string, epoch: number, word: string) => ({ document, epoch, updates: [update(word)] })
        const answers = await bench.storage.log.append(
          [
            entry('never', 1, 'x'),
            entry('d', 1, 'a'),
            entry('deleted', 1, 'x'),
            entry('d', 2, 'x'),
            entry('d', 1, 'b'),
          ],
          AT,
        )
        expect(answers).toEqual([
          { ok: false, code: 'not-found' },
          storedAt(1),
          { ok: false, code: 'not-found' },
          { ok: false, code: 'wrong-epoch' },
          storedAt(2),
        ])
        expect((await readTexts('d', 0))?.updates).toEqual(['a', 'b'])
      })

      it('answers an empty batch, and gives an empty entry the present sequence', async () => {
        await create('d')
        await append('d', ['a'])
        expect(await bench.storage.log.append([], AT)).toEqual([])
        expect(await append('d', [])).toEqual([storedAt(1)])
      })

      it('leaves the given bytes to the caller, and stores a view without its surroundings', async () => {
        await create('d')
        const memory = bytes('..abc..')
        const view = memory.subarray(2, 5)
        await bench.storage.log.append(
          [{ document: 'd', epoch: 1, updates: [{ actor: ada, clientId: 1, update: view }] }],
          AT,
        )
        expect(text(memory)).toBe('..abc..')
        expect((await readTexts('d', 0))?.updates).toEqual(['abc'])
      })

      it('keeps updates of 1 MiB, empty ones, and every byte value', async () => {
        await create('d')
        const every = Uint8Array.from({ length: 256 }, (_, value) => value)
        const large = Buffer.alloc(1024 * 1024, every)
        const updates = [large, new Uint8Array(), every].map((value) => ({ actor: ada, clientId: 1, update: value }))
        await bench.storage.log.append([{ document: 'd', epoch: 1, updates }], AT)
        const read = (await bench.storage.log.readAfter('d', 0))?.updates ?? []
        expect(read.map((value) => Buffer.compare(value, updates[read.indexOf(value)]!.update))).toEqual([0, 0, 0])
      })

      it('numbers calls made at once one after the other', async () => {
        await create('d')
        const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => append('d', [String(index)])))
        const sequences = answers.map(([answer]) => answer?.ok && answer.sequence)
        expect(new Set(sequences).size).toBe(50)
        const read = (await readTexts('d', 0))?.updates
        for (const [index, sequence] of sequences.entries()) expect(read?.[Number(sequence) - 1]).toBe(String(index))
      })
    })

    describe('marks', () => {
      it('are a chain over all updates from the first, in every answer', async () => {
        await create('d', update('seed'))
        await create('e')
        expect(await append('d', ['a', '', 'b'])).toEqual([{ ok: true, sequence: 4, mark: markOf('seed', 'a', 'b') }])
        expect(await append('e', ['x'])).toEqual([{ ok: true, sequence: 1, mark: markOf('x') }])
        expect(await append('d', ['c'])).toEqual([{ ok: true, sequence: 5, mark: markOf('seed', 'a', 'b', 'c') }])
        expect((await bench.storage.log.load('d'))?.mark).toBe(markOf('seed', 'a', 'b', 'c'))
        expect((await bench.storage.log.load('e'))?.mark).toBe(markOf('x'))
      })

      it('go on over folds', async () => {
        await create('d')
        await append('d', ['a', 'b'])
        await fold('d', 2)
        expect((await bench.storage.log.load('d'))?.mark).toBe(markOf('a', 'b'))
        expect(await append('d', ['c'])).toEqual([{ ok: true, sequence: 3, mark: markOf('a', 'b', 'c') }])
        await fold('d', 3)
        await reopen()
        expect(await append('d', [])).toEqual([{ ok: true, sequence: 3, mark: markOf('a', 'b', 'c') }])
      })

      it('are told for what a reader holds, folded or not, and not past the end', async () => {
        await create('d')
        await append('d', ['a', 'b', 'c', 'd', 'e', 'f'])
        const marks = async () =>
          Promise.all(
            [0, 1, 2, 3, 4, 5, 6, 7].map(async (after) => {
              const tail = await bench.storage.log.readAfter('d', after)
              return [tail?.heldMark, tail?.mark]
            }),
          )
        const end = markOf('abcdef')
        const expected: (number | null)[][] = ['', 'a', 'ab', 'abc', 'abcd', 'abcde', 'abcdef'].map((held) => [
          markOf(held),
          end,
        ])
        expected.push([null, end])

        expect(await marks()).toEqual(expected)
        await fold('d', 2)
        await fold('d', 5)
        expect(await marks()).toEqual(expected)
      })
    })

    describe('rebase', () => {
      it('starts a new epoch from a state without what is quarantined, and keeps every update in history', async () => {
        await create('d')
        await append('d', ['a', 'b'])
        await fold('d', 2)
        await append('d', ['c', 'bad', 'e'])
        expect(await rebase('d', 5, [4])).toBe(true)
        expect(await readTexts('d', 0)).toEqual({ epoch: 2, sequence: 5, snapshot: 5, updates: [] })
        expect(await bench.storage.log.load('d')).toEqual({
          document: await bench.storage.documents.find('d'),
          mark: markOf('abcbade'),
          snapshot: {
            sequence: 5,
            stateVector: bytes('vector at 5'),
            byteLength: 'state at 5'.length,
            structs: 50,
          },
          tail: [],
        })
        expect(await append('d', ['x'], 1)).toEqual([{ ok: false, code: 'wrong-epoch' }])
        expect(await append('d', ['f'], 2)).toEqual([{ ok: true, sequence: 6, mark: markOf('abcbadef') }])
        await reopen()
        expect(await historyTexts('d', 1, 9)).toEqual(['1 a', '2 b', '3 c', '4 bad', '5 e', '6 f'])
        const history = await bench.storage.log.history('d', 3, 6)
        expect(history.map(({ quarantined }) => quarantined)).toEqual([false, true, false, false])
      })

      it('puts another state in the place of a snapshot, too, and can be done again', async () => {
        await create('d')
        await append('d', ['bad', 'b'])
        await fold('d', 2)
        expect(await rebase('d', 2, [1])).toBe(true)
        expect(await rebase('d', 2, [1, 2], 2)).toBe(true)
        expect(await readTexts('d', 0)).toEqual({ epoch: 3, sequence: 2, snapshot: 2, updates: [] })
        const history = await bench.storage.log.history('d', 1, 2)
        expect(history.map(({ quarantined }) => quarantined)).toEqual([true, true])
      })

      it('changes nothing when the log goes on, the epoch is another or the document is gone', async () => {
        await create('d')
        await create('deleted')
        await bench.storage.documents.delete('deleted', 'ada', AT)
        await append('d', ['a', 'b'])
        for (const refused of [
          rebase('d', 1),
          rebase('d', 3),
          rebase('d', 2, [], 2),
          rebase('deleted', 0),
          rebase('never', 0),
        ]) {
          expect(await refused).toBe(false)
        }
        expect(await readTexts('d', 0)).toEqual({ epoch: 1, sequence: 2, snapshot: null, updates: ['a', 'b'] })
        expect((await bench.storage.log.history('d', 1, 2)).some(({ quarantined }) => quarantined)).toBe(false)
      })
    })

    describe('load, readAfter and fold', () => {
      it('knows nothing of a document that does not exist or was deleted', async () => {
        await create('deleted', update('seed'))
        await bench.storage.documents.delete('deleted', 'ada', AT)
        for (const document of ['never', 'deleted']) {
          expect(await bench.storage.log.load(document)).toBeNull()
          expect(await bench.storage.log.readAfter(document, 0)).toBeNull()
          expect(await bench.storage.log.history(document, 1, 9)).toEqual([])
          expect(await fold(document, 1)).toBe(false)
        }
      })

      it('loads an empty document', async () => {
        const { document } = await create('d')
        expect(await bench.storage.log.load('d')).toEqual({ document, mark: 0, snapshot: null, tail: [] })
        expect(await readTexts('d', 0)).toEqual({ epoch: 1, sequence: 0, snapshot: null, updates: [] })
      })

      it('loads the whole log before a fold, and the snapshot and the rest after it', async () => {
        await create('d')
        await append('d', ['a', 'b', 'c'])
        const before = await bench.storage.log.load('d')
        expect(before?.snapshot).toBeNull()
        expect(before?.tail.map(text)).toEqual(['a', 'b', 'c'])
        expect(await fold('d', 2)).toBe(true)
        const after = await bench.storage.log.load('d')
        expect(after?.snapshot).toEqual({
          sequence: 2,
          stateVector: bytes('vector at 2'),
          byteLength: 'state at 2'.length,
          structs: 20,
        })
        expect(after?.tail.map(text)).toEqual(['c'])
        expect(after?.document.sequence).toBe(3)
      })

      it('reads after a sequence what the log has, and from the snapshot when it was folded', async () => {
        await create('d')
        await append('d', ['a', 'b', 'c', 'd'])
        const rows = (updates: string[]) => ({ epoch: 1, sequence: 4, snapshot: null, updates })
        expect(await readTexts('d', 1)).toEqual(rows(['b', 'c', 'd']))
        await fold('d', 2)
        const whole = { epoch: 1, sequence: 4, snapshot: 2, updates: ['c', 'd'] }
        expect(await readTexts('d', 0)).toEqual(whole)
        expect(await readTexts('d', 1)).toEqual(whole)
        expect(await readTexts('d', 2)).toEqual(rows(['c', 'd']))
        expect(await readTexts('d', 3)).toEqual(rows(['d']))
        expect(await readTexts('d', 4)).toEqual(rows([]))
        expect(await readTexts('d', 9)).toEqual(rows([]))
        expect((await bench.storage.log.readAfter('d', 0))?.snapshot).toEqual({
          sequence: 2,
          bytes: bytes('state at 2'),
          stateVector: bytes('vector at 2'),
          structs: 20,
        })
      })

      it('counts on after everything was folded', async () => {
        await create('d')
        await append('d', ['a', 'b'])
        await fold('d', 2)
        expect((await bench.storage.documents.find('d'))?.sequence).toBe(2)
        expect(await append('d', ['c'])).toEqual([storedAt(3)])
        expect(await readTexts('d', 0)).toEqual({ epoch: 1, sequence: 3, snapshot: 2, updates: ['c'] })
      })

      it('refuses a snapshot that is older, equally old, past the log or of another epoch, and changes nothing', async () => {
        await create('d')
        await append('d', ['a', 'b', 'c'])
        expect(await fold('d', 2)).toBe(true)
        for (const refused of [fold('d', 1), fold('d', 2), fold('d', 4), fold('d', 3, 2), fold('d', 0)]) {
          expect(await refused).toBe(false)
        }
        expect(await readTexts('d', 0)).toEqual({ epoch: 1, sequence: 3, snapshot: 2, updates: ['c'] })
        expect(await fold('d', 3)).toBe(true)
      })

      it('gives the history across folds and rows, each update with who, when and in what order', async () => {
        await create('d')
        const write = (word: string, actor: string, clientId: number, at: number) =>
          bench.storage.log.append([{ document: 'd', epoch: 1, updates: [update(word, actor, clientId)] }], at)
        await write('a', ada, 1, AT)
        await write('b', bob, 2 ** 32 - 1, AT + 1)
        await fold('d', 1)
        await write('c', ada, 3, AT + 2)
        await fold('d', 3)
        await write('d', bob, 4, AT + 3)
        expect(await bench.storage.log.history('d', 1, 9)).toEqual([
          { sequence: 1, at: AT, actor: ada, clientId: 1, update: bytes('a'), quarantined: false },
          { sequence: 2, at: AT + 1, actor: bob, clientId: 2 ** 32 - 1, update: bytes('b'), quarantined: false },
          { sequence: 3, at: AT + 2, actor: ada, clientId: 3, update: bytes('c'), quarantined: false },
          { sequence: 4, at: AT + 3, actor: bob, clientId: 4, update: bytes('d'), quarantined: false },
        ])
        expect(await historyTexts('d', 2, 3)).toEqual(['2 b', '3 c'])
        expect(await historyTexts('d', 4, 4)).toEqual(['4 d'])
        expect(await historyTexts('d', 5, 9)).toEqual([])
      })

      it('reads the same after a fold whether its rows were packed or not, and goes on either way', async () => {
        await create('d')
        await append('d', ['a', 'b', 'c', 'd'])
        await fold('d', 1)
        const { log } = bench.storage
        const snapshot = { sequence: 3, bytes: bytes('state'), stateVector: bytes('vector'), structs: 1 }
        expect(await log.fold('d', 1, snapshot)).toBe(true)
        const read = async () => [
          await log.load('d'),
          await Promise.all([0, 1, 2, 3, 4].map((after) => log.readAfter('d', after))),
          await log.history('d', 1, 9),
          await log.history('d', 2, 3),
        ]
        const unpacked = await read()
        expect(unpacked[2]).toHaveLength(4)
        await log.pack('d')
        expect(await read()).toEqual(unpacked)
        await log.pack('d')
        await log.pack('never')
        expect(await log.fold('d', 1, { ...snapshot, sequence: 4 })).toBe(true)
        expect(await append('d', ['e'])).toEqual([{ ok: true, sequence: 5, mark: markOf('abcde') }])
        await log.pack('d')
        expect(await historyTexts('d', 1, 9)).toEqual(['1 a', '2 b', '3 c', '4 d', '5 e'])
      })

      it('folds large logs whole', async () => {
        await create('d')
        const updates = Array.from({ length: 12 }, (_, index) => ({
          ...update(''),
          update: new Uint8Array(1024 * 1024).fill(index),
        }))
        await bench.storage.log.append([{ document: 'd', epoch: 1, updates }], AT)
        expect(await fold('d', 11)).toBe(true)
        const history = await bench.storage.log.history('d', 1, 12)
        expect(history.map(({ sequence, update }) => [sequence, update.byteLength, update[9]])).toEqual(
          updates.map((_, index) => [index + 1, 1024 * 1024, index]),
        )
      })

      it('holds 10,000 updates in order, before and after a fold', async () => {
        await create('d')
        const words = Array.from({ length: 10_000 }, (_, index) => `update ${index + 1}`)
        for (let from = 0; from < words.length; from += 500) await append('d', words.slice(from, from + 500))
        expect((await readTexts('d', 0))?.updates).toEqual(words)
        await fold('d', 9_990)
        expect((await readTexts('d', 0))?.updates).toEqual(words.slice(9_990))
        expect(await historyTexts('d', 1, 10_000)).toEqual(words.map((word, index) => `${index + 1} ${word}`))
      })
    })
  })
}
