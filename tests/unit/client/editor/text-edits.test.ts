import { ChangeSet, Text } from '@codemirror/state'
import { describe, expect, it } from 'vitest'
import { changesOf, repairs, type TextEdit, transactionsOf } from '../../../../client/editor/text-edits.ts'
import { MAX_TRANSACTION_BYTES } from '../../../../shared/protocol/limits.ts'
import { Random } from '../../../support/random.ts'

const doc = (text: string) => Text.of(text.split('\n'))

function cut(before: string, change: { from: number; to?: number; insert?: string }, maxBytes?: number) {
  const changes = ChangeSet.of(change, before.length, '\n')
  return transactionsOf(changes, doc(before), changes.apply(doc(before)), maxBytes)
}

function applied(text: string, edits: readonly TextEdit[]): string {
  return edits.reduce(
    (text, { index, deleteCount, insert }) => text.slice(0, index) + insert + text.slice(index + deleteCount),
    text,
  )
}

describe('cutting a change into Y transactions', () => {
  it('leaves a small edit in one', () => {
    expect(cut('hello', { from: 0, to: 1, insert: 'J' })).toEqual([
      [
        { index: 0, deleteCount: 1, insert: '' },
        { index: 0, deleteCount: 0, insert: 'J' },
      ],
    ])
  })

  it('keeps every piece of a large paste within the limit, whatever its characters cost', () => {
    for (const character of ['a', 'é', '漢', '🎉']) {
      const paste = character.repeat(MAX_TRANSACTION_BYTES)
      const pieces = cut('', { from: 0, insert: paste }).map((edits) => edits.map(({ insert }) => insert).join(''))
      expect(pieces.length).toBeGreaterThanOrEqual(Buffer.byteLength(paste) / MAX_TRANSACTION_BYTES)
      expect(Math.max(...pieces.map((piece) => Buffer.byteLength(piece)))).toBeLessThanOrEqual(MAX_TRANSACTION_BYTES)
      expect(pieces.join('') === paste).toBe(true)
    }
  })

  it('never cuts between the halves of a surrogate pair, inserting or deleting', () => {
    const text = `x${'🎉'.repeat(200)}`
    for (let maxBytes = 60; maxBytes < 80; maxBytes++) {
      const inserted = cut('', { from: 0, insert: text }, maxBytes).flat()
      expect(inserted.every(({ insert }) => !/[\uD800-\uDFFF]/u.test(insert))).toBe(true)
      expect(applied('', inserted)).toBe(text)
      let rest = text
      for (const edit of cut(text, { from: 0, to: text.length }, maxBytes).flat()) {
        rest = applied(rest, [edit])
        expect(rest).not.toMatch(/[\uD800-\uDFFF]/u)
      }
      expect(rest).toBe('')
    }
  })

  it('takes a pair whole when a change touches only one of its halves', () => {
    const before = 'a😀b'
    const edits = cut(before, { from: 2, to: 3, insert: '\uDE01' }).flat()
    expect(edits).toEqual([
      { index: 1, deleteCount: 2, insert: '' },
      { index: 1, deleteCount: 0, insert: '😁' },
    ])
  })

  it('bounds a transaction of many small replacements', () => {
    const before = 'ab'.repeat(20_000)
    const changes = ChangeSet.of(
      Array.from({ length: 20_000 }, (_, at) => ({ from: 2 * at, to: 2 * at + 1, insert: 'xyz' })),
      before.length,
    )
    const transactions = transactionsOf(changes, doc(before), changes.apply(doc(before)))
    expect(transactions.length).toBeGreaterThan(5)
    expect(applied(before, transactions.flat())).toBe('xyzb'.repeat(20_000))
  })
})

describe('changes that are too many for one Y transaction', () => {
  it('insert everything before they delete anything: what a full document refuses has deleted nothing', () => {
    const [before, insert] = ['old '.repeat(50), 'new '.repeat(50)]
    const edits = cut(before, { from: 4, to: before.length, insert }, 100).flat()
    const firstDeletion = edits.findIndex(({ deleteCount }) => deleteCount > 0)
    expect(applied(before, edits.slice(0, firstDeletion))).toBe(`${before}${insert}`)
    expect(edits.slice(firstDeletion).every((edit) => edit.insert === '')).toBe(true)
    expect(applied(before, edits)).toBe(`old ${insert}`)
  })

  it('make the same text, wherever they are', () => {
    const random = new Random(7)
    const below = (max: number): number => random.below(max)
    const someText = (max: number): string =>
      Array.from({ length: below(max) }, () => ['a', 'b', '\n', 'é', '漢', '😀'][below(6)]).join('')
    for (let round = 0; round < 500; round++) {
      const before = someText(120)
      const specs = []
      for (let at = below(10); at <= before.length; at += below(20) + 1) {
        const to = Math.min(before.length, at + below(15))
        specs.push({ from: at, to, insert: someText(40) })
        at = to
      }
      const changes = ChangeSet.of(specs, before.length, '\n')
      const after = changes.apply(doc(before))
      // A change inside a pair leaves halves; the editor repairs those before they come here.
      if (/[\uD800-\uDFFF]/u.test(after.toString())) continue
      for (const maxBytes of [50, 60, 200, 100_000]) {
        const transactions = transactionsOf(changes, doc(before), after, maxBytes)
        const edits = transactions.flat()
        let text = before
        for (const edit of edits) {
          text = applied(text, [edit])
          expect(text).not.toMatch(/[\uD800-\uDFFF]/u)
        }
        expect(text).toBe(after.toString())
        const lastInsertion = edits.findLastIndex(({ insert }) => insert !== '')
        const firstDeletion = edits.findIndex(({ deleteCount }) => deleteCount > 0)
        if (transactions.length > 1 && firstDeletion >= 0) expect(lastInsertion).toBeLessThan(firstDeletion)
      }
    }
  })
})

describe('repairs', () => {
  const repaired = (before: string, change: { from: number; to?: number; insert?: string }) => {
    const changes = ChangeSet.of(change, before.length, '\n')
    const after = changes.apply(doc(before))
    return ChangeSet.of(repairs(changes, after), after.length, '\n').apply(after).toString()
  }

  it('turn every line break that comes in into \\n', () => {
    expect(repaired('x', { from: 1, insert: 'a\r\nb\rc\nd' })).toBe('xa\nb\nc\nd')
  })

  it('leave what was there before alone', () => {
    expect(repaired('a\rb', { from: 3, insert: 'c' })).toBe('a\rbc')
  })

  it('replace half a pair, where it came in and where it was left behind', () => {
    expect(repaired('ab', { from: 1, insert: '\uD83D' })).toBe('a\uFFFDb')
    expect(repaired('a😀b', { from: 1, to: 2 })).toBe('a\uFFFDb')
    expect(repaired('a😀b', { from: 2, to: 3 })).toBe('a\uFFFDb')
    expect(repaired('a😀b', { from: 2, insert: '-' })).toBe('a\uFFFD-\uFFFDb')
  })

  it('do not touch whole pairs beside a change', () => {
    expect(repaired('😀😀', { from: 2, insert: '-' })).toBe('😀-😀')
    expect(repaired('a😀b', { from: 2, to: 3, insert: '\uDE01' })).toBe('a😁b')
  })
})

describe('following a Yjs delta', () => {
  const follow = (before: string, delta: Parameters<typeof changesOf>[0]) =>
    ChangeSet.of(changesOf(delta, doc(before)), before.length, '\n')
      .apply(doc(before))
      .toString()

  it('applies retain, delete and insert in order', () => {
    expect(
      follow('hello world', [{ retain: 1 }, { delete: 4 }, { insert: 'i' }, { retain: 6 }, { insert: '!\n' }]),
    ).toBe('hi world!\n')
  })

  it('replaces the halves of a pair that Yjs had to split', () => {
    expect(follow('a😀b', [{ retain: 2 }, { insert: '-' }])).toBe('a\uFFFD-\uFFFDb')
    expect(follow('a😀b', [{ retain: 2 }, { delete: 1 }])).toBe('a\uFFFDb')
    expect(follow('a😀b', [{ retain: 1 }, { delete: 1 }])).toBe('a\uFFFDb')
  })
})
