import { describe, expect, it } from 'vitest'
import { splitFrames } from '../../shared/protocol/frames.ts'
import { ada, AT, text, useStorage } from './storage-bench.ts'
import type { StoragePlace } from './storage-bench.ts'

/** What every driver of storage answers to whoever reads a log piece by piece. */
export function logPiecesContract(name: string, makePlace: () => Promise<StoragePlace>): void {
  describe(`${name}: pieces of a log`, () => {
    const bench = useStorage(makePlace)
    const { create, append, fold, reopen } = bench

    /** The log, read piece by piece from either end: who and when, and what. */
    async function pieces(document: string, last: number) {
      const { log } = bench.storage
      const authors: string[] = []
      for (let sequence = last; sequence > 0;) {
        const part = await log.authorsUpTo(document, sequence)
        if (part === null || part.last !== sequence) throw new Error(`not up to ${sequence}`)
        expect(part.updates.length).toBe(part.last - part.first + 1)
        authors.unshift(...part.updates.map(({ at, actor }) => `${at - AT} ${actor}`))
        sequence = part.first - 1
      }
      const words: string[] = []
      for (let sequence = 1; sequence <= last;) {
        const part = await log.updatesFrom(document, sequence)
        if (part === null || part.first !== sequence) throw new Error(`not from ${sequence}`)
        const updates = splitFrames(part.updates)
        expect(updates.length).toBe(part.last - part.first + 1)
        words.push(...updates.map(text))
        sequence = part.last + 1
      }
      return { authors, words }
    }

    it('read the whole log in pieces, wherever it stands', async () => {
      await create('d')
      await append('d', ['a', 'b'])
      await append('d', ['c'])
      const whole = { authors: Array.from('abc', () => `0 ${ada}`), words: ['a', 'b', 'c'] }
      expect(await pieces('d', 3)).toEqual(whole)
      await fold('d', 3)
      await bench.storage.log.pack('d')
      await append('d', ['d', 'e'])
      const longer = { authors: Array.from('abcde', () => `0 ${ada}`), words: Array.from('abcde') }
      expect(await pieces('d', 5)).toEqual(longer)
      await reopen()
      expect(await pieces('d', 5)).toEqual(longer)
    })

    it('have the updates that take something away with those who stored them', async () => {
      await create('d')
      // As far as a storage knows: see `ifDeleting`.
      await append('d', ['adds\0', 'takes'])
      const part = await bench.storage.log.authorsUpTo('d', 2)
      expect(part?.updates.map(({ deleting }) => deleting && text(deleting))).toEqual([null, 'takes'])
    })

    it('keep to their size, and bring something of any size', async () => {
      await create('d')
      const words = ['a', 'b', 'c', 'd'].map((word) => word.repeat(600 * 1024))
      for (const word of words) await append('d', [word])
      expect((await pieces('d', 4)).words).toEqual(words)
      await append('d', ['e'.repeat(900 * 1024), 'f'.repeat(900 * 1024)])
      expect((await pieces('d', 6)).words.map((word) => word[0])).toEqual(Array.from('abcdef'))
      expect((await bench.storage.log.updatesFrom('d', 1))?.last).toBeLessThan(4)
      expect((await bench.storage.log.authorsUpTo('d', 4))?.first).toBeGreaterThan(1)
    })

    it('are null for an update that is not there, and for a document that is gone', async () => {
      await create('d')
      await append('d', ['a'])
      const { log } = bench.storage
      for (const [document, sequence] of [
        ['d', 0],
        ['d', 2],
        ['never', 1],
      ] as const) {
        expect(await log.authorsUpTo(document, sequence)).toBe(null)
        expect(await log.updatesFrom(document, sequence)).toBe(null)
      }
    })
  })
}
