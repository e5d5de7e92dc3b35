import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { applyChanges } from '../../../../../client/panels/history/apply-changes.ts'
import { changesTo, type TextChange } from '../../../../../client/panels/history/comparison.ts'
import { MAX_TRANSACTION_BYTES } from '../../../../../shared/protocol/limits.ts'
import { Random } from '../../../../support/random.ts'

const lines = (count: number, of: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => of(i)).join('\n')

/** The updates that the changes are, and what the text is after each of them. */
function apply(text: Y.Text, changes: readonly TextChange[]): { updates: number[]; texts: string[] } {
  const [updates, texts]: [number[], string[]] = [[], []]
  const note = (update: Uint8Array): void => {
    updates.push(update.length)
    texts.push(text.toJSON())
  }
  text.doc?.on('update', note)
  applyChanges(text, changes)
  text.doc?.off('update', note)
  return { updates, texts }
}

describe('changes without an editor', () => {
  it('fit into one message each, and what goes goes last: a full document refuses what comes', () => {
    const text = new Y.Doc().getText()
    const [now, version] = [lines(40_000, (i) => `old ${i}`), lines(40_000, (i) => `new 😀 ${i}`)]
    text.insert(0, now)
    const { updates, texts } = apply(text, changesTo(now, version))
    expect(texts.at(-1) === version).toBe(true)
    expect(Math.max(...updates)).toBeLessThanOrEqual(MAX_TRANSACTION_BYTES)
    const longest = texts.findIndex(({ length }) => length >= now.length + version.length - 100)
    const lengths = texts.map(({ length }) => length)
    expect(longest).toBeGreaterThan(0)
    expect(lengths.slice(0, longest + 1)).toEqual(lengths.slice(0, longest + 1).toSorted((a, b) => a - b))
    expect(lengths.slice(longest)).toEqual(lengths.slice(longest).toSorted((a, b) => b - a))
  })

  it('fit into one message each, whoever typed what goes', () => {
    const doc = new Y.Doc()
    const text = doc.getText()
    const count = 40_000
    // Everybody presses one key, and the next one writes before it: nothing of it has a neighbour that it could be told with.
    doc.transact(() => {
      for (let i = 0; i < count; i++) {
        doc.clientID = 0xf0000000 + i
        text.insert(0, 'x')
      }
    })
    doc.clientID = 1
    const whole = new Y.Doc()
    Y.applyUpdate(whole, Y.encodeStateAsUpdate(doc))
    const { updates } = apply(text, [{ from: 0, to: count, insert: '' }])
    expect(text.length).toBe(0)
    expect(Math.max(...updates)).toBeLessThanOrEqual(MAX_TRANSACTION_BYTES)
    // In one it would not.
    const together: number[] = []
    whole.on('update', (update: Uint8Array) => together.push(update.length))
    whole.getText().delete(0, count)
    expect(together[0]).toBeGreaterThan(MAX_TRANSACTION_BYTES)
  })

  it('that fit into one message are one', () => {
    const text = new Y.Doc().getText()
    text.insert(0, 'a b c d e f')
    const changes = [0, 4, 8].map((from) => ({ from, to: from + 1, insert: 'new' }))
    expect(apply(text, changes).texts).toEqual(['new b new d new f'])
  })

  it('make the text that they say', () => {
    const random = new Random(11)
    const someText = (max: number): string =>
      Array.from({ length: random.below(max) }, () => ['a', ' ', '\n', 'é', '😀'][random.below(5)]).join('')
    for (let round = 0; round < 300; round++) {
      const [now, version] = [someText(200), someText(200)]
      const text = new Y.Doc().getText()
      text.insert(0, now)
      applyChanges(text, changesTo(now, version))
      expect(text.toJSON()).toBe(version)
    }
  })
})
