import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { hasMoreParts, insertedText, splitUpdate } from '../../../../client/sync/split-update.ts'
import { Random } from '../../../support/random.ts'

/** Applies the pieces one after the other; throws when one of them has to wait for a later one. */
function applied(base: Uint8Array | null, pieces: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc()
  if (base !== null) Y.applyUpdate(doc, base)
  for (const piece of pieces) {
    Y.applyUpdate(doc, piece)
    if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null)
      throw new Error('a piece refers to a later one')
  }
  return doc
}

/** Several people writing one text, so that structs refer to each other across clients. */
function written(random: Random, edits: number): Y.Doc[] {
  const docs = Array.from({ length: 1 + random.below(3) }, () => new Y.Doc())
  for (let edit = 0; edit < edits; edit++) {
    const doc = random.pick(docs)
    const text = doc.getText('text')
    if (text.length > 0 && random.chance(0.3)) {
      const at = random.below(text.length)
      text.delete(at, Math.min(text.length - at, 1 + random.below(20)))
    } else text.insert(random.below(text.length + 1), random.text(random.chance(0.1) ? 400 : 8))
    if (random.chance(0.3)) Y.applyUpdate(random.pick(docs), Y.encodeStateAsUpdate(random.pick(docs)))
  }
  for (const doc of docs) for (const other of docs) Y.applyUpdate(doc, Y.encodeStateAsUpdate(other))
  return docs
}

describe('splitting an update', () => {
  it.each(Array.from({ length: 60 }, (_, seed) => seed))('gives the same state piece by piece (seed %i)', (seed) => {
    const random = new Random(seed)
    const [doc] = written(random, 120)
    const whole = Y.encodeStateAsUpdate(doc!)
    const maxBytes = random.pick([400, 700, 1500, 4000])
    const maxParts = random.pick([1, 7, 30, 1000])
    const pieces = splitUpdate(whole, maxBytes, maxParts)
    expect(pieces).not.toBeNull()
    for (const piece of pieces!) {
      expect(piece.byteLength).toBeLessThanOrEqual(maxBytes)
      expect(hasMoreParts(piece, maxParts)).toBe(false)
    }
    const result = applied(null, pieces!)
    expect(result.getText('text').toString()).toBe(doc!.getText('text').toString())
    expect(Y.encodeStateAsUpdate(result)).toEqual(whole)
  })

  it('cuts one large insertion into pieces, never inside a character', () => {
    const doc = new Y.Doc()
    const text = `x${'🎉'.repeat(5000)}`
    doc.getText('text').insert(0, text)
    const pieces = splitUpdate(Y.encodeStateAsUpdate(doc), 1001, 1000)
    expect(pieces!.length).toBeGreaterThan(10)
    expect(applied(null, pieces!).getText('text').toString()).toBe(text)
    for (const piece of pieces!) expect(insertedText(piece)).not.toMatch(/\uFFFD/)
  })

  it('splits a difference that continues what the other side has, deletions last', () => {
    const doc = new Y.Doc()
    const text = doc.getText('text')
    text.insert(0, 'a'.repeat(1000))
    const base = Y.encodeStateAsUpdate(doc)
    for (let at = 0; at < 400; at++) text.insert(at * 3, 'b')
    for (let at = 0; at < 300; at++) text.delete(at, 1)
    const pieces = splitUpdate(Y.encodeStateAsUpdate(doc, Y.encodeStateVectorFromUpdate(base)), 300, 1000)
    expect(pieces!.length).toBeGreaterThan(5)
    const last = Y.decodeUpdate(pieces!.at(-1)!)
    expect(last.structs).toHaveLength(0)
    expect(applied(base, pieces!).getText('text').toString()).toBe(text.toString())
  })

  it('leaves an update that is small enough in one piece', () => {
    const doc = new Y.Doc()
    doc.getText('text').insert(0, 'hello')
    const whole = Y.encodeStateAsUpdate(doc)
    expect(splitUpdate(whole, 10_000, 1000)).toEqual([whole])
  })

  it('cannot split one struct that is no text', () => {
    const doc = new Y.Doc()
    doc.getArray('other').insert(0, [new Uint8Array(5000)])
    expect(splitUpdate(Y.encodeStateAsUpdate(doc), 1000, 1000)).toBeNull()
  })
})
